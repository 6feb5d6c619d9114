package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// SlowCost is the cost from which a part takes minutes of computing, as speech recognition does, and may wait
// for days.
const SlowCost = 100

// PartRequest asks for one part of a document. Of the parts that bring a text, an expensive
// one waits until all cheaper ones have been tried.
type PartRequest struct {
	Document   string
	Part       feeds.Part
	Source     string
	Cost       int
	BringsText bool
	Priority   int // higher ones are claimed first
	Offers     []feeds.Offer

	Attempts int // attempts so far
	Error    string
	File     feeds.Offer     // that it was read from, once it was
	Work     json.RawMessage // what the last attempt saved of its work
	Created  time.Time
}

const putPart = `INSERT INTO parts (document, part, source, cost, brings_text, priority, offers, state, not_before, attempts, error, created)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?) ON CONFLICT (document, part) DO UPDATE SET source = excluded.source, cost = excluded.cost, priority = excluded.priority,
		offers = excluded.offers, state = excluded.state, not_before = excluded.not_before, attempts = 0, error = '', code = '', params = '', work = '', progress = 0,
		lease_until = CASE WHEN excluded.state = 'pending' THEN parts.lease_until ELSE 0 END`

func requestPart(ctx context.Context, tx *ledger.Tx, p PartRequest, state string, at time.Time, only string) error {
	_, err := tx.Exec(ctx, putPart+only, p.Document, string(p.Part), p.Source, p.Cost, p.BringsText, p.Priority, query.AsJSON(withoutPart(p.Offers)), state, at, tx.Now())
	if err != nil {
		return fmt.Errorf("enqueueing the %s of %s: %w", p.Part, p.Document, err)
	}
	return nil
}

// withoutPart returns the offers without their part, which the row has in a column.
func withoutPart(offers []feeds.Offer) []feeds.Offer {
	out := slices.Clone(offers)
	for i := range out {
		out[i].Part = ""
	}
	return out
}

// EnqueuePart asks for a part to be filled at that time. Asking again renews the request, also
// one that has failed.
func EnqueuePart(ctx context.Context, tx *ledger.Tx, p PartRequest, at time.Time) error {
	return requestPart(ctx, tx, p, "pending", at, "")
}

// EnqueuePartIfChanged is [EnqueuePart] for a document that was stored before. It renews a
// request only if other files are offered than the request has.
func EnqueuePartIfChanged(ctx context.Context, tx *ledger.Tx, p PartRequest, at time.Time) error {
	return requestPart(ctx, tx, p, "pending", at, ` WHERE parts.offers <> excluded.offers`)
}

// SettlePart ends a request that brought something, and keeps its offers: a later offer may be
// better. See [SettledParts].
func SettlePart(ctx context.Context, tx *ledger.Tx, p PartRequest) error {
	return requestPart(ctx, tx, p, "settled", time.Time{}, "")
}

// RecordPart keeps the offers of a part that was filled without a request, so that a later offer is
// noticed. A request that exists is left as it is.
func RecordPart(ctx context.Context, tx *ledger.Tx, p PartRequest) error {
	_, err := tx.Exec(ctx, `INSERT INTO parts (document, part, source, cost, brings_text, offers, state, not_before, attempts, error, created, file)
		VALUES (?, ?, ?, ?, ?, ?, 'settled', 0, 0, '', ?, ?) ON CONFLICT (document, part) DO NOTHING`,
		p.Document, string(p.Part), p.Source, p.Cost, p.BringsText, query.AsJSON(withoutPart(p.Offers)), tx.Now(), fileJSON(p.File))
	if err != nil {
		return fmt.Errorf("recording the %s of %s: %w", p.Part, p.Document, err)
	}
	return nil
}

// fileJSON returns an offer as it is stored; nothing for none.
func fileJSON(o feeds.Offer) any {
	if o.URL == "" {
		return ""
	}
	o.Part = ""
	return query.AsJSON(o)
}

