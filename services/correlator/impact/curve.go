package impact

import "math"

// fitRows is how many days of a podcast's or video's effect are fitted. The test gains nothing
// from later days; the sum that is reported is that over the kind's own window.
const fitRows = 7

// courseRows is how many days the whole of an effect takes, as the published curves have it.
const courseRows = 60

// curve is the share of an effect that falls on each day, the first being the day of the mention.
type curve []float64

// sum returns the share of the first rows.
func (c curve) sum(rows int) float64 {
	total := 0.0
	for _, v := range c[:min(rows, len(c))] {
		total += v
	}
	return total
}

// even returns a curve with the same share on every row: the plain sum.
func even(rows int) curve {
	out := make(curve, rows)
	for i := range out {
		out[i] = 1 / float64(rows)
	}
	return out
}

// falling returns a curve of which each day keeps a share of the day before.
func falling(keeps float64) curve {
	out := make(curve, courseRows)
	left := 1 - keeps
	for i := range out {
		out[i] = left
		left *= keeps
	}
	return out
}

// published is the share of conversions after podcast advertising by days since the download, as
// Magellan AI publishes it; between the points it grows with the log of time.
var published = [...]struct{ day, share float64 }{{0, 0}, {1, 0.328}, {7, 0.58}, {30, 0.874}, {60, 1}}

func publishedCurve() curve {
	until := func(day float64) float64 {
		for i, p := range published[1:] {
			if from := published[i]; day <= p.day {
				part := (math.Log1p(day) - math.Log1p(from.day)) / (math.Log1p(p.day) - math.Log1p(from.day))
				return from.share + part*(p.share-from.share)
			}
		}
		return 1
	}
	out := make(curve, courseRows)
	for i := range out {
		out[i] = until(float64(i+1)) - until(float64(i))
	}
	return out
}

// later spreads a curve over downloads that come day by day: a share on the first day, of the rest
// each day keeping a share of the day before.
func (c curve) later(first, keeps float64) curve {
	downloads := make(curve, courseRows)
	downloads[0] = first
	copy(downloads[1:], falling(keeps))
	total := downloads[0]
	for i := range downloads[1:] {
		downloads[i+1] *= 1 - first
		total += downloads[i+1]
	}
	out := make(curve, courseRows)
	for i := range out {
		for j := 0; j <= i; j++ {
			out[i] += downloads[j] / total * c[i-j]
		}
	}
	return out
}

// The curves that are averaged, each with the same weight, fixed for all sites: no site's data
// chooses among them, so the test keeps its size. plainSum and quickCurve are those by which the
// spread of a pool's single answers is judged.
const (
	plainSum = iota
	firstDay
	steepCurve
	quickCurve
	publishedOne
	slowCurve
	curveCount
)

// curves are their first rows days; each but the plain sum is a share of the whole effect.
func curves(rows int) []curve {
	return cutTo(rows, even(rows), falling(0), falling(0.35), falling(0.65), publishedCurve(), publishedCurve().later(0.35, 0.8))
}

func cutTo(rows int, all ...curve) []curve {
	out := make([]curve, len(all))
	for i, c := range all {
		out[i] = c[:rows]
	}
	return out
}

// curved reports whether mentions of a kind are fitted by curves, over fitRows.
func curved(kind string) bool { return Window(kind) > 1 }

// shapeError is how far a true curve is off the nearest of ours, as a share of the effect.
const shapeError = 0.10
