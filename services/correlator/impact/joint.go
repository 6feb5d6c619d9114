package impact

import "math"

// priorWeek is the prior standard deviation of a mention's effect over its first week, in
// multiples of a usual day. It is wide but proper: with an improper prior, fits with different
// kernels could not be compared.
const priorWeek = 2.0

// tooClose is the posterior correlation below which two effects can't be separated and get one
// answer.
const tooClose = -0.6

// jointFit is the result of a joint fit of overlapping mentions: for each a mixture for its
// window's sum without it, and the posterior correlation of the effects.
type jointFit struct {
	sums  []*mixture
	least float64 // the most negative correlation of two effects
}

// piece is one point of the grid over variance ratio, kernel and decay.
type piece struct {
	logWeight float64
	df        float64
	mean      []float64 // effect of each mention over its window
	cov       []float64
}

// joint fits the mentions' effects together. It starts from the level and seasons before the
// first mention and adds one kernel for each mention; variance ratio, shape and decay are on
// the grid. On the log axis the row's mean is base x (1 + sum of effects), which is linearized
// around the fit and iterated, so that effects add up in the metric's own unit. It returns nil
// if there are too few rows before the first mention.
func (m *model) joint(spans []Span, end int) *jointFit {
	states := m.statesAt(spans[0].From)
	if len(states) == 0 || states[0].f.seen < 3 {
		return nil
	}
	var pieces []piece
	for _, k := range kernels() {
		for _, st := range states {
			pieces = append(pieces, m.fitKernel(st, k, spans, end))
		}
	}
	logs := make([]float64, len(pieces))
	for i, p := range pieces {
		logs[i] = p.logWeight
	}
	normalise(logs)
	n := len(spans)
	mean, cov := make([]float64, n), make([]float64, n*n)
	for i, p := range pieces {
		for a := range n {
			mean[a] += logs[i] * p.mean[a]
		}
	}
	for i, p := range pieces {
		for a := range n {
			for b := range n {
				cov[a*n+b] += logs[i] * (p.cov[a*n+b] + (p.mean[a]-mean[a])*(p.mean[b]-mean[b]))
			}
		}
	}
	out := &jointFit{least: 1}
	for a := range n {
		for b := range a {
			out.least = math.Min(out.least, cov[a*n+b]/math.Sqrt(cov[a*n+a]*cov[b*n+b]))
		}
		observed := 0.0
		for i := spans[a].From; i < spans[a].End(); i++ {
			if m.counted(i) {
				observed += m.raw[i]
			}
		}
		mix := &mixture{df: pieces[0].df}
		for i, p := range pieces {
			if logs[i] == 0 {
				continue
			}
			mix.weight = append(mix.weight, logs[i])
			mix.mean = append(mix.mean, observed-p.mean[a])
			mix.scale = append(mix.scale, math.Sqrt(math.Max(p.cov[a*n+a], m.floor)))
		}
		out.sums = append(out.sums, mix)
	}
	return out
}

// state is a filter before a certain row, with its prior weight.
type state struct {
	f        *filter
	logPrior float64
}

// statesAt runs every variance ratio up to a row and keeps those that still matter.
func (m *model) statesAt(row int) []state {
	var all []state
	logs := []float64{}
	for _, r := range ratios() {
		f := newFilter(m.dim, r.q)
		for i := range row {
			f.step()
			if m.usable(i) {
				f.observe(m.y[i], m.rows[i], 1, true)
			}
		}
		all = append(all, state{f, r.logPrior})
		logs = append(logs, r.logPrior+f.logLikelihood(m.floor))
	}
	normalise(logs)
	var out []state
	for i, s := range all {
		if logs[i] > 1e-3 {
			out = append(out, s)
		}
	}
	return out
}

// widen adds n coefficients with the given prior variance.
func (f *filter) widen(n int, variance float64) *filter {
	g := newFilter(f.dim+n, f.q)
	g.seen, g.sse, g.errors, g.logDet, g.det = f.seen, f.sse, f.errors, f.logDet, f.det
	clear(g.cov)
	copy(g.mean, f.mean)
	for i := range f.dim {
		copy(g.cov[i*g.dim:i*g.dim+f.dim], f.cov[i*f.dim:(i+1)*f.dim])
	}
	for i := f.dim; i < g.dim; i++ {
		g.cov[i*g.dim+i] = variance
	}
	return g
}