// SetPartFile records which file a part was read from.
func SetPartFile(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, file feeds.Offer) error {
	return updatePart(ctx, tx, document, part, "recording the file of", `UPDATE parts SET file = ?`, fileJSON(file))
}

// SettledParts returns the offers of those of the documents for which this part is settled.
func SettledParts(ctx context.Context, r ledger.Reader, part feeds.Part, documents []string) (map[string][]feeds.Offer, error) {
	out := map[string][]feeds.Offer{}
	for some := range query.Chunks(documents) {
		list, args := query.In(some)
		err := r.Each(ctx, `SELECT document, offers FROM parts WHERE state = 'settled' AND part = ? AND document IN `+list, append([]any{string(part)}, args...), func(scan query.Scan) error {
			var document string
			offers := []feeds.Offer{}
			err := scan(&document, query.JSON(&offers))
			out[document] = offersOf(offers, part)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("listing settled parts: %w", err)
		}
	}
	return out, nil
}

// dueParts selects requests that can be claimed. One that brings a text waits while the same
// document has a cheaper one that has not been tried yet: most documents get their text from a
// file that costs nothing, and never need speech recognition.
const dueParts = ` FROM parts p WHERE p.state = 'pending' AND p.not_before <= ? AND p.lease_until <= ? AND p.part IN %s
	AND NOT EXISTS (SELECT 1 FROM parts c WHERE c.document = p.document AND c.state = 'pending' AND c.attempts = 0
		AND c.brings_text = 1 AND p.brings_text = 1 AND c.cost < p.cost) ORDER BY p.priority DESC, p.not_before, p.document, p.part LIMIT ?`

// ClaimParts leases requests that are due, by priority and then the longest due first, for parts that this process
// can fill. A claim is one UPDATE, so two processes never get the same row; see
// [ledger.Tx.SkipLocked].
func ClaimParts(ctx context.Context, l *ledger.Ledger, parts []feeds.Part, now time.Time, limit int, holder string, lease time.Duration) ([]PartRequest, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	list, args := query.In(query.Strings(parts))
	due, args := fmt.Sprintf(dueParts, list), slices.Concat([]any{now, now}, args, []any{limit})
	waiting, err := l.Column(ctx, `SELECT p.document`+due, args...)
	if err != nil || len(waiting) == 0 {
		return nil, err // mostly nothing is due: then no write is needed
	}
	var out []PartRequest
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		out = out[:0]
		return tx.Each(ctx, `UPDATE parts SET lease_holder = ?, lease_until = ? WHERE (document, part) IN (SELECT p.document, p.part`+due+tx.SkipLocked()+`)
			RETURNING document, part, source, cost, brings_text, priority, offers, attempts, error, work, created`,
			append([]any{holder, now.Add(lease)}, args...), func(scan query.Scan) error {
				var p PartRequest
				err := scan(&p.Document, &p.Part, &p.Source, &p.Cost, query.Flag(&p.BringsText), &p.Priority, query.JSON(&p.Offers), &p.Attempts, &p.Error, query.Raw(&p.Work), query.Time(&p.Created))
				p.Offers = offersOf(p.Offers, p.Part)
				out = append(out, p)
				return err
			})
	})
	if err != nil {
		return nil, fmt.Errorf("claiming parts: %w", err)
	}
	return out, nil
}

// chapterType marked files with chapters when a document had one list of all its files.
const chapterType = "application/json+chapters"

// offersOf sets the part of the offers of a row. Rows from before there were parts may also
// hold files of the other part; those are dropped.
func offersOf(offers []feeds.Offer, part feeds.Part) []feeds.Offer {
	offers = slices.DeleteFunc(offers, func(o feeds.Offer) bool { return (o.Type == chapterType) != (part == feeds.PartChapters) })
	for i := range offers {
		offers[i].Part = part
	}
	return offers
}

// FinishPart ends a request that brought everything.
func FinishPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part) error {
	return updatePart(ctx, tx, document, part, "finishing", `DELETE FROM parts`)
}

