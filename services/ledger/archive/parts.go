package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// PartRequest asks for one part of a document. Of parts that bring a text, a dearer one
// waits until those that cost less have been tried.
type PartRequest struct {
	Document   string
	Part       feeds.Part
	Source     string
	Cost       int
	BringsText bool
	Offers     []feeds.Offer

	Attempts int // tries so far
	Error    string
	Work     json.RawMessage // what the last try saved of its work
	Created  time.Time
}

const putPart = `INSERT INTO parts (document, part, source, cost, brings_text, offers, state, not_before, attempts, error, created)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?) ON CONFLICT (document, part) DO UPDATE SET source = excluded.source, cost = excluded.cost,
		offers = excluded.offers, state = excluded.state, not_before = excluded.not_before, attempts = 0, error = '', work = '', progress = 0,
		lease_until = CASE WHEN excluded.state = 'pending' THEN parts.lease_until ELSE 0 END`

func requestPart(ctx context.Context, tx *ledger.Tx, p PartRequest, state string, at time.Time, only string) error {
	_, err := tx.Exec(ctx, putPart+only, p.Document, string(p.Part), p.Source, p.Cost, p.BringsText, query.AsJSON(withoutPart(p.Offers)), state, at, tx.Now())
	if err != nil {
		return fmt.Errorf("queueing the %s of %s: %w", p.Part, p.Document, err)
	}
	return nil
}

// withoutPart leaves out what the row's part says already.
func withoutPart(offers []feeds.Offer) []feeds.Offer {
	out := slices.Clone(offers)
	for i := range out {
		out[i].Part = ""
	}
	return out
}

// EnqueuePart asks for a part to be filled at that time. Asking again renews a request,
// also one that was given up.
func EnqueuePart(ctx context.Context, tx *ledger.Tx, p PartRequest, at time.Time) error {
	return requestPart(ctx, tx, p, "pending", at, "")
}

// EnqueuePartIfChanged is [Tx.EnqueuePart] for a document that was there before: it asks
// again only where other files are offered than those asked for already, or given up.
func EnqueuePartIfChanged(ctx context.Context, tx *ledger.Tx, p PartRequest, at time.Time) error {
	return requestPart(ctx, tx, p, "pending", at, ` WHERE parts.offers <> excluded.offers`)
}

// SettlePart ends a request that brought something, and keeps what was offered: another
// offer may be better. See [Reads.SettledParts].
func SettlePart(ctx context.Context, tx *ledger.Tx, p PartRequest) error {
	return requestPart(ctx, tx, p, "settled", time.Time{}, "")
}

// SettledParts returns those of the documents for which this part is settled.
func SettledParts(ctx context.Context, r ledger.Reader, part feeds.Part, documents []string) (map[string]bool, error) {
	out := map[string]bool{}
	for some := range query.Chunks(documents) {
		list, args := query.In(some)
		found, err := r.Column(ctx, `SELECT document FROM parts WHERE state = 'settled' AND part = ? AND document IN `+list, append([]any{string(part)}, args...)...)
		if err != nil {
			return nil, fmt.Errorf("looking for settled parts: %w", err)
		}
		for _, d := range found {
			out[d] = true
		}
	}
	return out, nil
}

// dueParts are those that can be claimed: one that brings a text waits for cheaper ones that
// nobody has tried yet.
const dueParts = ` FROM parts p WHERE p.state = 'pending' AND p.not_before <= ? AND p.lease_until <= ? AND p.part IN %s
	AND NOT EXISTS (SELECT 1 FROM parts c WHERE c.document = p.document AND c.state = 'pending' AND c.attempts = 0
		AND c.brings_text = 1 AND p.brings_text = 1 AND c.cost < p.cost) ORDER BY p.not_before, p.document, p.part LIMIT ?`

// ClaimParts leases parts that are due, the longest due first, of those that this process
// can fill.
func ClaimParts(ctx context.Context, l *ledger.Ledger, parts []feeds.Part, now time.Time, limit int, holder string, lease time.Duration) ([]PartRequest, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	list, args := query.In(query.Strings(parts))
	due, args := fmt.Sprintf(dueParts, list), slices.Concat([]any{now, now}, args, []any{limit})
	waiting, err := l.Column(ctx, `SELECT p.document`+due, args...)
	if err != nil || len(waiting) == 0 {
		return nil, err // most often nothing is due: then the ledger's writer is left alone
	}
	var out []PartRequest
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		out = out[:0]
		return tx.Each(ctx, `UPDATE parts SET lease_holder = ?, lease_until = ? WHERE (document, part) IN (SELECT p.document, p.part`+due+tx.SkipLocked()+`)
			RETURNING document, part, source, cost, brings_text, offers, attempts, error, work, created`,
			append([]any{holder, now.Add(lease)}, args...), func(scan query.Scan) error {
				var p PartRequest
				err := scan(&p.Document, &p.Part, &p.Source, &p.Cost, query.Flag(&p.BringsText), query.JSON(&p.Offers), &p.Attempts, &p.Error, query.Raw(&p.Work), query.Time(&p.Created))
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

// chapterType is what chapter files were known by when one list held all of a document's files.
const chapterType = "application/json+chapters"

// offersOf says which part the offers of a row are of. Rows from before there were parts may
// hold those of another one too.
func offersOf(offers []feeds.Offer, part feeds.Part) []feeds.Offer {
	offers = slices.DeleteFunc(offers, func(o feeds.Offer) bool { return (o.Type == chapterType) != (part == feeds.PartChapters) })
	for i := range offers {
		offers[i].Part = part
	}
	return offers
}

// FinishPart ends a request that brought all there is.
func FinishPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part) error {
	return updatePart(ctx, tx, document, part, "finishing", `DELETE FROM parts`)
}

// FailPart ends a request that is given up, and keeps it for doctor to show.
func FailPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, reason string) error {
	return updatePart(ctx, tx, document, part, "giving up", `UPDATE parts SET state = 'failed', error = ?, attempts = attempts + 1, lease_holder = '', lease_until = 0`, reason)
}

// RetryPart puts a request off after a failed try.
func RetryPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, at time.Time, reason string) error {
	return updatePart(ctx, tx, document, part, "putting off", `UPDATE parts SET not_before = ?, error = ?, attempts = attempts + 1, lease_holder = '', lease_until = 0`, at, reason)
}

// DeferPart puts a request off that could not be tried.
func DeferPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part, at time.Time) error {
	return updatePart(ctx, tx, document, part, "putting off", `UPDATE parts SET not_before = ?, lease_holder = '', lease_until = 0`, at)
}

// SavePartWork keeps what a try has done so far, so that another goes on from there.
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

// CancelDearerParts ends the requests for texts of a document that cost more: it has one.
func CancelDearerParts(ctx context.Context, tx *ledger.Tx, document string, cost int) error {
	_, err := tx.Exec(ctx, `DELETE FROM parts WHERE document = ? AND brings_text = 1 AND cost > ?`, document, cost)
	if err != nil {
		return fmt.Errorf("cancelling dearer parts of %s: %w", document, err)
	}
	return nil
}

// PartCounts counts the requests by state: pending, failed.
func PartCounts(ctx context.Context, r ledger.Reader) (map[string]int, error) {
	return ledger.CountBy(ctx, r, `SELECT state, COUNT(*) FROM parts WHERE state <> 'settled' GROUP BY state`)
}

// PartWanted reports whether a part is still asked for.
func PartWanted(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part) (bool, error) {
	n := 0
	err := tx.Row(ctx, `SELECT COUNT(*) FROM parts WHERE document = ? AND part = ?`, []any{document, string(part)}, &n)
	return n > 0, err
}
