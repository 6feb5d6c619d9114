package impact

import (
	"errors"
	"fmt"
	"math"
)

// CausalImpact's defaults (Brodersen et al. 2015; R package 1.4.1 with bsts 0.9.10), for the
// series standardized by mean and deviation before the window.
const (
	referenceLevel      = 0.01 // guess of the level's deviation per row …
	referenceLevelSize  = 32   // … worth so many rows
	referenceFit        = 0.8  // R² expected of the controls …
	referenceFitSize    = 50   // … worth so many rows
	referenceNoiseSize  = 0.01 // without controls the noise guess is worth next to nothing
	referenceModel      = 3.0  // controls expected in the regression, intercept included
	referenceSlab       = 0.01 // rows the prior of the coefficients is worth
	referenceShrink     = 0.5  // share of that prior that takes the controls as unrelated
	referenceGrid       = 28
	referenceSeasonGain = 10 // log likelihood a season of seven has to gain to be used
)

// normalDF are the degrees of freedom at which Student's distribution is taken for a normal one.
const normalDF = 1e4

// Reference answers with CausalImpact's priors on the raw scale: no placebo windows, only
// seasons that are requested or obvious, no verdict. It is for comparison with other programs;
// its false alarms on real series are the reason for this package. The posterior is summed
// over a grid of both deviations and over every subset of the controls, and not sampled.
func Reference(s Series, window Span) (Answer, error) {
	if err := s.validate(); err != nil {
		return Answer{}, err
	}
	if err := s.holds(window); err != nil {
		return Answer{}, err
	}
	window.Rows = min(window.Rows, len(s.Values)-window.From)
	if err := s.checkControls([]Mention{{Span: window}}); err != nil {
		return Answer{}, err
	}
	mean, sd := moments(s.Values[:window.From])
	if sd == 0 || window.From < 3 {
		return Answer{}, errors.New("the series is constant before the window or too short: there is nothing to compare with")
	}
	best, evidence := referenceFitted(s, window, s.Season, mean, sd)
	if s.Season == 0 && (s.Step == Day || s.Step == Index) && window.From >= 28 {
		if mix, gained := referenceFitted(s, window, 7, mean, sd); mix != nil && gained > evidence+referenceSeasonGain {
			best = mix
		}
	}
	out := blank(window)
	if best == nil {
		return out, errors.New("nothing was counted in the window")
	}
	observed, rows := 0.0, 0
	for _, v := range s.Values[window.From:window.End()] {
		if !math.IsNaN(v) {
			observed += v
			rows++
		}
	}
	w := &work{}
	for i := range best.mean {
		best.mean[i] = best.mean[i]*sd + mean*float64(rows)
		best.scale[i] *= sd
	}
	w.fill(&out, newTracked(best, false, rows, false), observed, rows, placebos{})
	grade(&out)
	out.Verdict, out.Reasons = CannotTell, []Reason{History}
	out.Method = fmt.Sprintf("CausalImpact's priors on the raw scale, %d controls: for comparison only", len(s.Controls))
	return out, nil
}

