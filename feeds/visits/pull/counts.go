package pull

import (
	"cmp"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

// Counts are the numbers of a window.
type Counts map[feeds.SampleKey]float64

// samples returns the numbers in order of time, with their states.
func (c Counts) samples(w Window) []feeds.Sample {
	out := make([]feeds.Sample, 0, len(c))
	for k, v := range c {
		start := time.Unix(k.Start, 0).UTC()
		if start.After(w.Now) || start.Before(w.From) || !start.Before(w.To) {
			continue
		}
		state := feeds.Final
		switch end := feeds.SpanEnd(start, k.Span, w.Zone); {
		case end.After(w.Now):
			state = feeds.Partial
		case end.After(w.Now.Add(-w.plan.Settled)), w.merged[k.Start] && k.Span == feeds.HourSpan:
			state = feeds.Provisional
		}
		out = append(out, feeds.Sample{Start: start, Span: k.Span, Metric: k.Metric, Channel: k.Channel, Landing: k.Landing, Country: k.Country, Value: v, State: state})
	}
	slices.SortFunc(out, func(a, b feeds.Sample) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Landing, b.Landing), cmp.Compare(a.Country, b.Country))
	})
	return out
}

// Any reports whether anything above zero was counted.
func (c Counts) Any() bool {
	for _, v := range c {
		if v > 0 {
			return true
		}
	}
	return false
}

// Zeros adds zeros of a metric for spans between two times that have no number of it.
func (c Counts) Zeros(w Window, metric string, span feeds.Span, from, to time.Time) {
	counted := map[int64]bool{}
	for k := range c {
		if k.Metric == metric && k.Span == span {
			counted[k.Start] = true
		}
	}
	for t := from; t.Before(to) && !t.After(w.Now); t = feeds.SpanEnd(t, span, w.Zone) {
		if !counted[t.Unix()] && !(span == feeds.HourSpan && w.merged[t.Add(-time.Hour).Unix()]) {
			c[feeds.SampleKey{Start: t.Unix(), Span: span, Metric: metric}] = 0
		}
	}
}

// First returns the start of the first number of a metric above zero, and the last one; zero without any.
func (c Counts) First(metric string, span feeds.Span) (first, last time.Time) {
	for k, v := range c {
		if k.Metric != metric || k.Span != span || v <= 0 {
			continue
		}
		t := time.Unix(k.Start, 0).UTC()
		if first.IsZero() || t.Before(first) {
			first = t
		}
		if t.After(last) {
			last = t
		}
	}
	return first, last
}

// LocalHour returns the hour that a label without an offset names. twice is set for the hour that occurs
// twice when the clocks go back: systems that label hours in this way put both into one. A label of the
// hour that is skipped in spring is the hour after it.
func LocalHour(wall time.Time, zone *time.Location) (start time.Time, twice bool) {
	at := table.Instants(wall, zone)
	if len(at) == 0 {
		return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), 0, 0, 0, zone).UTC(), false
	}
	return at[0], len(at) == 2
}

// Merged returns the warning about an hour that was counted together with the next one.
func Merged(system string, start time.Time, zone *time.Location) feeds.Warning {
	at := start.In(zone)
	return feeds.Warn("visits_hours_merged",
		"{system} counts both hours that were called {hour} on {day} as one, because summer time ended. They are stored in the first; the second is unknown.",
		"system", system, "hour", at.Format("15:04"), "day", at.Format(time.DateOnly))
}

// NoneYet warns that a system has not counted the days of a window yet.
func NoneYet(system string) feeds.Warning {
	return feeds.Warn("visits_none_yet", "{system} has no numbers for these days yet; they are read again.", "system", system)
}

// SameClock reports whether two zones have the same offset at the edges and in the middle of a window.
func (w Window) SameClock(other *time.Location) bool {
	for _, t := range []time.Time{w.From, w.From.Add(w.To.Sub(w.From) / 2), w.To.Add(-time.Second)} {
		_, ours := t.In(w.Zone).Zone()
		if _, theirs := t.In(other).Zone(); ours != theirs {
			return false
		}
	}
	return true
}
