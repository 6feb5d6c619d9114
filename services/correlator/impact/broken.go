package impact

import (
	"fmt"
	"math"
)

// A control that breaks inside the window would hand its own fall to the metric as a rise. It is
// left out of that answer, and named.
const (
	brokenOver  = 4.0 // robust deviations of a control's own forecast errors
	quietOthers = 2.0 // under which the other controls' median must be: a common storm is what controls are for
)

// broken returns the places of the controls that break in a window: whose own row is further than
// brokenOver from its forecast while the others' median stays quiet.
func (s Series) broken(span Span) []int {
	if len(s.Controls) == 0 || span.From < 2 {
		return nil
	}
	own := make([][]float64, len(s.Controls))
	for k, c := range s.Controls {
		own[k] = s.strange(c.Values, span)
	}
	var out []int
	for k := range own {
		for j := range own[k] {
			if !(own[k][j] > brokenOver) {
				continue
			}
			var others []float64
			for o := range own {
				if o != k && own[o][j] == own[o][j] {
					others = append(others, own[o][j])
				}
			}
			if len(others) == 0 || median(others) < quietOthers {
				out = append(out, k)
				break
			}
		}
	}
	return out
}

// strange returns, for each row of a window, how many robust deviations a control's value is from
// that of its weekday before the window, on a level of its last weeks. Rows far from it in the past
// are what the deviation is robust against.
func (s Series) strange(values []float64, span Span) []float64 {
	period := s.period()
	if period > 7 {
		period = 24
	}
	axis := func(v float64) float64 {
		if v < 0 {
			return v
		}
		return math.Log1p(v)
	}
	first := max(span.From-8*max(period, 7), 0)
	level := func(end int) float64 {
		var v []float64
		for i := max(end-4*period, 0); i < end; i++ {
			if values[i] == values[i] {
				v = append(v, axis(values[i]))
			}
		}
		return median(v)
	}
	season := make([]float64, period)
	for d := range season {
		var v []float64
		for i := first; i < span.From; i++ {
			if i%period == d && values[i] == values[i] {
				v = append(v, axis(values[i])-level(i))
			}
		}
		season[d] = median(v)
	}
	var errs []float64
	for i := first + period; i < span.From; i++ {
		if values[i] == values[i] {
			errs = append(errs, math.Abs(axis(values[i])-level(i)-season[i%period]))
		}
	}
	// Beyond every day of the last weeks as well: a quiet Sunday is less certain than a Tuesday.
	sd, most := 1.4826*median(errs), 0.0
	for _, e := range errs {
		most = math.Max(most, e)
	}
	base := level(span.From)
	out := make([]float64, span.Rows)
	for j := range out {
		out[j] = math.NaN()
		if i := span.From + j; i < len(values) && values[i] == values[i] && sd > 0 {
			if e := math.Abs(axis(values[i]) - base - season[i%period]); e > most {
				out[j] = e / sd
			} else {
				out[j] = math.Min(e/sd, brokenOver)
			}
		}
	}
	return out
}

// without returns the series without some of its controls.
func (s Series) without(controls []int) Series {
	var left []Control
next:
	for k, c := range s.Controls {
		for _, o := range controls {
			if o == k {
				continue next
			}
		}
		left = append(left, c)
	}
	s.Controls = left
	return s
}

// noteBroken names the controls that were left out of an answer.
func (a *Answer) noteBroken(s Series, controls []int) {
	for _, k := range controls {
		a.LeftOut = append(a.LeftOut, s.Controls[k].Name)
		a.Notes = append(a.Notes, fmt.Sprintf("Control %s breaks in the window while the others don't: left out of this answer.", s.Controls[k].Name))
	}
}
