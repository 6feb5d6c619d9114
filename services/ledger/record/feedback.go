package record

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Feedback returns how many mentions of each brand, by its id, people confirmed and dismissed. A
// mention counts as dismissed too if only hits of the brand's own name were dismissed in it.
// Copies in one cluster count once.
// An empty workspace means all.
func Feedback(ctx context.Context, r ledger.Reader, workspace string) (map[string]detect.Feedback, error) {
	var w query.Where
	w.Any("state", []string{string(index.Confirmed), string(index.Dismissed)})
	if workspace != "" {
		w.Add("workspace = ?", workspace)
	}
	out := map[string]detect.Feedback{}
	err := r.Each(ctx, `SELECT brand, state, COUNT(DISTINCT workspace || ' ' || cluster) FROM mentions`+w.String()+` GROUP BY brand, state`, w.Args, func(scan query.Scan) error {
		var brand, state string
		var n int
		if err := scan(&brand, &state, &n); err != nil {
			return err
		}
		f := out[brand]
		if index.State(state) == index.Confirmed {
			f.Confirmed = n
		} else {
			f.Dismissed = n
		}
		out[brand] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting judgements: %w", err)
	}
	var named query.Where
	named.Add("is_name = 1")
	named.Add("mention NOT IN (SELECT id FROM mentions WHERE state = ?)", string(index.Dismissed))
	if workspace != "" {
		named.Add("workspace = ?", workspace)
	}
	err = r.Each(ctx, `SELECT brand, COUNT(DISTINCT mention) FROM dismissed_hits`+named.String()+` GROUP BY brand`, named.Args, func(scan query.Scan) error {
		var brand string
		var n int
		if err := scan(&brand, &n); err != nil {
			return err
		}
		f := out[brand]
		f.Dismissed += n
		out[brand] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting dismissed names: %w", err)
	}
	return out, nil
}

// TouchBrands raises the revision of the set of brands after a judgement, so that detectors
// reload: judgements change the scores of unsure hits.
func TouchBrands(ctx context.Context, tx *ledger.Tx) error {
	_, err := tx.Bump(ctx, brandsCounter, 1)
	return err
}
