package impact

import "math"

// query asks for the sum over a span as seen from the row before it.
type query struct {
	span  Span
	ahead int // rows between the state that forecasts and the span
	at    int // answer's place
}

// rows is the span that is summed.
func (q query) rows() Span { return Span{q.span.From + q.ahead, q.span.Rows} }

// forecaster predicts the sum over a span from one filter's state before it.
type forecaster struct {
	m       *model
	weights []float64 // of each row of the span in the sum's derivative
	dense   []float64 // the weighted regressors of the span
}

// at gives centre, scale (noise variance put in) and whether the sum can be forecast
// at all. On the log axis the sum of h values is log(mean(exp)); its variance is taken
// by the delta method, its centre to second order.
func (p *forecaster) at(f *filter, q query) (centre, scale float64, ok bool) {
	m, span := p.m, q.rows()
	noise := m.noise(f)
	weights := p.weights[:span.Rows]
	var largest float64 = math.Inf(-1)
	counted := 0
	for j := range weights {
		weights[j] = math.NaN()
		if i := span.From + j; m.counted(i) {
			mean, _ := f.forecast(m.rows[i])
			weights[j] = mean
			largest = math.Max(largest, mean)
			counted++
		}
	}
	if counted == 0 || f.seen < 3 {
		return 0, 0, false
	}
	total := 0.0
	for j, mean := range weights {
		switch {
		case math.IsNaN(mean):
			weights[j] = 0
		case m.log:
			weights[j] = math.Exp(mean - largest)
			total += weights[j]
		default:
			total += mean
			weights[j] = 1
		}
	}
	centre = total
	if m.log {
		centre = largest + math.Log(total/float64(counted))
		for j := range weights {
			weights[j] /= total
		}
	}

	clear(p.dense)
	variance, spread := 0.0, 0.0
	for j, w := range weights {
		if w == 0 {
			continue
		}
		h := m.rows[span.From+j]
		for a, i := range h.at {
			p.dense[i] += w * h.val[a]
		}
		variance += w * w
		if m.log {
			_, v := f.forecast(h)
			spread += w * (v + f.q*float64(q.ahead+j+1) + 1)
		}
	}
	for i, a := range p.dense {
		if a == 0 {
			continue
		}
		row := f.cov[i*f.dim : i*f.dim+f.dim]
		for j, b := range p.dense {
			variance += a * b * row[j]
		}
	}
	rest := 0.0
	for j := len(weights) - 1; j >= 0; j-- {
		rest += weights[j]
		variance += f.q * rest * rest
	}
	variance += f.q * float64(q.ahead) * rest * rest
	if f.fixed == 0 && variance > diffuse/1e3*float64(counted*counted) || variance <= 0 {
		return 0, 0, false
	}
	if m.log {
		centre += math.Min(noise*(spread-variance)/2, 1)
	}
	return centre, math.Sqrt(noise * variance), true
}

// track runs one pass of the filter per variance ratio over rows [from, to) and
// answers every query on the way. A query sees only what lies before its span. A nil
// answer means that the sum can't be forecast from there. Queries are in order of
// their spans' first rows.
func (m *model) track(from, to int, queries []query, answers []*mixture) {
	grid := ratios()
	for _, q := range queries {
		answers[q.at] = &mixture{
			weight: make([]float64, 0, len(grid)), mean: make([]float64, 0, len(grid)), scale: make([]float64, 0, len(grid)),
		}
	}
	longest := 0
	for _, q := range queries {
		longest = max(longest, q.span.Rows)
	}
	p := &forecaster{m: m, weights: make([]float64, longest), dense: make([]float64, m.dim)}
	for _, r := range grid {
		f := newFilter(m.dim, r.q)
		next := 0
		for i := from; i <= to; i++ {
			for next < len(queries) && queries[next].span.From == i {
				q := queries[next]
				next++
				if a := answers[q.at]; a != nil {
					centre, scale, ok := p.at(f, q)
					if !ok {
						answers[q.at] = nil
						continue
					}
					a.weight = append(a.weight, r.logPrior+f.logLikelihood(m.floor))
					a.mean = append(a.mean, centre)
					a.scale = append(a.scale, scale)
					a.df = float64(f.seen)
				}
			}
			if i == to || next == len(queries) {
				break
			}
			f.step()
			if m.usable(i) {
				f.observe(m.y[i], m.rows[i])
			}
		}
	}
	for _, q := range queries {
		if a := answers[q.at]; a != nil {
			normalise(a.weight)
			if m.log {
				a.skew(float64(m.rowsCounted(q.rows())), m.whole)
			}
		}
	}
}

// normalise turns log weights into weights that sum to 1; those that can't matter
// become 0.
func normalise(logs []float64) {
	largest := math.Inf(-1)
	for _, l := range logs {
		largest = math.Max(largest, l)
	}
	sum := 0.0
	for i, l := range logs {
		logs[i] = math.Exp(l - largest)
		if logs[i] < 1e-9 {
			logs[i] = 0
		}
		sum += logs[i]
	}
	for i := range logs {
		logs[i] /= sum
	}
}
