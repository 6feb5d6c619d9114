package impact

import (
	"math"
	"sort"
)

// LeastPlacebos is the number of past windows that a calibrated answer needs: a test at 5 %
// needs three of them beyond its threshold.
const LeastPlacebos = 60

// How the tail of the past windows' p-values is fitted.
const (
	extreme = 0.15 // share of the past windows, the most unusual ones, that the fit uses
	trusted = 40.0 // weight of the model's own tail, in independent windows
)

// widest is the largest lambda that is tried.
const widest = 1e9

// placebos are past windows in which nothing happened: their normal scores and the tail that
// is fitted to them.
//
// Why they are needed: the model's 5 % is only true if the model is. On real series, days
// differ from the model's forecast more often than it believes, and a plain test then flags
// far more than 5 % of ordinary days. The placebos measure how often, on this very series.
type placebos struct {
	scores []float64 // in the order of their windows
	sizes  []float64 // their absolute values, ascending

	fitted       bool
	overlapping  float64 // how many overlapping windows carry as much information as an independent one
	logThreshold float64 // log of the model's p at which the fitted tail begins
	share        float64 // chance of a window beyond it
	index        float64 // Hill's index of the tail; 1 if the model is right
}

// newPlacebos takes the scores of past windows with that many rows each; discrete means that
// they come from low counts.
//
// If the model is right, the p-values of past windows are uniform. Then the logs of the
// smallest ones are exponentially distributed, with mean 1, below a threshold. The measured
// mean is the tail index (Hill 1975), fitted to the 15 % most unusual windows. Over 1 it means
// that the model's tail is too thin: unusual days are more common than it believes.
//
// Windows of h rows that begin on every row share rows, so they are correlated. m of them are
// worth m / ((2h² + 1)/(3h)) independent ones; the divisor is the sum of the squared
// correlations. The prior is the model's own tail, with the weight of 40 independent windows:
// without it a handful of extreme windows would decide. Low counts have many equal values, so
// no tail is fitted to them; their p is the rank.
func newPlacebos(scores []float64, rows int, discrete bool) placebos {
	return newPlacebosOf(scores, float64(rows), discrete)
}

// newPlacebosOf takes as rows how many of them a window's weight is spread over.
func newPlacebosOf(scores []float64, h float64, discrete bool) placebos {
	p := placebos{scores: scores, sizes: make([]float64, len(scores))}
	for i, z := range scores {
		p.sizes[i] = math.Abs(z)
	}
	sort.Float64s(p.sizes)
	m := len(p.sizes)
	if m < LeastPlacebos || discrete {
		return p
	}
	p.fitted = true
	p.overlapping = (2*h*h + 1) / (3 * h)
	k := int(math.Round(extreme * float64(m)))
	p.logThreshold = logTwoSided(p.sizes[m-k-1])
	beyond := 0.0
	for _, z := range p.sizes[m-k:] {
		beyond += p.logThreshold - logTwoSided(z)
	}
	prior := trusted / p.overlapping
	ours := prior * math.Exp(p.logThreshold)
	p.share = (float64(k) + p.overlapping + ours) / (float64(m) + p.overlapping + prior)
	p.index = (beyond + ours) / (float64(k) + ours)
	return p
}

// rms is the root mean square of the scores; 1 if the model is right.
func (p placebos) rms() float64 {
	sum := 0.0
	for _, z := range p.sizes {
		sum += z * z
	}
	return math.Sqrt(sum / float64(len(p.sizes)))
}

// p returns the placebo p-value of a score. Up to the threshold it is the rank among the past
// windows, (1 + number of windows as large)/(m + 1), beyond it the fitted tail.
func (p placebos) p(z float64) float64 {
	log := logTwoSided(z)
	if p.fitted && log < p.logThreshold {
		return p.share * math.Exp((log-p.logThreshold)/p.index)
	}
	m := len(p.sizes)
	as := m - sort.SearchFloat64s(p.sizes, math.Abs(z))
	return math.Max(p.share, float64(1+as)/float64(m+1))
}

// critical returns the largest score that the placebo test at 5 % does not flag.
func (p placebos) critical() float64 {
	if p.fitted {
		log := p.logThreshold + p.index*math.Log(0.05/p.share)
		return math.Min(-unit.Quantile(math.Exp(log)/2), farthest)
	}
	m := len(p.sizes)
	k := int(math.Ceil(0.05*float64(m+1) - 1 - 1e-9))
	return p.sizes[m-min(max(k, 1), m)]
}

// logTwoSided returns the log of the two-sided normal p-value of a score.
func logTwoSided(z float64) float64 { return math.Log(math.Erfc(math.Abs(z) / math.Sqrt2)) }

// calibration is how far a counterfactual is widened, and the p-values that result.
type calibration struct {
	lambda   float64
	p        float64 // the result: the larger of the widened and the placebo p
	pGrid    float64 // the model's own
	pPlacebo float64 // NaN without enough history
	positive float64 // P(effect > 0)
}

// calibrate widens a counterfactual by lambda, until its 5 % test flags no sum that the placebo
// test would not flag: the 95 % interval then reaches the largest sum that is not flagged.
// p is the larger of the widened p and the placebo p. The interval and both p-values must be
// on the same side of 5 %; rounding can break that at the border, so lambda grows by tiny
// steps until they agree. With too few placebos for a tail, lambda is their spread alone.
func calibrate(c counterfactual, observed float64, past placebos) calibration {
	out := calibration{lambda: 1, pPlacebo: math.NaN(), pGrid: c.p(observed, 1)}
	placebo := 0.0
	switch n := len(past.scores); {
	case n >= LeastPlacebos:
		placebo = past.p(c.score(observed))
		out.pPlacebo = placebo
		out.lambda = math.Max(1, c.reach(past.critical()))
	case n > 0:
		out.lambda = math.Max(1, past.rms())
	}
	for more := 1e-12; ; more *= 2 {
		if out.lambda > widest {
			out.p = math.Max(placebo, 0.05) // never reached in practice; ends the search
			break
		}
		p := c.p(observed, out.lambda)
		if placebo < 0.05 || p >= 0.05 {
			out.p = math.Max(p, placebo)
			break
		}
		out.lambda *= 1 + more // rounding at the border
	}
	below, above := c.tails(observed, out.lambda)
	out.positive = below / (below + above)
	return out
}
