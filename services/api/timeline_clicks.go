package api

import (
	"context"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// addClicks counts the clicks of each point.
func (a *API) addClicks(ctx context.Context, s series, _ []index.Brand, v *TimelineView) error {
	v.Clicks = make([]int, s.grid.Len())
	links, err := evidence.AllLinks(ctx, a.opts.Ledger, s.site.Workspace)
	if err != nil || len(links) == 0 {
		return err
	}
	ids := []string{}
	for _, l := range links {
		if l.LeadsTo(s.site) {
			ids = append(ids, l.ID)
		}
	}
	clicks, err := evidence.ClicksOf(ctx, a.opts.Ledger, ids, s.grid.From(), s.grid.To())
	if err != nil {
		return err
	}
	for _, c := range clicks {
		if i := s.grid.At(c.Start); i >= 0 {
			v.Clicks[i] += int(c.Value)
		}
	}
	return nil
}
