package impact

import "math"

// How far the widths by weekday may go: the weight of windows that draw them to 1, the score beyond
// which a past window counts no more, so that one outlier doesn't make all other days look quiet,
// and the least and largest width.
const (
	widthWeight   = 7.0
	widthCap      = 3.0
	leastWidth    = 0.8
	greatestWidth = 1.8
)

// weekdayWidths returns, by weekday, how much wider the scores of past windows that begin on it are
// than all are: a course's first day counts most. A count's own share of that is in rowNoise; this is
// for what a weekday has beyond it, as a site with restless weekends does.
func weekdayWidths(past []Placebo) (out [7]float64) {
	all := 0.0
	var n, square [7]float64
	for _, p := range past {
		d, z := p.From%7, math.Min(math.Abs(p.Score), widthCap)
		n[d], square[d], all = n[d]+1, square[d]+z*z, all+z*z
	}
	for d := range out {
		out[d] = 1
		if all > 0 {
			mean := all / float64(len(past))
			width := math.Sqrt((square[d]/mean + widthWeight) / (n[d] + widthWeight))
			out[d] = math.Min(math.Max(width, leastWidth), greatestWidth)
		}
	}
	return out
}
