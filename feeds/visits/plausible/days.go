package plausible

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// more is by which factor the visits of a day may exceed the sum of its hours. The two differ a
// little, since visits that span two hours are counted differently. A day above that was imported.
const more = 1.05

// importedDays replaces hours by days where Plausible has imported visits, which have no hours.
func (p *pull) importedDays(ctx context.Context) error {
	hours := p.counts
	p.counts = map[feeds.SampleKey]float64{}
	if _, err := p.count(ctx, feeds.DaySpan, p.dates(), nil); err != nil {
		return err
	}
	days := p.counts
	p.counts = hours
	inHours, inDays := p.visits(hours), p.visits(days)
	imported := map[int64]bool{}
	for at, n := range inDays {
		if n > inHours[at]*more+1 {
			imported[at] = true
		}
	}
	for k := range hours {
		if imported[midnight(time.Unix(k.Start, 0), p.zone).Unix()] {
			delete(hours, k)
		}
	}
	for k, v := range days {
		if imported[k.Start] {
			p.counts[k] = v
		}
	}
	if len(imported) > 0 {
		p.warnings = append(p.warnings, feeds.Warn("visits_days_imported",
			"Days from {day} on that were imported into Plausible and have no hours: {n}. They are stored as days.", "day", p.from.Format(day), "n", strconv.Itoa(len(imported))))
	}
	return nil
}

// visits sums visits by the midnight of their day.
func (p *pull) visits(counts map[feeds.SampleKey]float64) map[int64]float64 {
	out := map[int64]float64{}
	for k, v := range counts {
		if k.Metric == feeds.VisitsMetric {
			out[midnight(time.Unix(k.Start, 0), p.zone).Unix()] += v
		}
	}
	return out
}

// countries reads the visits of each country by day.
func (p *pull) countries(ctx context.Context) error {
	a, err := p.ask(ctx, p.feed, query{Site: p.settings.Site, Metrics: metrics, Dates: p.dates(), Dimensions: []string{"time:day", "visit:country"}})
	if err != nil {
		return err
	}
	if err := p.clocks(a); err != nil {
		return err
	}
	for _, r := range *a.Results {
		start, ok := begin(r.Dimensions[0], feeds.DaySpan, p.zone)
		if !ok {
			return p.unreadable(p.feed, nil, fmt.Errorf("%q is no day", r.Dimensions[0]))
		}
		code := strings.ToUpper(r.Dimensions[1])
		if len(code) != 2 || start.Before(p.from) || !start.Before(p.to) {
			continue // (not set)
		}
		for i, n := range r.Metrics {
			if n != nil {
				p.counts[feeds.SampleKey{Start: start.Unix(), Span: feeds.DaySpan, Metric: metrics[i], Country: code}] += *n
			}
		}
	}
	return nil
}

// zeros adds the hours without visits, which Plausible leaves out: those after the first visit
// that was ever seen, until now, except on days that are stored as days.
func (p *pull) zeros() {
	counted, days := map[int64]bool{}, map[int64]bool{}
	first := p.from
	if !p.began {
		first = p.to
	}
	for k := range p.counts {
		switch {
		case k.Span == feeds.HourSpan:
			counted[k.Start] = true
		case k.Country == "":
			days[k.Start] = true
		}
		if start := time.Unix(k.Start, 0); start.Before(first) {
			first = start
		}
	}
	for t := p.from; t.Before(p.to) && !t.After(p.now); t = t.Add(time.Hour) {
		if t.Before(first) || counted[t.Unix()] || days[midnight(t, p.zone).Unix()] {
			continue
		}
		for _, m := range metrics {
			p.counts[feeds.SampleKey{Start: t.Unix(), Span: feeds.HourSpan, Metric: m}] = 0
		}
	}
}

// samples returns the counts in order of time.
func (p *pull) samples() []feeds.Sample {
	out := make([]feeds.Sample, 0, len(p.counts))
	for k, v := range p.counts {
		start := time.Unix(k.Start, 0).UTC()
		if start.After(p.now) {
			continue
		}
		state := feeds.Final
		switch end := feeds.SpanEnd(start, k.Span, p.zone); {
		case end.After(p.now):
			state = feeds.Partial
		case end.After(p.now.Add(-settled)):
			state = feeds.Provisional
		}
		out = append(out, feeds.Sample{Start: start, Span: k.Span, Metric: k.Metric, Channel: k.Channel, Landing: k.Landing, Country: k.Country, Value: v, State: state})
	}
	slices.SortFunc(out, func(a, b feeds.Sample) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Landing, b.Landing), cmp.Compare(a.Country, b.Country))
	})
	return out
}
