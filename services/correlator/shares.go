package correlator

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/accesslog"
	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// sharesOf reads what chats and assistants fetched, and the visits to pages that nobody types.
func (c *Correlator) sharesOf(ctx context.Context, w *world) error {
	l, since := c.opts.Ledger, c.opts.Now().Add(-mostHistory)
	all, err := evidence.SiteFeeds(ctx, l, w.site)
	if err != nil {
		return err
	}
	for _, f := range all {
		if w.sessions.Direct, err = c.daysOf(ctx, w, f.SampleFeed, feeds.DeepDirectMetric); err != nil {
			return err
		}
		if len(w.sessions.Direct.Values) == 0 {
			continue
		}
		for metric, into := range map[string]*report.Daily{feeds.VisitsMetric: &w.sessions.All, feeds.DeepSearchMetric: &w.sessions.Search, feeds.DeepAIMetric: &w.sessions.AI} {
			if *into, err = c.daysOf(ctx, w, f.SampleFeed, metric); err != nil {
				return err
			}
		}
		break // one feed: they are parts of the same visits
	}
	sources, err := evidence.FetchFeeds(ctx, l, w.site)
	if err != nil {
		return err
	}
	if w.shares.Fetches, err = evidence.HourlyFetches(ctx, l, evidence.FetchFilter{Feeds: sources, Kinds: []string{string(feeds.PreviewFetch), string(feeds.AssistantFetch)}, From: since}); err != nil {
		return err
	}
	for _, f := range all {
		// A log in which no chat was seen is known too: nobody shared.
		if f.Type != accesslog.Type {
			continue
		}
		if w.shares.Days, err = c.daysOf(ctx, w, f.SampleFeed, feeds.VisitsMetric); err != nil {
			return err
		}
		if w.shares.Known = len(w.shares.Days.Values) > 0; w.shares.Known {
			return nil
		}
	}
	if len(w.shares.Fetches) > 0 { // of short links only, which are counted all the time
		w.shares.Known = true
		w.shares.Days = daysSince(w.shares.Fetches[0].Start, c.opts.Now(), w.zone)
	}
	return nil
}

func (c *Correlator) daysOf(ctx context.Context, w *world, f feeds.SampleFeed, metric string) (report.Daily, error) {
	counts, err := evidence.Counts(ctx, c.opts.Ledger, f.ID, metric, c.opts.Now().Add(-mostHistory))
	if err != nil || len(counts) == 0 {
		return report.Daily{}, err
	}
	zone, err := f.Location()
	if err != nil {
		return report.Daily{}, err
	}
	return report.Days(counts, zone, w.zone, c.opts.Now()), nil
}

// daysSince returns days that were all counted, from the first whole one on.
func daysSince(first, now time.Time, zone *time.Location) report.Daily {
	out := report.Daily{Start: dayOf(first, zone).AddDate(0, 0, 1)}
	for t := out.Start; !t.AddDate(0, 0, 1).After(now); t = t.AddDate(0, 0, 1) {
		out.Values = append(out.Values, 1)
	}
	return out
}
