package correlator

import (
	"context"

	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// eventsOf returns the known events of a site: its annotations and the public holidays of its
// countries.
func (c *Correlator) eventsOf(ctx context.Context, w *world) ([]report.Event, error) {
	list, err := evidence.AnnotationsOf(ctx, c.opts.Ledger, w.site)
	if err != nil {
		return nil, err
	}
	var out []report.Event
	if len(w.visits.Values) > 0 {
		out = holidays(w.site.Holidays, w.visits.Start.AddDate(0, 0, -1), w.visits.End().AddDate(0, 0, 1))
	}
	for _, a := range list {
		out = append(out, report.Event{
			ReportEvent: evidence.ReportEvent{Name: a.Name, Kind: a.Kind, From: a.From, To: a.To},
			NotCounted:  a.Counting == evidence.NotCounted,
		})
	}
	return out, nil
}
