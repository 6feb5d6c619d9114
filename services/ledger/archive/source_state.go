package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// TextState is the state of a recording's transcript.
type TextState string

const (
	TextRead    TextState = "read"
	TextPending TextState = "pending" // it is tried, or tried again
	TextFailed  TextState = "failed"
	TextAbsent  TextState = "absent" // none is offered
)

// TextCount is how many recordings of a source share the state of their transcript and its reason.
type TextCount struct {
	State     TextState
	Error     string // of the last attempt
	Code      string
	Params    map[string]string
	Documents int
}

// CountTexts counts the episodes and videos of a source by the state of their transcript, the most
// frequent first. Where several ways to a transcript were tried, the state is that of the one that may
// still bring it, or of the last one that failed. The page of an episode, which seldom has one, comes last.
func CountTexts(ctx context.Context, r ledger.Reader, source string) ([]TextCount, error) {
	var out []TextCount
	err := r.Each(ctx, `SELECT c.state, c.error, c.code, c.params, COUNT(*) FROM (
			SELECT CASE WHEN d.origin NOT IN ('', 'none') THEN 'read' WHEN p.state IS NULL THEN 'absent' ELSE p.state END AS state,
				CASE WHEN d.origin NOT IN ('', 'none') OR p.state IS NULL THEN '' ELSE p.error END AS error,
				CASE WHEN d.origin NOT IN ('', 'none') OR p.state IS NULL THEN '' ELSE p.code END AS code,
				CASE WHEN d.origin NOT IN ('', 'none') OR p.state IS NULL THEN '' ELSE p.params END AS params
			FROM document_sources x JOIN documents d ON d.id = x.document
			LEFT JOIN parts p ON p.document = d.id AND p.part = (SELECT q.part FROM parts q WHERE q.document = d.id AND q.brings_text = 1
				ORDER BY CASE q.part WHEN 'text' THEN 1 ELSE 0 END, CASE q.state WHEN 'pending' THEN 0 WHEN 'failed' THEN 1 ELSE 2 END, q.cost DESC LIMIT 1)
			WHERE x.source = ? AND d.kind IN ('podcast', 'video')) AS c
		GROUP BY c.state, c.error, c.code, c.params ORDER BY COUNT(*) DESC, c.state, c.error`, []any{source}, func(scan query.Scan) error {
		var c TextCount
		err := scan(&c.State, &c.Error, &c.Code, query.JSON(&c.Params), &c.Documents)
		if c.State == "settled" {
			c.State = TextFailed // it was read once, and the text is gone
		}
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("counting the transcripts of source %s: %w", source, err)
	}
	return out, nil
}

// SourceWork is what is still to be done for a source.
type SourceWork struct {
	Reading    bool // it is being read, or is due
	Parts      int  // parts of its documents that have not been tried yet, without those that take minutes
	Undetected int  // documents in which names have not been looked for yet
}

// Done reports whether nothing is left.
func (w SourceWork) Done() bool { return w == SourceWork{} }

// WorkOf returns what is still to be done for a source.
func WorkOf(ctx context.Context, r ledger.Reader, source string, now time.Time) (SourceWork, error) {
	var w SourceWork
	var reading int
	err := r.Row(ctx, `SELECT
			(SELECT COUNT(*) FROM polls WHERE subject_kind = 'source' AND subject = ? AND active = 1 AND (lease_until > ? OR due <= ?)),
			(SELECT COUNT(*) FROM parts p JOIN document_sources x ON x.document = p.document
				WHERE x.source = ? AND p.state = 'pending' AND p.attempts = 0 AND p.cost < ?),
			(SELECT COUNT(*) FROM documents d JOIN document_sources x ON x.document = d.id
				WHERE x.source = ? AND d.detected_revision <> d.revision AND d.corrupt = ''
					AND d.id NOT IN (SELECT id FROM quarantine WHERE kind = ? AND held = 1))`,
		[]any{source, now, now, source, SlowCost, source, Detection}, &reading, &w.Parts, &w.Undetected)
	if err != nil {
		return w, fmt.Errorf("looking at the work of source %s: %w", source, err)
	}
	w.Reading = reading > 0
	return w, nil
}

// SourceDocuments lists the documents of a source without their texts, the newest first, and returns the
// cursor of the next page, empty on the last.
func SourceDocuments(ctx context.Context, r ledger.Reader, source string, page ledger.Page) ([]DocumentMeta, string, error) {
	var w query.Where
	w.Add("d.id IN (SELECT document FROM document_sources WHERE source = ?)", source)
	pos, after, err := page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.Add("(d.published, d.id) < (?, ?)", pos.At, pos.ID)
	}
	limit := page.Size()
	w.Args = append(w.Args, limit+1)
	docs, err := selectDocuments(ctx, r, w, " ORDER BY d.published DESC, d.id DESC LIMIT ?", false)
	if err != nil {
		return nil, "", fmt.Errorf("listing the documents of source %s: %w", source, err)
	}
	docs, next := ledger.CutPage(docs, limit, func(d DocumentMeta) ledger.Position { return ledger.PositionAt(query.Micros(d.Published), d.ID) })
	return docs, next, nil
}

// HasText reports whether a document has the words of its recording, or an article its own.
func (d *DocumentMeta) HasText() bool { return d.Origin != feeds.None && d.Origin != "" }
