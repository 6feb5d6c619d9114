package impact

import "math"

// rowNoise is how the noise of whole-number counts differs by row. A count's variance is at least a
// Poisson's: on the log axis a Sunday with a third of a Tuesday's visits has three times its
// variance, and on the raw axis a third. The filter has one noise for all rows, which a window's
// sum averages over the week; the estimate of a course doesn't, as it rests most on its first days.
//
// A row's count is taken to have the variance mu + k mu², with the k that makes the average over
// the rows before what the filter found. Where the filter found less than a Poisson's, all rows
// have the same share of theirs.
type rowNoise struct {
	log    bool
	mean   []float64 // before each row: the average over the rows of a Poisson's variance on the axis
	square []float64 // raw axis: the average of mu²
}

// weeksOfMean is over how many rows of the same kind a past row's mean is taken: enough that its
// own chance is small, few enough to follow the level.
const weeksOfMean = 4

// newRowNoise averages over the rows that are learnt from; period is the distance of rows of a kind.
func (m *model) newRowNoise(period int) *rowNoise {
	n := len(m.raw)
	out := &rowNoise{log: m.log, mean: make([]float64, n+1), square: make([]float64, n+1)}
	rows, sum, square := 0.0, 0.0, 0.0
	for i := range n {
		if m.usable(i) {
			mu, k := 0.0, 0.0
			for j := i; j >= 0 && j > i-weeksOfMean*period; j -= period {
				if m.usable(j) {
					mu, k = mu+m.raw[j], k+1
				}
			}
			mu /= k
			rows++
			sum += out.poisson(mu)
			square += mu * mu
		}
		out.mean[i+1], out.square[i+1] = sum/math.Max(rows, 1), square/math.Max(rows, 1)
	}
	return out
}

// poisson is a Poisson's variance on the axis.
func (r *rowNoise) poisson(mu float64) float64 {
	mu = math.Max(mu, 0)
	if r.log { // log(count + 1)
		return mu / ((mu + 1) * (mu + 1))
	}
	return mu
}

// of returns the variance of a row with an expected count, as a share of the filter's noise, as
// known before a row.
func (r *rowNoise) of(before int, noise, mu float64) float64 {
	if r == nil || !(noise > 0) {
		return 1
	}
	least := r.mean[before]
	switch {
	case !(least > 0):
		return 1
	case noise <= least:
		return r.bounded(r.poisson(mu) / least)
	case r.log:
		return r.bounded((noise - least + r.poisson(mu)) / noise)
	case r.square[before] > 0:
		mu = math.Max(mu, 0)
		return r.bounded((mu + (noise-least)/r.square[before]*mu*mu) / noise)
	}
	return 1
}

// leastRowNoise keeps a row on which nothing is expected from being taken for certain.
const leastRowNoise = 0.05

func (r *rowNoise) bounded(share float64) float64 { return math.Max(share, leastRowNoise) }
