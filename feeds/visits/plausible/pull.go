package plausible

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

// pull is one read of some days.
type pull struct {
	*Reader
	feed     feeds.SampleFeed
	settings Settings
	zone     *time.Location
	from, to time.Time // midnights
	now      time.Time
	began    bool // a visit was seen, in this read or before

	counts   map[feeds.SampleKey]float64
	warnings []feeds.Warning
}

func (p *pull) read(ctx context.Context) (feeds.SampleBatch, error) {
	p.counts = map[feeds.SampleKey]float64{}
	imported, err := p.hours(ctx)
	if err != nil {
		return feeds.SampleBatch{}, err
	}
	if imported {
		if err := p.importedDays(ctx); err != nil {
			return feeds.SampleBatch{}, err
		}
	}
	if !p.began && len(p.counts) == 0 {
		return feeds.SampleBatch{Warnings: p.warnings}, nil // nothing was ever counted, so this is not a zero
	}
	if p.settings.Countries {
		if err := p.countries(ctx); err != nil {
			return feeds.SampleBatch{}, err
		}
	}
	if len(p.counts) == 0 {
		ok, err := p.nothing(ctx)
		if err != nil || !ok {
			return feeds.SampleBatch{Warnings: append(p.warnings, feeds.Warn("visits_none_yet", "{system} has no numbers for these days yet; they are read again.", "system", "Plausible"))}, err
		}
	}
	p.zeros()
	p.began = true
	return feeds.SampleBatch{From: p.from.UTC(), To: p.to.UTC(), Samples: p.samples(), Warnings: p.warnings}, nil
}

// hours reads hours, and reports whether some days are missing because they were imported.
func (p *pull) hours(ctx context.Context) (imported bool, err error) {
	first, err := p.count(ctx, feeds.HourSpan, p.dates(), nil)
	if err != nil {
		return false, err
	}
	return first.Meta.SkipReason == "unsupported_interval", p.repeatedHours(ctx)
}

// repeatedHours reads the two hours that have the same name when the clocks go back. Plausible
// gives both the same label, so each is requested by itself.
func (p *pull) repeatedHours(ctx context.Context) error {
	for t := p.from; t.Before(p.to); t = t.Add(time.Hour) {
		wall := table.Wall(t, p.zone).Truncate(time.Hour)
		both := table.Instants(wall, p.zone)
		if len(both) < 2 || !t.Equal(both[0]) {
			continue
		}
		for k := range p.counts {
			if k.Start == both[0].Unix() || k.Start == both[1].Unix() {
				delete(p.counts, k)
			}
		}
		for _, at := range both {
			if at.After(p.now) {
				continue
			}
			dates := [2]string{at.In(p.zone).Format(time.RFC3339), at.Add(time.Hour - time.Second).In(p.zone).Format(time.RFC3339)}
			if _, err := p.count(ctx, "", dates, &at); err != nil {
				return err
			}
		}
	}
	return nil
}

// count requests the numbers of some dates, split by span and as the settings say. With at set,
// everything belongs to the hour that begins then.
func (p *pull) count(ctx context.Context, span feeds.Span, dates [2]string, at *time.Time) (answer, error) {
	q := query{Site: p.settings.Site, Metrics: metrics, Dates: dates, Dimensions: []string{}}
	if span != "" {
		q.Dimensions = append(q.Dimensions, "time:"+string(span))
	}
	if p.settings.channels() {
		q.Dimensions = append(q.Dimensions, "visit:channel")
	}
	all, err := p.ask(ctx, p.feed, q)
	if err != nil {
		return all, err
	}
	if !p.settings.Landing {
		return all, p.add(all, span, at, "", 1)
	}
	// Splitting by page would return a row per page and hour. Instead the home page is requested
	// by itself and subtracted from the total.
	q.Filters = []any{[]any{"is", "visit:entry_page", p.settings.home()}}
	home, err := p.ask(ctx, p.feed, q)
	if err != nil {
		return all, err
	}
	for _, part := range []struct {
		of      answer
		landing feeds.Landing
		sign    float64
	}{{all, feeds.DeepLanding, 1}, {home, feeds.DeepLanding, -1}, {home, feeds.HomeLanding, 1}} {
		if err := p.add(part.of, span, at, part.landing, part.sign); err != nil {
			return all, err
		}
	}
	return all, nil
}