// FailPart ends a request that failed for good, and keeps it for the command doctor to show.
func FailPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, missed error) error {
	reason, code, params := why(missed)
	return updatePart(ctx, tx, document, part, "failing", `UPDATE parts SET state = 'failed', error = ?, code = ?, params = ?, attempts = attempts + 1, lease_holder = '', lease_until = 0`, reason, code, params)
}

// why returns the sentence, the code and the parameters of an error as they are stored.
func why(missed error) (reason, code string, params any) {
	if missed == nil {
		return "", "", ""
	}
	code, values := feeds.CodeOf(missed)
	if len(values) == 0 {
		return feeds.Explain(missed), code, ""
	}
	return feeds.Explain(missed), code, query.AsJSON(values)
}

// RetryPart schedules a request again after a failed attempt.
func RetryPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, at time.Time, missed error) error {
	reason, code, params := why(missed)
	return updatePart(ctx, tx, document, part, "deferring", `UPDATE parts SET not_before = ?, error = ?, code = ?, params = ?, attempts = attempts + 1, lease_holder = '', lease_until = 0`, at, reason, code, params)
}

// DeferPart puts a request off that could not be tried. Without a reason it keeps that of its last attempt.
func DeferPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, at time.Time, missed error) error {
	if missed != nil {
		reason, code, params := why(missed)
		return updatePart(ctx, tx, document, part, "deferring", `UPDATE parts SET not_before = ?, error = ?, code = ?, params = ?, lease_holder = '', lease_until = 0`, at, reason, code, params)
	}
	return updatePart(ctx, tx, document, part, "deferring", `UPDATE parts SET not_before = ?, lease_holder = '', lease_until = 0`, at)
}

// SavePartWork saves what an attempt has done so far, so that the next one continues there.
func SavePartWork(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, work json.RawMessage, progress float64) error {
	return updatePart(ctx, tx, document, part, "saving work on", `UPDATE parts SET work = ?, progress = ?`, string(work), progress)
}

func updatePart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, doing, statement string, args ...any) error {
	_, err := tx.Exec(ctx, statement+` WHERE document = ? AND part = ?`, append(args, document, string(part))...)
	if err != nil {
		return fmt.Errorf("%s the %s of %s: %w", doing, part, document, err)
	}
	return nil
}

// CancelDearerParts ends the requests for texts of a document that cost more: it has a text
// now.
func CancelDearerParts(ctx context.Context, tx *ledger.Tx, document string, cost int) error {
	_, err := tx.Exec(ctx, `DELETE FROM parts WHERE document = ? AND brings_text = 1 AND cost > ?`, document, cost)
	if err != nil {
		return fmt.Errorf("cancelling costlier parts of %s: %w", document, err)
	}
	return nil
}

// PartCounts returns the number of requests by state: pending, failed. That the page of an episode shows no transcript
// is no failure: most don't.
func PartCounts(ctx context.Context, r ledger.Reader) (map[string]int, error) {
	return ledger.CountBy(ctx, r, `SELECT state, COUNT(*) FROM parts WHERE state NOT IN ('settled', 'absent') AND (state <> 'failed' OR part <> 'text') GROUP BY state`)
}

// CountPending returns how many documents wait for a part.
func CountPending(ctx context.Context, r ledger.Reader, part feeds.Part) (int, error) {
	n := 0
	if err := r.Row(ctx, `SELECT COUNT(*) FROM parts WHERE part = ? AND state = 'pending'`, []any{string(part)}, &n); err != nil {
		return 0, fmt.Errorf("counting what waits for %s: %w", part, err)
	}
	return n, nil
}

// PartWanted reports whether there is a request for a part.
func PartWanted(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part) (bool, error) {
	n := 0
	err := tx.Row(ctx, `SELECT COUNT(*) FROM parts WHERE document = ? AND part = ?`, []any{document, string(part)}, &n)
	return n > 0, err
}
