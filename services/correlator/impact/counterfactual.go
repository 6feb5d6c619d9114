package impact

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// counterfactual is the distribution of a window's sum without the mention. Effect, interval, p
// and the probability of an effect above zero all come from it. lambda widens it around its
// median.
type counterfactual interface {
	// expected returns its median, in the metric's unit.
	expected() float64
	// score returns the standard normal score of a sum: its two-sided p as a normal deviate.
	score(sum float64) float64
	// tails returns P(S <= sum) and P(S >= sum); a discrete sum itself counts half.
	tails(sum, lambda float64) (below, above float64)
	// p returns the two-sided p-value of a sum.
	p(sum, lambda float64) float64
	// interval returns the central interval that contains share of the distribution.
	interval(share, lambda float64) (low, high float64)
	// quantile returns the p-quantile of the sum.
	quantile(p, lambda float64) float64
	// reach returns the least lambda with which the 95 % interval contains every sum with a score
	// up to z.
	reach(z float64) float64
	// visible returns the smallest rise that the 5 % test would detect 8 times in 10.
	visible(lambda float64) float64
}

var unit = distuv.UnitNormal

// The normal quantiles of a 95 % interval and of 80 % power.
const (
	z975 = 1.959963984540054
	z80  = 0.8416212335729143
)

// farthest is the largest normal score: beyond it a tail underflows.
const farthest = 37.0

// normalScore turns a pair of tails into a score.
func normalScore(below, above float64) float64 {
	if below <= above {
		return math.Max(unit.Quantile(math.Max(below, 1e-300)), -farthest)
	}
	return math.Min(-unit.Quantile(math.Max(above, 1e-300)), farthest)
}

// tracked is the counterfactual of a model on the log or raw axis.
type tracked struct {
	mix, mirror *mixture // the mixture and its mirror image, for exact upper tails
	log         bool
	n           float64 // rows in the sum
	bounded     bool    // sums can't fall below 0
	median      float64
	low, high   float64 // 2.5 and 97.5 %, on the axis
}

func newTracked(m *mixture, log bool, rows int, bounded bool) *tracked {
	mirror := &mixture{weight: m.weight, scale: m.scale, df: m.df, mean: make([]float64, len(m.mean))}
	for i, v := range m.mean {
		mirror.mean[i] = -v
	}
	t := &tracked{mix: m, mirror: mirror, log: log, n: float64(rows), bounded: bounded}
	t.median = m.quantile(0.5)
	t.low, t.high = m.quantile(0.025), -mirror.quantile(0.025)
	return t
}

func (t *tracked) axis(sum float64) float64 { return t.mix.axis(t.log, sum, t.n) }

func (t *tracked) sum(x float64) float64 {
	if t.log {
		x = math.Exp(math.Min(x, 100)) - t.n - t.mix.shift
	}
	if t.bounded {
		x = math.Max(x, 0)
	}
	return x
}

func (t *tracked) expected() float64 { return t.sum(t.median) }

func (t *tracked) score(sum float64) float64 {
	return normalScore(t.tails(sum, 1))
}

func (t *tracked) tails(sum, lambda float64) (below, above float64) {
	x := t.median + (t.axis(sum)-t.median)/lambda
	if t.bounded && sum <= 0 {
		return t.mix.cdf(x), 1 // what the model puts below 0 lies on 0
	}
	return t.mix.cdf(x), t.mirror.cdf(-x)
}

func (t *tracked) p(sum, lambda float64) float64 {
	below, above := t.tails(sum, lambda)
	return math.Min(1, 2*math.Min(below, above))
}

func (t *tracked) interval(share, lambda float64) (low, high float64) {
	l, h := t.low, t.high
	if share != 0.95 {
		l, h = t.mix.quantile((1-share)/2), -t.mirror.quantile((1-share)/2)
	}
	return t.sum(t.median + lambda*(l-t.median)), t.sum(t.median + lambda*(h-t.median))
}

func (t *tracked) quantile(p, lambda float64) float64 {
	return t.sum(t.median + lambda*(t.mix.quantile(p)-t.median))
}

func (t *tracked) reach(z float64) float64 {
	p := unit.CDF(-z)
	return math.Max((t.mix.quantile(p)-t.median)/(t.low-t.median), (-t.mirror.quantile(p)-t.median)/(t.high-t.median))
}

func (t *tracked) visible(lambda float64) float64 {
	rise := lambda * (t.high - t.median) * (1 + z80/z975)
	return t.sum(t.median+rise) - t.sum(t.median)
}
