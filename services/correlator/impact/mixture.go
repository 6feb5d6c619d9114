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

	start *start // of the search for quantiles; nil before the first
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

// both returns cdf and density at x, which share their logarithms.
func (m *mixture) both(x float64) (below, density float64) {
	c := m.start.constant
	for i, w := range m.weight {
		t := (x - m.mean[i]) / m.scale[i]
		log := math.Log1p(t * t / m.df)
		if w > 0 {
			below += w * studentBelowBy(t, log, m.df)
		}
		density += w * c / m.scale[i] * math.Exp(-(m.df+1)/2*log)
	}
	return below, density
}

// start is what the search for each quantile of a mixture begins with: a bracket, and the first
// step inside it. A window's answer needs some twenty quantiles of one mixture.
type start struct {
	constant         float64 // of the density
	lo, hi, x        float64
	belowLo, belowHi float64
	below, density   float64 // at x
}

func (m *mixture) newStart() *start {
	a, _ := math.Lgamma((m.df + 1) / 2)
	b, _ := math.Lgamma(m.df / 2)
	s := &start{constant: math.Exp(a-b) / math.Sqrt(m.df*math.Pi), lo: math.Inf(1), hi: math.Inf(-1)}
	centre := 0.0
	for i, w := range m.weight {
		if w <= 0 {
			continue
		}
		s.lo = math.Min(s.lo, m.mean[i]-m.scale[i])
		s.hi = math.Max(s.hi, m.mean[i]+m.scale[i])
		centre += w * m.mean[i]
	}
	s.x = math.Min(math.Max(centre, s.lo), s.hi)
	m.start = s
	s.belowLo, s.belowHi = m.cdf(s.lo), m.cdf(s.hi)
	s.below, s.density = m.both(s.x)
	return s
}

// quantile solves cdf(x) = p by Newton steps kept inside a shrinking bracket. The mixture must not
// change after its first quantile.
func (m *mixture) quantile(p float64) float64 {
	s := m.start
	if s == nil {
		s = m.newStart()
	}
	lo, hi := s.lo, s.hi
	for below, width := s.belowLo, hi-lo; below > p; width *= 2 {
		lo -= width
		below = m.cdf(lo)
	}
	for below, width := s.belowHi, hi-lo; below < p; width *= 2 {
		hi += width
		below = m.cdf(hi)
	}
	x, below, density := s.x, s.below, s.density
	for range 200 {
		f := below - p
		if f > 0 {
			hi = x
		} else {
			lo = x
		}
		next := x - f/density
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		if math.Abs(next-x) <= 1e-13*(math.Abs(x)+m.scale[0]) {
			return next
		}
		x = next
		below, density = m.both(x)
	}
	return x
}

// studentBelow returns P(T <= t) for Student's t, exact in both tails: from 20 degrees of
// freedom on by Hill's expansion (CACM algorithm 395, 1970), whose relative error there
// is under 2e-6 down to tails of 1e-12, below by the incomplete beta function.
func studentBelow(t, df float64) float64 { return studentBelowBy(t, math.Log1p(t*t/df), df) }

// studentBelowBy is studentBelow with the logarithm of 1 + t²/df.
func studentBelowBy(t, log, df float64) float64 {
	if df < 20 {
		tail := 0.5 * mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
		if t > 0 {
			return 1 - tail
		}
		return tail
	}
	a := df - 0.5
	b := 48 * a * a
	y := a * log
	z := math.Sqrt(y) * (((((-0.4*y-3.3)*y-24)*y-85.5)/(0.8*y*y+100+b)+y+3)/b + 1)
	if t > 0 {
		z = -z
	}
	return math.Erfc(z/math.Sqrt2) / 2
}
