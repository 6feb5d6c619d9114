package evidence

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Unit is the length of time that a point of a series stands for.
type Unit string

const (
	Hourly Unit = "hour"
	Daily  Unit = "day"  // from midnight to midnight in the site's time zone
	Weekly Unit = "week" // from Monday
)

// Point is what was counted in one unit.
type Point struct {
	Start, End time.Time
	Value      *float64 // nil if nothing was counted
	Partial    bool     // not all of it was counted, or it isn't over
}

// Series is what a site counted, unit by unit.
type Series struct {
	Points    []Point
	Spans     []feeds.Span // the spans that were counted
	OtherDays bool         // some days are those of another time zone, since only they were counted
}

// Grid is the units that a series has points for.
type Grid struct {
	Unit        Unit
	Zone        *time.Location
	first, last time.Time   // days
	bounds      []time.Time // one more than there are units
}

// NewGrid returns the units from one day to another, the last one included. A week at either end
// is whole. It reports false if there would be more than most. Days are midnights in UTC.
func NewGrid(unit Unit, zone *time.Location, first, last time.Time, most int) (Grid, bool) {
	step := 1
	if unit == Weekly {
		step = 7
		first = first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	}
	g := Grid{Unit: unit, Zone: zone, first: first}
	for i := 0; len(g.bounds) <= most+1; i += step {
		at := midnight(first.AddDate(0, 0, i), zone)
		if n := len(g.bounds); unit == Hourly && n > 0 {
			for t := g.bounds[n-1].Add(time.Hour); t.Before(at); t = t.Add(time.Hour) {
				g.bounds = append(g.bounds, t)
			}
		}
		g.bounds = append(g.bounds, at)
		if first.AddDate(0, 0, i).After(last) {
			g.last = first.AddDate(0, 0, i-1)
			return g, len(g.bounds) <= most+1
		}
	}
	return g, false
}

// midnight returns the beginning of a day in a time zone: its first midnight, where the clocks are set back
// over it, and the moment after the gap, where they are set forward over it.
func midnight(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.Date()
	in := func(t time.Time) bool { return t.Day() == day.Day() }
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	if earlier := t.Add(-time.Hour); in(earlier) {
		return earlier
	}
	if !in(t) {
		return t.Add(time.Hour)
	}
	return t
}

// dateOf returns the day of a time in its time zone, as a time in UTC.
func dateOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Days returns the first and the last day.
func (g Grid) Days() (first, last string) {
	return g.first.Format(time.DateOnly), g.last.Format(time.DateOnly)
}

// From is the beginning of the first unit.
func (g Grid) From() time.Time { return g.bounds[0] }

// To is the end of the last unit.
func (g Grid) To() time.Time { return g.bounds[len(g.bounds)-1] }

// Until returns the grid without the units that have not begun at a time. At least one stays.
func (g Grid) Until(now time.Time) Grid {
	for len(g.bounds) > 2 && g.bounds[len(g.bounds)-2].After(now) {
		g.bounds = g.bounds[:len(g.bounds)-1]
	}
	return g
}

// Len is the number of units.
func (g Grid) Len() int { return len(g.bounds) - 1 }

// At returns the unit that a time is in, or -1.
func (g Grid) At(t time.Time) int {
	return g.index(sort.Search(len(g.bounds), func(i int) bool { return g.bounds[i].After(t) }) - 1)
}

func (g Grid) index(i int) int {
	if i >= g.Len() {
		return -1
	}
	return i
}

// Fill puts counts into the units. A day is complete if all its hours were counted (23 or 25 of them when the
// clocks change), or if the feed counted it as a day; a week, if its days are.
func (g Grid) Fill(counts []Count, feed *time.Location, now time.Time) Series {
	var out Series
	if g.Unit == Weekly {
		return g.weeks(counts, feed, now)
	}
	units := make([]tally, g.Len())
	for _, c := range counts {
		if math.IsNaN(c.Value) || math.IsInf(c.Value, 0) {
			continue
		}
		if !slices.Contains(out.Spans, c.Span) {
			out.Spans = append(out.Spans, c.Span)
		}
		if c.Span == feeds.HourSpan {
			if i := g.At(c.Start); i >= 0 {
				units[i].hour(c)
			}
			continue
		}
		if g.Unit != Daily {
			continue
		}
		begin := midnight(dateOf(c.Start.In(feed)), g.Zone)
		if i := g.At(begin); i >= 0 {
			units[i].day(c)
			out.OtherDays = out.OtherDays || !begin.Equal(c.Start)
		}
	}
	for i, u := range units {
		p := Point{Start: g.bounds[i], End: g.bounds[i+1]}
		p.Value, p.Partial = u.count(p.End.Sub(p.Start))
		p.Partial = p.Value != nil && (p.Partial || p.End.After(now))
		out.Points = append(out.Points, p)
	}
	return out
}

// weeks adds up the days of each week.
func (g Grid) weeks(counts []Count, feed *time.Location, now time.Time) Series {
	days, _ := NewGrid(Daily, g.Zone, g.first, g.last, g.Len()*7)
	out := days.Fill(counts, feed, now)
	byDay := out.Points
	out.Points = nil
	for i := range g.Len() {
		p := Point{Start: g.bounds[i], End: g.bounds[i+1]}
		for _, d := range byDay[i*7 : i*7+7] {
			if d.Value == nil {
				p.Partial = true
				continue
			}
			if p.Value == nil {
				p.Value = new(float64)
			}
			*p.Value += *d.Value
			p.Partial = p.Partial || d.Partial
		}
		p.Partial = p.Partial && p.Value != nil
		out.Points = append(out.Points, p)
	}
	return out
}

// tally is what is known of an hour or a day.
type tally struct {
	hours, sum, total float64
	open, whole, last bool // an hour is partial; total counts all of it; total is partial
}

func (t *tally) hour(c Count) {
	t.hours++
	t.sum += c.Value
	t.open = t.open || c.Partial
}

func (t *tally) day(c Count) { t.total, t.whole, t.last = c.Value, true, c.Partial }

// count returns the count of a unit of that length, and whether it is partial.
func (t *tally) count(length time.Duration) (*float64, bool) {
	switch complete := t.hours >= math.Round(length.Hours()) && !t.open; {
	case complete:
		return &t.sum, false
	case t.whole:
		return &t.total, t.last
	case t.hours > 0:
		return &t.sum, true
	}
	return nil, false
}

// Missing returns the runs of units that were not counted, of those that are over and begin at or after
// since.
func (s Series) Missing(since, now time.Time) []Point {
	var out []Point
	open := false
	for _, p := range s.Points {
		if p.Value != nil || p.Start.Before(since) || p.End.After(now) {
			open = false
			continue
		}
		if open {
			out[len(out)-1].End = p.End
			continue
		}
		out, open = append(out, Point{Start: p.Start, End: p.End}), true
	}
	return out
}
