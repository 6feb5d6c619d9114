package report

import (
	"math"
	"time"
)

// Sessions is what the feed of a site's visits counted that lands on pages nobody types. AI is empty where
// fetches by assistants are not known.
type Sessions struct {
	All    Daily // visits
	Direct Daily // of them, deep and without a referrer
	Search Daily // of them, deep and from a search engine
	AI     Daily // of Direct, possibly brought by an assistant
}

// Excess is what was counted in a window, and what was expected.
type Excess struct{ Observed, Expected float64 }

func (e Excess) more() float64 { return e.Observed - e.Expected }

// Dark is the dark share of a mention: direct visits to pages that nobody types, beyond the expected ones.
type Dark struct {
	Raw        float64 // all of them: the upper end
	Search     float64 // as many as run with the additional visits by search
	PossiblyAI float64 // those that an assistant may have brought, beyond the usual ones
	Residual   float64 // the rest: the lower end
}

// darkShare splits the excess of deep direct visits. Part of the direct visits to long addresses are searches
// whose referrer was lost: they rise and fall with the searches that land on the same pages. So slope, how many direct
// visits come with one by search from day to day, times the excess of searches is taken out of the lower end. So
// is what an assistant may have brought: it arrives deep and without a referrer, exactly as a pasted link does. Neither is
// taken out of the upper end, and neither is more than there is.
func darkShare(direct, search, ai Excess, slope float64) Dark {
	d := Dark{Raw: max(0, direct.more())}
	d.Search = min(d.Raw, max(0, slope)*max(0, search.more()))
	d.PossiblyAI = min(d.Raw, max(0, ai.more()))
	d.Residual = max(0, d.Raw-d.Search-d.PossiblyAI)
	return d
}

// slopeOf returns by how much y changes with x from day to day, after the means of the weekdays were taken off both.
// Without changes in x it is 0. The lists begin on the same day; NaN is a day that was not counted.
func slopeOf(x, y []float64, start time.Time) float64 {
	var sums [7]struct{ x, y, n float64 }
	use := func(i int) bool { return i < len(y) && !math.IsNaN(x[i]) && !math.IsNaN(y[i]) }
	weekday := func(i int) int { return (int(start.Weekday()) + i) % 7 }
	for i := range x {
		if use(i) {
			s := &sums[weekday(i)]
			s.x, s.y, s.n = s.x+x[i], s.y+y[i], s.n+1
		}
	}
	var xy, xx float64
	for i := range x {
		if use(i) {
			s := sums[weekday(i)]
			dx, dy := x[i]-s.x/s.n, y[i]-s.y/s.n
			xy, xx = xy+dx*dy, xx+dx*dx
		}
	}
	if xx == 0 {
		return 0
	}
	return xy / xx
}

// between returns the days of all of them in [from, to).
func (s Sessions) between(from, to time.Time) Sessions {
	return Sessions{s.All.plain(from, to), s.Direct.plain(from, to), s.Search.plain(from, to), s.AI.plain(from, to)}
}

// plain returns the days in [from, to) without hours.
func (d Daily) plain(from, to time.Time) Daily {
	out := d.Between(from, to)
	out.Hours = nil
	return out
}

// total returns the sum of the days of a range, and how many of them were counted.
func (d Daily) total(from, to time.Time) (sum float64, days int) {
	for i, v := range d.Values {
		if day := d.Start.AddDate(0, 0, i); !day.Before(from) && day.Before(to) && !math.IsNaN(v) {
			sum, days = sum+v, days+1
		}
	}
	return sum, days
}