// referenceFitted sums the posterior over the grid; season is the number of rows per season, or 0.
func referenceFitted(s Series, window Span, season int, mean, sd float64) (*mixture, float64) {
	z := Series{Step: Index, Season: season, Values: make([]float64, len(s.Values)), Controls: s.Controls}
	for i, v := range s.Values {
		z.Values[i] = (v - mean) / sd
	}
	m := newModel(z, make([]bool, len(z.Values)), false, false, window.From)
	seasons := max(season, 1)
	k := m.dim - seasons
	if k > 0 { // the regression has an intercept of its own
		for i, r := range m.rows {
			m.rows[i] = regressors{append(append([]int(nil), r.at...), m.dim), append(append([]float64(nil), r.val...), 1)}
		}
		m.dim++
		k++
	}
	xtx := m.crossProducts(seasons, k, window.From)
	noiseGuess, noiseSize, inclusion := 1.0, referenceNoiseSize, 1.0
	if k > 0 {
		noiseGuess, noiseSize = math.Sqrt(1-referenceFit), referenceFitSize
		inclusion = math.Min(1, referenceModel/float64(k))
	}
	deviation := func(log, guess, size float64) float64 { // log density in log sigma
		return -size*log - size*guess*guess/(2*math.Exp(2*log))
	}
	mix := &mixture{df: normalDF}
	p := m.newForecaster(window.Rows)
	for subset := range 1 << k {
		chosen := 0
		for j := range k {
			chosen += subset >> j & 1
		}
		if inclusion == 1 && chosen < k {
			continue
		}
		prior := 0.0
		if inclusion < 1 {
			prior = float64(chosen)*math.Log(inclusion) + float64(k-chosen)*math.Log1p(-inclusion)
		}
		slab := slabCovariance(xtx, k, subset)
		for a := range referenceGrid {
			noise := math.Log(0.01) + math.Log(1.2/0.01)*float64(a)/(referenceGrid-1)
			for b := range referenceGrid {
				level := math.Log(0.002) + math.Log(1/0.002)*float64(b)/(referenceGrid-1)
				f := newFilter(m.dim, math.Exp(2*(level-noise)))
				f.fixed = math.Exp(2 * noise)
				clear(f.cov)
				f.mean[0] = firstCounted(m.y)
				f.cov[0] = 1 / f.fixed
				for i := 1; i < seasons; i++ {
					f.cov[i*m.dim+i] = 2 / f.fixed
				}
				for i := range k {
					for j := range k {
						f.cov[(seasons+i)*m.dim+seasons+j] = slab[i*k+j]
					}
				}
				for i := range window.From {
					if i > 0 {
						f.step()
					}
					if m.usable(i) {
						f.observe(m.y[i], m.rows[i], 1, true)
					}
				}
				centre, scale, ok := p.at(f, m.rows[window.From:], query{span: window})
				if !ok {
					return nil, 0
				}
				weight := prior + deviation(noise, noiseGuess, noiseSize) + deviation(level, referenceLevel, referenceLevelSize) -
					f.logDeterminant()/2 - float64(f.seen)*noise - f.sse/(2*f.fixed)
				mix.weight = append(mix.weight, weight)
				mix.mean = append(mix.mean, centre)
				mix.scale = append(mix.scale, scale)
			}
		}
	}
	evidence := logSum(mix.weight)
	normalise(mix.weight)
	return mix.trimmed(), evidence
}

// trimmed drops components of negligible weight.
func (m *mixture) trimmed() *mixture {
	out := &mixture{df: m.df, shift: m.shift}
	for i, w := range m.weight {
		if w > 1e-6 {
			out.weight = append(out.weight, w)
			out.mean = append(out.mean, m.mean[i])
			out.scale = append(out.scale, m.scale[i])
		}
	}
	total := 0.0
	for _, w := range out.weight {
		total += w
	}
	for i := range out.weight {
		out.weight[i] /= total
	}
	return out
}

func logSum(logs []float64) float64 {
	largest := math.Inf(-1)
	for _, l := range logs {
		largest = math.Max(largest, l)
	}
	sum := 0.0
	for _, l := range logs {
		sum += math.Exp(l - largest)
	}
	return largest + math.Log(sum)
}

func firstCounted(y []float64) float64 {
	for _, v := range y {
		if !math.IsNaN(v) {
			return v
		}
	}
	return 0
}

// crossProducts returns X'X/n of the regression's columns over the rows before a row.
func (m *model) crossProducts(first, k, before int) []float64 {
	out := make([]float64, k*k)
	n := 0.0
	for i := range before {
		if !m.usable(i) {
			continue
		}
		n++
		x := make([]float64, k)
		for a, at := range m.rows[i].at {
			if at >= first {
				x[at-first] = m.rows[i].val[a]
			}
		}
		for a := range k {
			for b := range k {
				out[a*k+b] += x[a] * x[b]
			}
		}
	}
	for i := range out {
		out[i] /= math.Max(n, 1)
	}
	return out
}
