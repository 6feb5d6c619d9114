package correlator

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// clicksOf returns the clicks in the windows of mentions, by cluster, and whether there are links at all.
func (c *Correlator) clicksOf(ctx context.Context, w *world, published map[string]record.Material) (map[string]report.Direct, bool, error) {
	links, err := evidence.AllLinks(ctx, c.opts.Ledger, w.site.Workspace)
	if err != nil || len(links) == 0 {
		return nil, false, err
	}
	var mentions, sources []string
	for _, l := range links {
		if l.Mention != "" {
			mentions = append(mentions, l.Mention)
		}
		if l.Source != "" {
			sources = append(sources, l.Source)
		}
	}
	clusters, err := record.ClustersOf(ctx, c.opts.Ledger, mentions)
	if err != nil {
		return nil, false, err
	}
	bySource, err := record.ClustersBySource(ctx, c.opts.Ledger, w.site.Workspace, sources)
	if err != nil {
		return nil, false, err
	}
	of, ids := map[string][]string{}, []string{}
	for _, l := range links {
		if !l.LeadsTo(w.site) {
			continue
		}
		switch {
		case l.Mention != "" && clusters[l.Mention] != "":
			of[l.ID] = []string{clusters[l.Mention]}
		case l.Source != "":
			of[l.ID] = bySource[l.Source]
		default:
			continue
		}
		ids = append(ids, l.ID)
	}
	clicks, err := evidence.ClicksOf(ctx, c.opts.Ledger, ids, c.opts.Now().Add(-mostHistory), time.Time{})
	return countClicks(of, clicks, published, w.zone), true, err
}

// countClicks counts links, each of which was made for some clusters, and the clicks in the windows of mentions. A click on the link of a show counts for the newest mention before it
// whose window it is in.
func countClicks(of map[string][]string, clicks []evidence.Clicks, published map[string]record.Material, zone *time.Location) map[string]report.Direct {
	out := map[string]report.Direct{}
	for _, l := range of {
		for _, cluster := range l {
			if _, ok := published[cluster]; ok {
				d := out[cluster]
				d.Links++
				out[cluster] = d
			}
		}
	}
	for _, c := range clicks {
		at := c.Start
		if c.Span == feeds.DaySpan {
			at = at.Add(12 * time.Hour) // a day of another time zone counts where most of it is
		}
		newest, found := "", time.Time{}
		for _, cluster := range of[c.Link] {
			m, ok := published[cluster]
			first := dayOf(m.Published, zone)
			if !ok || at.Before(first) || !at.Before(first.AddDate(0, 0, impact.Window(string(m.Kind)))) || m.Published.Before(found) {
				continue
			}
			if m.Published.Equal(found) && cluster > newest && newest != "" {
				continue // of two at the same time always the same one
			}
			newest, found = cluster, m.Published
		}
		if newest != "" {
			d := out[newest]
			d.Clicks += int(c.Value)
			out[newest] = d
		}
	}
	return out
}