// fitKernel fits one kernel from one state.
func (m *model) fitKernel(st state, k kernel, spans []Span, end int) piece {
	n := len(spans)
	noise := m.noise(st.f)
	base, _ := st.f.forecast(m.rows[spans[0].From])
	unit := 1.0 // what a coefficient of 1 means on the axis
	if !m.log {
		unit = math.Max(base, 1)
	}
	prior := math.Min(priorWeek*priorWeek*unit*unit/noise, diffuse/1e4)
	effects := make([]float64, n)
	var f *filter
	var room regressors
	rounds := 4
	if !m.log && !m.whole {
		rounds = 1
	}
	for range rounds {
		f = st.f.widen(n, prior)
		f.whole = true
		for i := spans[0].From; i < end; i++ {
			f.step()
			if math.IsNaN(m.y[i]) {
				continue
			}
			row, shift, total := m.kernelRow(k, spans, effects, i, room)
			room = row
			times := m.noisier(noise, base, total)
			f.observe(m.y[i]-shift, row, times, true)
		}
		copy(effects, f.mean[m.dim:])
	}
	p := piece{logWeight: st.logPrior + f.logLikelihood(m.floor), df: float64(f.seen), mean: make([]float64, n), cov: make([]float64, n*n)}
	noise = m.noise(f)
	// Each window's effect is a linear function of the state round the fit.
	slopes := make([][]float64, n)
	for a, span := range spans {
		slope := make([]float64, f.dim)
		for i := span.From; i < span.End(); i++ {
			if !m.counted(i) {
				continue
			}
			w := k.at(i - span.From)
			base := 1.0
			if m.log {
				mean, _ := f.forecast(m.rows[i])
				base = math.Exp(mean)
				for c, at := range m.rows[i].at {
					slope[at] += m.rows[i].val[c] * base * effects[a] * w
				}
			}
			p.mean[a] += base * effects[a] * w
			slope[m.dim+a] += base * w
		}
		slopes[a] = slope
	}
	for a := range n {
		for b := range n {
			sum := 0.0
			for i, x := range slopes[a] {
				if x == 0 {
					continue
				}
				for j, y := range slopes[b] {
					sum += x * y * f.cov[i*f.dim+j]
				}
			}
			p.cov[a*n+b] = noise * sum
		}
	}
	return p
}

// kernelRow is a row's regressors with the kernels', linearised round the effects so
// far, what has to be taken off the value for that, and the effects' sum;
// room is a row that may be overwritten.
func (m *model) kernelRow(k kernel, spans []Span, effects []float64, i int, room regressors) (row regressors, shift, total float64) {
	base := m.rows[i]
	row = regressors{at: append(room.at[:0], base.at...), val: append(room.val[:0], base.val...)}
	for a, s := range spans {
		total += effects[a] * k.at(i-s.From)
	}
	slope := 1.0
	if m.log {
		factor := math.Max(1+total, 0.1)
		slope, shift = 1/factor, math.Log(factor)
	}
	for a, s := range spans {
		w := k.at(i - s.From)
		if w == 0 {
			continue
		}
		row.at = append(row.at, m.dim+a)
		row.val = append(row.val, w*slope)
		if m.log {
			shift -= w * slope * effects[a]
		}
	}
	return row, shift, total
}

// noisier is how many times the usual noise variance a row has with so much effect on
// it. A count's noise holds a Poisson's, whose variance is the mean itself: it grows
// with the effect on the raw axis and shrinks with it on the log one.
func (m *model) noisier(noise, base, effect float64) float64 {
	if !m.whole || noise <= 0 {
		return 1
	}
	poisson, factor := math.Max(base, 0)/noise, 1.0
	if m.log {
		poisson = math.Exp(-base) / noise
		factor = 1 / math.Max(1+effect, 0.1)
	} else if base > 0 {
		factor = math.Max(1+effect/base, 0.1)
	}
	return 1 + math.Min(poisson, 1)*(factor-1)
}
