package impact

import (
	"math"
	"sort"
)

// LeastPlacebos is the history a calibrated answer needs, in past windows.
const LeastPlacebos = 60

// widest is where the search for lambda ends.
const widest = 1e9

// placebos are the normal scores of the past windows, in which nothing happened.
type placebos struct {
	scores []float64 // in the order of their windows
	sizes  []float64 // their absolute values, ascending
}

func newPlacebos(scores []float64) placebos {
	p := placebos{scores: scores, sizes: make([]float64, len(scores))}
	for i, z := range scores {
		p.sizes[i] = math.Abs(z)
	}
	sort.Float64s(p.sizes)
	return p
}

// rms is the root mean square of the scores; 1 is what the model promised.
func (p placebos) rms() float64 {
	sum := 0.0
	for _, z := range p.sizes {
		sum += z * z
	}
	return math.Sqrt(sum / float64(len(p.sizes)))
}

// rank is the placebo p-value of a score: (1 + how many are as large)/(m + 1).
func (p placebos) rank(z float64) float64 {
	m := len(p.sizes)
	as := m - sort.SearchFloat64s(p.sizes, math.Abs(z))
	return float64(1+as) / float64(m+1)
}

// critical is the largest score that the rank test at 5 % does not flag; 0 where it
// flags all.
func (p placebos) critical() float64 {
	m := len(p.sizes)
	k := int(math.Ceil(0.05*float64(m+1) - 1 - 1e-9))
	if k < 1 {
		return 0
	}
	return p.sizes[m-min(k, m)]
}

// calibration is how far a counterfactual is widened, and the p-values that result.
type calibration struct {
	lambda        float64
	p             float64 // final: the larger of the widened and the rank p
	pGrid         float64 // the model's own
	pPlacebo      float64 // NaN without enough history
	positive      float64 // P(effect > 0)
	below, above  float64
	rms, critical float64
}

// calibrate widens a counterfactual until its 5 % test is no easier to pass than the
// placebo windows allow, by their spread (lambda >= rms z) and by their rank (the 95 %
// interval reaches the last sum that the rank test lets through). p is the larger of
// the widened p and the rank p: both tests agree with the interval on which side of
// 5 % they fall.
func calibrate(c counterfactual, observed float64, past placebos) calibration {
	out := calibration{lambda: 1, pPlacebo: math.NaN()}
	out.pGrid = twoSided(c.tails(observed, 1))
	enough := len(past.scores) >= LeastPlacebos
	rank := 0.0
	if len(past.scores) > 0 {
		out.rms = past.rms()
		out.lambda = math.Max(1, out.rms)
	}
	if enough {
		out.critical = past.critical()
		rank = past.rank(c.score(observed))
		out.pPlacebo = rank
		if out.critical > 0 {
			out.lambda = math.Max(out.lambda, c.reach(out.critical))
		}
	}
	for more := 1e-12; ; more *= 2 {
		if out.lambda > widest {
			out.p = math.Max(rank, 0.05) // never reached in practice; ends the search
			break
		}
		out.below, out.above = c.tails(observed, out.lambda)
		p := twoSided(out.below, out.above)
		if rank < 0.05 || p >= 0.05 {
			out.p = math.Max(p, rank)
			break
		}
		out.lambda *= 1 + more // rounding at the border
	}
	out.positive = out.below / (out.below + out.above)
	return out
}

func twoSided(below, above float64) float64 { return math.Min(1, 2*math.Min(below, above)) }
