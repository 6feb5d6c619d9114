package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Text is a transcript still to be fetched.
type Text struct {
	Document string
	Source   string
	Refs     []feeds.TranscriptRef
	Attempts int // tries so far
	Error    string
	Created  time.Time
}

// QueueText asks for a document's transcript to be fetched at that time. Asking again
// renews a request, also one that was given up.
func (tx *Tx) QueueText(ctx context.Context, document, source string, refs []feeds.TranscriptRef, at time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO texts (document, source, refs, state, not_before, attempts, error, created)
		VALUES (?, ?, ?, 'pending', ?, 0, '', ?)
		ON CONFLICT (document) DO UPDATE SET source = excluded.source, refs = excluded.refs, state = 'pending',
			not_before = excluded.not_before, attempts = 0, error = ''`, document, source, asJSON(refs), at, tx.now)
	if err != nil {
		return fmt.Errorf("queueing the transcript of %s: %w", document, err)
	}
	return nil
}

// OfferText is [Tx.QueueText] for a document that was there before: it asks again only
// where other files are offered than those asked for already, or given up.
func (tx *Tx) OfferText(ctx context.Context, document, source string, refs []feeds.TranscriptRef, at time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO texts (document, source, refs, state, not_before, attempts, error, created)
		VALUES (?, ?, ?, 'pending', ?, 0, '', ?)
		ON CONFLICT (document) DO UPDATE SET source = excluded.source, refs = excluded.refs, state = 'pending',
			not_before = excluded.not_before, attempts = 0, error = '' WHERE texts.refs <> excluded.refs`,
		document, source, asJSON(refs), at, tx.now)
	if err != nil {
		return fmt.Errorf("queueing the transcript of %s: %w", document, err)
	}
	return nil
}

// KeepText ends a request that brought a text without times, and keeps in mind which files
// were offered: see [Reads.PlainTexts].
func (tx *Tx) KeepText(ctx context.Context, document, source string, refs []feeds.TranscriptRef) error {
	_, err := tx.exec(ctx, `INSERT INTO texts (document, source, refs, state, not_before, attempts, error, created)
		VALUES (?, ?, ?, 'read', 0, 0, '', ?)
		ON CONFLICT (document) DO UPDATE SET refs = excluded.refs, state = 'read', error = '', lease_holder = '', lease_until = 0`,
		document, source, asJSON(refs), tx.now)
	if err != nil {
		return fmt.Errorf("finishing the transcript of %s: %w", document, err)
	}
	return nil
}

// PlainTexts returns, for those of the documents whose text came without times, what was
// offered then: another offer may be better.
func (r Reads) PlainTexts(ctx context.Context, documents []string) (map[string][]feeds.TranscriptRef, error) {
	out := map[string][]feeds.TranscriptRef{}
	for part := range chunks(documents) {
		list, args := in(part)
		err := r.each(ctx, `SELECT document, refs FROM texts WHERE state = 'read' AND document IN `+list, args, func(scan scanner) error {
			var document string
			var refs []feeds.TranscriptRef
			err := scan(&document, object{&refs})
			out[document] = refs
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("looking for texts without times: %w", err)
		}
	}
	return out, nil
}

// ClaimTexts leases transcripts that are due, the longest due first.
func (l *Ledger) ClaimTexts(ctx context.Context, now time.Time, limit int, holder string, lease time.Duration) ([]Text, error) {
	due, err := l.textDue(ctx, now)
	if err != nil || due.IsZero() || due.After(now) {
		return nil, err
	}
	var out []Text
	err = l.Write(ctx, func(tx *Tx) error {
		out = out[:0]
		return tx.each(ctx, `UPDATE texts SET lease_holder = ?, lease_until = ? WHERE document IN (
				SELECT document FROM texts WHERE state = 'pending' AND not_before <= ? AND lease_until <= ?
				ORDER BY not_before, document LIMIT ?`+tx.skipLocked()+`)
			RETURNING document, source, refs, attempts, error, created`,
			[]any{holder, now.Add(lease), now, now, limit}, func(scan scanner) error {
				var t Text
				err := scan(&t.Document, &t.Source, object{&t.Refs}, &t.Attempts, &t.Error, instant{&t.Created})
				out = append(out, t)
				return err
			})
	})
	if err != nil {
		return nil, fmt.Errorf("claiming transcripts: %w", err)
	}
	return out, nil
}

func (r Reads) textDue(ctx context.Context, now time.Time) (time.Time, error) {
	var due time.Time
	err := r.each(ctx, `SELECT not_before FROM texts WHERE state = 'pending' AND lease_until <= ? ORDER BY not_before, document LIMIT 1`,
		[]any{now}, func(scan scanner) error { return scan(instant{&due}) })
	return due, err
}

// FinishText ends a request. With a reason it is kept as given up, for doctor to show.
func (tx *Tx) FinishText(ctx context.Context, document, reason string) error {
	var err error
	if reason == "" {
		_, err = tx.exec(ctx, `DELETE FROM texts WHERE document = ?`, document)
	} else {
		_, err = tx.exec(ctx, `UPDATE texts SET state = 'failed', error = ?, attempts = attempts + 1, lease_holder = '', lease_until = 0
			WHERE document = ?`, reason, document)
	}
	if err != nil {
		return fmt.Errorf("finishing the transcript of %s: %w", document, err)
	}
	return nil
}

// RetryText puts a request off after a failed try.
func (tx *Tx) RetryText(ctx context.Context, document string, at time.Time, reason string) error {
	_, err := tx.exec(ctx, `UPDATE texts SET not_before = ?, error = ?, attempts = attempts + 1, lease_holder = '', lease_until = 0
		WHERE document = ?`, at, reason, document)
	if err != nil {
		return fmt.Errorf("putting off the transcript of %s: %w", document, err)
	}
	return nil
}

// PutOffText puts a request off that could not be tried.
func (tx *Tx) PutOffText(ctx context.Context, document string, at time.Time) error {
	_, err := tx.exec(ctx, `UPDATE texts SET not_before = ?, lease_holder = '', lease_until = 0 WHERE document = ?`, at, document)
	if err != nil {
		return fmt.Errorf("putting off the transcript of %s: %w", document, err)
	}
	return nil
}

// TextCounts counts the requests by state: pending, failed.
func (r Reads) TextCounts(ctx context.Context) (map[string]int, error) {
	return r.countBy(ctx, `SELECT state, COUNT(*) FROM texts WHERE state <> 'read' GROUP BY state`)
}
