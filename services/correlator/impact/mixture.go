package impact

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// mixture is the predictive distribution of a window: Student-t components with one
// number of degrees of freedom, weighted by the posterior of the variance ratio (and,
// in a joint fit, of decay and kernel). Its axis is the model's, log or raw.
type mixture struct {
	weight, mean, scale []float64
	df                  float64
	shift               float64 // log axis only: see skew
}

// cdf returns P(X <= x).
func (m *mixture) cdf(x float64) float64 {
	sum := 0.0
	for i, w := range m.weight {
		if w > 0 {
			sum += w * studentBelow((x-m.mean[i])/m.scale[i], m.df)
		}
	}
	return sum
}

// density returns the mixture's density at x.
func (m *mixture) density(x float64) float64 {
	a, _ := math.Lgamma((m.df + 1) / 2)
	b, _ := math.Lgamma(m.df / 2)
	c := math.Exp(a-b) / math.Sqrt(m.df*math.Pi)
	sum := 0.0
	for i, w := range m.weight {
		t := (x - m.mean[i]) / m.scale[i]
		sum += w * c / m.scale[i] * math.Exp(-(m.df+1)/2*math.Log1p(t*t/m.df))
	}
	return sum
}

// quantile solves cdf(x) = p by Newton steps kept inside a shrinking bracket.
func (m *mixture) quantile(p float64) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	centre := 0.0
	for i, w := range m.weight {
		if w <= 0 {
			continue
		}
		lo = math.Min(lo, m.mean[i]-m.scale[i])
		hi = math.Max(hi, m.mean[i]+m.scale[i])
		centre += w * m.mean[i]
	}
	for width := hi - lo; m.cdf(lo) > p; width *= 2 {
		lo -= width
	}
	for width := hi - lo; m.cdf(hi) < p; width *= 2 {
		hi += width
	}
	x := math.Min(math.Max(centre, lo), hi)
	for range 200 {
		f := m.cdf(x) - p
		if f > 0 {
			hi = x
		} else {
			lo = x
		}
		next := x - f/m.density(x)
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		if math.Abs(next-x) <= 1e-13*(math.Abs(x)+m.scale[0]) {
			return next
		}
		x = next
	}
	return x
}

// studentBelow returns P(T <= t) for Student's t, exact in both tails: from 20 degrees of
// freedom on by Hill's expansion (CACM algorithm 395, 1970), whose relative error there
// is under 2e-6 down to tails of 1e-12, below by the incomplete beta function.
func studentBelow(t, df float64) float64 {
	if df < 20 {
		tail := 0.5 * mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
		if t > 0 {
			return 1 - tail
		}
		return tail
	}
	a := df - 0.5
	b := 48 * a * a
	y := a * math.Log1p(t*t/df)
	z := math.Sqrt(y) * (((((-0.4*y-3.3)*y-24)*y-85.5)/(0.8*y*y+100+b)+y+3)/b + 1)
	if t > 0 {
		z = -z
	}
	return math.Erfc(z/math.Sqrt2) / 2
}
