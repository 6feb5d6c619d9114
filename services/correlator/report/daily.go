package report

import (
	"math"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Daily is what a site counted, by day in its time zone.
type Daily struct {
	Start     time.Time // midnight of the first day; zero if nothing was counted
	Values    []float64 // NaN where a day was not counted in full
	Hours     []evidence.HourCount
	OtherDays bool // some days are those of another time zone, since only they were counted
}

// mostDays is how many days are looked at.
const mostDays = 6 * 365

// date is a day without a time zone.
type date struct {
	y int
	m time.Month
	d int
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

func (d date) in(zone *time.Location) time.Time {
	return time.Date(d.y, d.m, d.d, 0, 0, 0, 0, zone)
}

// day is what is known of a day.
type day struct {
	hours, hourSum float64
	total          float64
	whole, other   bool // total counts the whole day; it is a day of another time zone
}

// Days puts counts on a grid of days. A day is known if all its hours were counted (23 or 25 of
// them when the clocks change), or if the feed counted it as a day. Days that are not over at
// now are left out.
func Days(counts []evidence.Count, feed, zone *time.Location, now time.Time) Daily {
	var out Daily
	days := map[date]*day{}
	of := func(t time.Time) *day {
		k := dateOf(t)
		if days[k] == nil {
			days[k] = &day{}
		}
		return days[k]
	}
	for _, c := range counts {
		if c.Partial || math.IsNaN(c.Value) || math.IsInf(c.Value, 0) {
			continue
		}
		if c.Span == feeds.DaySpan {
			local := c.Start.In(feed)
			d := of(local)
			d.total, d.whole, d.other = c.Value, true, !dateOf(local).in(zone).Equal(c.Start)
			continue
		}
		d := of(c.Start.In(zone))
		d.hours++
		d.hourSum += c.Value
		out.Hours = append(out.Hours, evidence.HourCount{Start: c.Start.UTC(), Value: c.Value})
	}
	var first, last time.Time
	known := map[date]float64{}
	for k, d := range days {
		begin := k.in(zone)
		end := date{k.y, k.m, k.d + 1}.in(zone)
		if end.After(now) {
			continue
		}
		switch {
		case d.hours >= math.Round(end.Sub(begin).Hours()):
			known[k] = d.hourSum
		case d.whole:
			known[k] = d.total
			out.OtherDays = out.OtherDays || d.other
		default:
			continue
		}
		if first.IsZero() || begin.Before(first) {
			first = begin
		}
		if begin.After(last) {
			last = begin
		}
	}
	if len(known) == 0 {
		return out
	}
	if oldest := last.AddDate(0, 0, -mostDays); first.Before(oldest) {
		first = oldest
	}
	out.Start = first
	for t := first; !t.After(last); t = t.AddDate(0, 0, 1) {
		v, ok := known[dateOf(t)]
		if !ok {
			v = math.NaN()
		}
		out.Values = append(out.Values, v)
	}
	return out
}

// End is the midnight after the last day.
func (d Daily) End() time.Time { return d.Start.AddDate(0, 0, len(d.Values)) }

// Between returns the days in [from, to). Days that were not counted before the first or after
// the last one are left out.
func (d Daily) Between(from, to time.Time) Daily {
	out := d
	if len(d.Values) == 0 {
		return out
	}
	for n := len(out.Values); n > 0 && out.Start.Before(from); n-- {
		out.Start, out.Values = out.Start.AddDate(0, 0, 1), out.Values[1:]
	}
	n := 0
	for n < len(out.Values) && out.Start.AddDate(0, 0, n).Before(to) {
		n++
	}
	out.Values = out.Values[:n:n]
	return out
}
