package impact

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// count is the counterfactual of a low count: a negative binomial with the tracked mean and
// the model's predictive variance, at least a Poisson's. Its values are 0, 1, 2, …, so its
// interval can't go below 0.
type count struct{ mean, variance float64 }

// newCount takes mean and variance from a forecast on the raw scale.
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

// size returns the negative binomial's r; infinite for a Poisson.
func (c *count) size() float64 {
	excess := c.variance - c.mean
	if excess <= 1e-9*c.mean {
		return math.Inf(1)
	}
	return c.mean * c.mean / excess
}

// below and above return the tails at k with half the probability of k itself. Widening by
// lambda moves k towards the mean; between whole numbers the incomplete beta function
// interpolates.
func (c *count) below(k, lambda float64) float64 {
	return (c.to(k, lambda) + c.to(k-1, lambda)) / 2
}

func (c *count) above(k, lambda float64) float64 {
	return (c.since(k, lambda) + c.since(k+1, lambda)) / 2
}

func (c *count) to(k, lambda float64) float64 {
	if k < 0 {
		return 0
	}
	return upTo(c.mean+(k-c.mean)/lambda, c.mean, c.size())
}

func (c *count) since(k, lambda float64) float64 {
	if k <= 0 {
		return 1
	}
	return from(c.mean+(k-c.mean)/lambda, c.mean, c.size())
}

// upTo returns P(Y <= k), from P(Y >= k). Neither is computed as 1 minus the other, which would
// lose all digits in a tail.
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
	z := unit.Quantile(math.Max(c.p(sum, 1)/2, 1e-300))
	if below, above := c.tails(sum, 1); below < above {
		return math.Max(z, -farthest)
	}
	return math.Min(-z, farthest)
}

func (c *count) tails(sum, lambda float64) (below, above float64) {
	return c.below(sum, lambda), c.above(sum, lambda)
}

// p returns the smaller tail plus that part of the other tail which is not more likely (Blaker
// 2000), both with half the probability of the count itself (Lancaster 1961). Twice the
// smaller tail would be too cautious: a low count often has no lower tail of 2.5 %, and whole
// numbers seldom hit 5 % exactly.
func (c *count) p(k, lambda float64) float64 {
	below, above := c.tails(k, lambda)
	if below <= above {
		j := leastWhole(func(j float64) bool { return c.above(j, lambda) <= below })
		return math.Min(1, below+c.above(j, lambda))
	}
	j := leastWhole(func(j float64) bool { return c.below(j, lambda) > above }) - 1
	return math.Min(1, above+c.below(j, lambda))
}

// interval returns the range of all counts whose p is at least 1 - share. It uses p itself, so
// that interval and p agree to the last bit.
func (c *count) interval(share, lambda float64) (low, high float64) {
	least := 1 - share
	if share == 0.95 {
		least = 0.05
	}
	middle := c.quantile(0.5, lambda)
	high = middle + leastWhole(func(k float64) bool { return c.p(middle+k+1, lambda) < least })
	low = leastWhole(func(k float64) bool { return k >= middle || c.p(k, lambda) >= least })
	return low, high
}

func (c *count) quantile(p, lambda float64) float64 {
	return leastWhole(func(k float64) bool { return c.to(k, lambda) >= p })
}

func (c *count) reach(z float64) float64 {
	z = math.Min(z, 30) // scores stop before tails underflow
	middle := c.quantile(0.5, 1)
	high := middle + leastWhole(func(k float64) bool { return c.score(middle+k+1) > z })
	low := leastWhole(func(k float64) bool { return k >= middle || c.score(k) >= -z })
	holds := func(lambda float64) bool {
		return c.p(high, lambda) >= 0.05 && c.p(low, lambda) >= 0.05
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

// leastWhole returns the smallest whole number for which a monotone condition holds.
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
