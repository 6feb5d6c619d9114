package record

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// DismissHit records that a hit of a mention is wrong. isName is set if it is the brand's name
// as the brand writes it. Doing it twice changes nothing.
func DismissHit(ctx context.Context, tx *ledger.Tx, m index.Mention, h index.Hit, isName bool) error {
	_, err := tx.Exec(ctx, `INSERT INTO dismissed_hits (mention, hit, workspace, brand, surface, is_name, data, created)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		m.ID, h.ID(), m.Workspace, m.Brand, h.Surface, isName, query.AsJSON(h), tx.Now())
	if err != nil {
		return fmt.Errorf("dismissing a hit of mention %s: %w", m.ID, err)
	}
	return nil
}

// RestoreHit takes a dismissal back.
func RestoreHit(ctx context.Context, tx *ledger.Tx, mention, hit string) error {
	n, err := tx.Exec(ctx, `DELETE FROM dismissed_hits WHERE mention = ? AND hit = ?`, mention, hit)
	return ledger.OneRow(n, err, "restoring hit "+hit)
}

// DismissedHits returns the dismissed hits of a mention, in the order of their dismissal.
func DismissedHits(ctx context.Context, r ledger.Reader, mention string) ([]index.Hit, error) {
	var out []index.Hit
	err := r.Each(ctx, `SELECT data FROM dismissed_hits WHERE mention = ? ORDER BY created, hit`, []any{mention}, func(scan query.Scan) error {
		var h index.Hit
		err := scan(query.JSON(&h))
		out = append(out, h)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the dismissed hits of mention %s: %w", mention, err)
	}
	return out, nil
}

// DismissedIn returns the ids of the dismissed hits in a document, by mention.
func DismissedIn(ctx context.Context, r ledger.Reader, document string) (map[string]map[string]bool, error) {
	out := map[string]map[string]bool{}
	err := r.Each(ctx, `SELECT h.mention, h.hit FROM mentions m JOIN dismissed_hits h ON h.mention = m.id WHERE m.document = ?`, []any{document}, func(scan query.Scan) error {
		var mention, hit string
		if err := scan(&mention, &hit); err != nil {
			return err
		}
		if out[mention] == nil {
			out[mention] = map[string]bool{}
		}
		out[mention][hit] = true
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the dismissed hits in document %s: %w", document, err)
	}
	return out, nil
}

// DismissedWords counts the dismissed hits of each brand by what was written there, leaving out
// the brand's name itself. An empty workspace means all.
func DismissedWords(ctx context.Context, r ledger.Reader, workspace string) (map[string]map[string]int, error) {
	var w query.Where
	w.Add("is_name = 0")
	if workspace != "" {
		w.Add("workspace = ?", workspace)
	}
	out := map[string]map[string]int{}
	err := r.Each(ctx, `SELECT brand, surface, COUNT(*) FROM dismissed_hits`+w.String()+` GROUP BY brand, surface`, w.Args, func(scan query.Scan) error {
		var brand, surface string
		var n int
		if err := scan(&brand, &surface, &n); err != nil {
			return err
		}
		if out[brand] == nil {
			out[brand] = map[string]int{}
		}
		out[brand][surface] += n
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting dismissed hits: %w", err)
	}
	return out, nil
}
