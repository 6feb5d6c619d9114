package impact

import (
	"fmt"
	"math"
	"slices"
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
// that of its weekday before the window, on a level of its last weeks. A row that is no further off
// than one of the last weeks counts as brokenOver at most: what the control has done before is in its
// coefficient, and a control with wild days of its own isn't broken by one more.
//
// A count's deviation is at least a Poisson's, so that each row is held against its own: a Sunday
// with a third of the visits is less certain than a Tuesday.
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
	offs, usual := make([][]float64, period), make([]float64, period)
	for d := range offs {
		var counted []float64
		for i := first; i < span.From; i++ {
			if i%period == d && values[i] == values[i] {
				offs[d], counted = append(offs[d], axis(values[i])-level(i)), append(counted, values[i])
			}
		}
		usual[d] = median(counted)
	}
	// Each past row is held against the others of its kind, as the window's rows are: held against
	// all, itself among them, the past would look a fifth quieter than it was.
	var errs []float64
	var kinds []int
	for d, off := range offs {
		for k := range off {
			if len(off) > 1 {
				others := slices.Concat(off[:k], off[k+1:])
				errs, kinds = append(errs, math.Abs(off[k]-median(others))), append(kinds, d)
			}
		}
	}
	own := ownNoise(values[:span.From], usual, 1.4826*median(errs))
	for k, d := range kinds {
		errs[k] /= own[d]
	}
	sd, most := 1.4826*median(errs), 0.0
	for _, e := range errs {
		most = math.Max(most, e)
	}
	base := level(span.From)
	out := make([]float64, span.Rows)
	for j := range out {
		out[j] = math.NaN()
		if i := span.From + j; i < len(values) && values[i] == values[i] && sd > 0 {
			e := math.Abs(axis(values[i])-base-median(offs[i%period])) / own[i%period]
			if out[j] = e / sd; e <= most {
				out[j] = math.Min(out[j], brokenOver)
			}
		}
	}
	return out
}

// ownNoise returns, by kind of row, the deviation on the log axis of a count whose deviation over all
// rows is sd: a Poisson's, and what there is beyond it. It is 1 for all where the values aren't counts.
func ownNoise(values, usual []float64, sd float64) []float64 {
	out := make([]float64, len(usual))
	for d, mu := range usual {
		out[d] = 1 / (mu + 1)
	}
	beyond := math.Max(sd*sd-median(out), 0)
	whole := true
	for _, v := range values {
		whole = whole && (v != v || v >= 0 && v == math.Round(v))
	}
	for d, v := range out {
		if out[d] = 1; whole {
			out[d] = math.Sqrt(beyond + v)
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
