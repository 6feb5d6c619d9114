package impact

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// count is the counterfactual of a low count: a negative binomial round the tracked
// mean, with the model's predictive variance and never less than a Poisson's. It
// lives on 0, 1, 2, … so its interval can't fall below 0.
type count struct{ mean, variance float64 }

// newCount takes mean and variance of a raw forecast over.
func newCount(m *mixture) *count {
	mean, variance := 0.0, 0.0
	for i, w := range m.weight {
		mean += w * m.mean[i]
	}
	heavy := m.df / math.Max(m.df-2, 1)
	for i, w := range m.weight {
		d := m.mean[i] - mean
		variance += w * (m.scale[i]*m.scale[i]*heavy + d*d)
	}
	return &count{mean: math.Max(mean, 0.01), variance: variance}
}

// size is the negative binomial's r; infinite for a Poisson.
func (c *count) size() float64 {
	excess := c.variance - c.mean
	if excess <= 1e-9*c.mean {
		return math.Inf(1)
	}
	return c.mean * c.mean / excess
}

// below and above are the tails at k, widened: k is drawn towards the mean by lambda,
// between whole numbers by the incomplete beta function's own continuation.
func (c *count) below(k, lambda float64) float64 {
	return upTo(c.mean+(k-c.mean)/lambda, c.mean, c.size())
}

func (c *count) above(k, lambda float64) float64 {
	return from(c.mean+(k-c.mean)/lambda, c.mean, c.size())
}

// upTo is P(Y <= k), from is P(Y >= k), each summed on its own side.
func upTo(k, mean, size float64) float64 {
	switch {
	case k < 0:
		return 0
	case math.IsInf(size, 1):
		return mathext.GammaIncRegComp(k+1, mean)
	}
	return mathext.RegIncBeta(size, k+1, size/(size+mean))
}

func from(k, mean, size float64) float64 {
	switch {
	case k <= 0:
		return 1
	case math.IsInf(size, 1):
		return mathext.GammaIncReg(k, mean)
	}
	return mathext.RegIncBeta(k, size, mean/(size+mean))
}

func (c *count) expected() float64 { return c.mean }

func (c *count) score(sum float64) float64 {
	return normalScore(
		(c.below(sum, 1)+c.below(sum-1, 1))/2,
		(c.above(sum, 1)+c.above(sum+1, 1))/2)
}

func (c *count) tails(sum, lambda float64) (below, above float64) {
	return c.below(sum, lambda), c.above(sum, lambda)
}

// interval uses the same tails as p, so that the two agree to the last bit.
func (c *count) interval(share, lambda float64) (low, high float64) {
	tail := (1 - share) / 2
	if share == 0.95 {
		tail = 0.025
	}
	high = leastWhole(func(k float64) bool { return c.above(k+1, lambda) < tail })
	low = leastWhole(func(k float64) bool { return c.below(k, lambda) >= tail })
	return low, high
}

func (c *count) quantile(p, lambda float64) float64 {
	return leastWhole(func(k float64) bool { return c.below(k, lambda) >= p })
}

func (c *count) reach(z float64) float64 {
	z = math.Min(z, 30) // scores stop before tails underflow
	high := leastWhole(func(k float64) bool { return c.score(k+1) > z })
	low := leastWhole(func(k float64) bool { return c.score(k) >= -z })
	holds := func(lambda float64) bool {
		return c.above(high, lambda) >= 0.025 && c.below(low, lambda) >= 0.025
	}
	if holds(1) {
		return 1
	}
	under, over := 1.0, 2.0
	for !holds(over) && over < limit {
		under, over = over, over*2
	}
	for range 60 {
		if mid := (under + over) / 2; holds(mid) {
			over = mid
		} else {
			under = mid
		}
	}
	return over
}

func (c *count) visible(lambda float64) float64 {
	_, high := c.interval(0.95, lambda)
	size := c.size()
	return leastWhole(func(e float64) bool { return from(high+1, c.mean+e, size) >= 0.8 })
}

// leastWhole is the least whole number from 0 up for which a monotone condition holds.
func leastWhole(holds func(float64) bool) float64 {
	if holds(0) {
		return 0
	}
	under, over := 0.0, 1.0
	for !holds(over) && over < limit {
		under, over = over, over*2
	}
	for over-under > 1 {
		if mid := math.Floor((under + over) / 2); holds(mid) {
			over = mid
		} else {
			under = mid
		}
	}
	return over
}
