package correlator

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// directOf returns what people who became leads say about the mentions of a site, and how often links to them were followed, by
// cluster. Linked is whether there are links at all.
func (c *Correlator) directOf(ctx context.Context, w *world) (direct map[string]report.Direct, linked bool, err error) {
	published := map[string]record.Material{}
	for _, m := range w.mentions {
		if before, ok := published[m.Cluster]; !ok || m.Published.Before(before.Published) {
			published[m.Cluster] = m
		}
	}
	if direct, err = c.saidOf(ctx, w, published); err != nil {
		return nil, false, err
	}
	clicks, linked, err := c.clicksOf(ctx, w, published)
	if err != nil {
		return nil, false, err
	}
	for cluster, n := range clicks {
		d := direct[cluster]
		d.Add(n)
		direct[cluster] = d
	}
	return direct, linked, nil
}

// saidOf returns what leads say.
func (c *Correlator) saidOf(ctx context.Context, w *world, published map[string]record.Material) (map[string]report.Direct, error) {
	leads, err := evidence.MatchedLeads(ctx, c.opts.Ledger, w.site, c.opts.Now().Add(-mostHistory))
	if err != nil || len(leads) == 0 {
		return map[string]report.Direct{}, err
	}
	var ids []string
	for _, l := range leads {
		ids = append(ids, l.Candidates...)
		if l.Mention != "" {
			ids = append(ids, l.Mention)
		}
	}
	clusters, err := record.ClustersOf(ctx, c.opts.Ledger, ids)
	if err != nil {
		return nil, err
	}
	return countDirect(leads, clusters, published, w.zone), nil
}

// countDirect counts people by cluster: each once, with the most precise of what they said.
func countDirect(leads []evidence.MatchedLead, clusters map[string]string, published map[string]record.Material, zone *time.Location) map[string]report.Direct {
	type said struct{ rank, window int } // rank 1 is named, 2 the show, 3 the channel
	people := map[[2]string]said{}
	for _, l := range leads {
		who := l.Person
		if who == "" {
			who = "lead " + l.Lead
		}
		rank, ids := 3, l.Candidates
		switch l.Tier {
		case evidence.NamedTier:
			rank, ids = 1, []string{l.Mention}
		case evidence.ShowTier:
			rank = 2
		}
		for _, id := range ids {
			m, ok := published[clusters[id]]
			if !ok || l.Time.Before(dayOf(m.Published, zone)) || l.Time.After(m.Published.AddDate(0, 0, report.SelfReportDays)) {
				continue
			}
			window := 0
			if l.Time.Before(dayOf(m.Published, zone).AddDate(0, 0, impact.Window(string(m.Kind)))) {
				window = 1
			}
			key := [2]string{m.Cluster, who}
			if before, twice := people[key]; twice && (before.rank < rank || before.rank == rank && before.window >= window) {
				continue
			}
			people[key] = said{rank, window}
		}
	}
	out := map[string]report.Direct{}
	for key, s := range people {
		d := out[key[0]]
		switch s.rank {
		case 1:
			d.Named++
			d.InWindow += s.window
		case 2:
			d.Show++
		default:
			d.Channel++
		}
		out[key[0]] = d
	}
	return out
}

// dayOf returns the midnight before a time.
func dayOf(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}
