package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// PartStatus is what became of one part of a document: state is pending, settled, failed or absent.
type PartStatus struct {
	Part     feeds.Part
	State    string
	Attempts int
	Error    string // of the last attempt, one or two sentences
	Code     string // of Error: see [feeds.Fault]
	Params   map[string]string
	Offers   []feeds.Offer
	File     feeds.Offer // that it was read from
	Next     time.Time   // when a pending one is tried
	Progress float64     // of a pending one that takes long, from 0 to 1
}

// ListParts returns the parts of each of the documents.
func ListParts(ctx context.Context, r ledger.Reader, documents ...string) (map[string][]PartStatus, error) {
	out := make(map[string][]PartStatus, len(documents))
	for some := range query.Chunks(documents) {
		list, args := query.In(some)
		err := r.Each(ctx, `SELECT document, part, state, attempts, error, code, params, offers, file, not_before, progress FROM parts
			WHERE document IN `+list+` ORDER BY document, part`, args, func(scan query.Scan) error {
			var document string
			var p PartStatus
			err := scan(&document, &p.Part, &p.State, &p.Attempts, &p.Error, &p.Code, query.JSON(&p.Params), query.JSON(&p.Offers), query.JSON(&p.File), query.Time(&p.Next), &p.Progress)
			p.Offers = offersOf(p.Offers, p.Part)
			out[document] = append(out[document], p)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("listing parts: %w", err)
		}
	}
	return out, nil
}

// AskForPart makes a part due now, whatever became of it before. It returns [ledger.ErrNotFound] for a
// part that was never asked for: there is nothing to read it from.
func AskForPart(ctx context.Context, tx *ledger.Tx, document string, part feeds.Part) error {
	n, err := tx.Exec(ctx, `UPDATE parts SET state = 'pending', not_before = ?, attempts = 0 WHERE document = ? AND part = ?`, tx.Now(), document, string(part))
	return ledger.OneRow(n, err, "asking for the "+string(part)+" of "+document)
}