// add adds the rows of an answer to the counts.
func (p *pull) add(a answer, span feeds.Span, at *time.Time, landing feeds.Landing, sign float64) error {
	if err := p.clocks(a); err != nil {
		return err
	}
	for _, r := range *a.Results {
		if !slices.ContainsFunc(r.Metrics, func(n *float64) bool { return n != nil && *n > 0 }) {
			continue // see [pull.zeros]
		}
		key := feeds.SampleKey{Span: cmp.Or(span, feeds.HourSpan), Landing: landing}
		labels := r.Dimensions
		if at != nil {
			key.Start = at.Unix()
		} else {
			start, ok := begin(labels[0], span, p.zone)
			if !ok {
				return p.unreadable(p.feed, nil, fmt.Errorf("%q is no %s", table.Clip(labels[0]), span))
			}
			if start.Before(p.from) || !start.Before(p.to) {
				continue
			}
			key.Start, labels = start.Unix(), labels[1:]
		}
		if len(labels) > 0 {
			key.Channel = feeds.ChannelName(labels[0])
		}
		for i, n := range r.Metrics {
			if n != nil {
				key.Metric = metrics[i]
				p.counts[key] = max(0, p.counts[key]+sign*(*n))
			}
		}
	}
	return nil
}

// begin returns the time that the label of an hour or a day stands for. A label of two hours is
// the first of them: see [pull.repeatedHours]. A label of an hour that the change to summer time
// skips is an error of Plausible's and counts for the hour after it.
func begin(label string, span feeds.Span, zone *time.Location) (time.Time, bool) {
	if span == feeds.DaySpan {
		t, err := time.ParseInLocation(day, label[:min(len(label), len(day))], zone)
		return t, err == nil
	}
	wall, err := time.Parse(time.DateTime, label)
	if err != nil {
		return time.Time{}, false
	}
	if at := table.Instants(wall, zone); len(at) > 0 {
		return at[0], true
	}
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone), true
}

// clocks checks that Plausible uses the feed's time zone. Labels have no offset, but the date range
// in the answer has.
func (p *pull) clocks(a answer) error {
	for _, end := range a.Query.Dates {
		t, err := time.Parse(time.RFC3339, end)
		if err != nil {
			return p.unreadable(p.feed, nil, err)
		}
		_, theirs := t.Zone()
		if _, ours := t.In(p.zone).Zone(); theirs != ours {
			return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: host(p.feed),
				Code: "visits_zone_differs", Params: map[string]string{"zone": p.zone.String(), "day": t.Format(day), "offset": t.Format("-07:00")},
				Reason: fmt.Sprintf("Plausible counts this site in another time zone than %s: on %s its offset is %s", p.zone, t.Format(day), t.Format("-07:00")),
				Help:   "Give the feed the time zone that the site has in Plausible."}
		}
	}
	return nil
}

// nothing reports whether Plausible counted the whole time and found no visits.
func (p *pull) nothing(ctx context.Context) (bool, error) {
	a, err := p.ask(ctx, p.feed, query{Site: p.settings.Site, Metrics: metrics, Dates: p.dates(), Dimensions: []string{}})
	if err != nil {
		return false, err
	}
	rows := *a.Results
	return len(rows) == 1 && rows[0].Metrics[0] != nil && *rows[0].Metrics[0] == 0, nil
}

func (p *pull) dates() [2]string {
	return [2]string{p.from.Format(day), p.to.AddDate(0, 0, -1).Format(day)}
}
