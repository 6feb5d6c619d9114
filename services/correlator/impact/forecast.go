package impact

import "math"

// query is a request for the forecast of a span's sum, made before the span.
type query struct {
	span  Span
	ahead int // rows between the state that forecasts and the span
	at    int // answer's place

	design, flat []regressors // the span's rows, where they aren't the model's own
}

// of returns the regressors of the span's rows under a member's design.
func (q query) of(b *member) []regressors {
	switch span := q.rows(); {
	case q.design == nil:
		return b.rows[span.From:min(span.End(), len(b.rows))]
	case b.seasonal:
		return q.design
	}
	return q.flat
}

// rows returns the span that is summed.
func (q query) rows() Span { return Span{q.span.From + q.ahead, q.span.Rows} }

// forecaster predicts the sum over a span from one filter's state before it.
type forecaster struct {
	m       *model
	weights []float64 // of each row of the span in the sum's derivative
	dense   []float64 // the weighted regressors of the span
}

func (m *model) newForecaster(longest int) *forecaster {
	return &forecaster{m: m, weights: make([]float64, longest), dense: make([]float64, m.dim)}
}

// at returns the centre and the scale (with the noise variance) of the span's sum, and reports
// whether it can be forecast at all. rows are the span's. On the log axis the forecast is of
// log(mean(exp)) of the h values; the variance is computed by the delta method, the centre to
// second order.
func (p *forecaster) at(f *filter, rows []regressors, q query) (centre, scale float64, ok bool) {
	m, span := p.m, q.rows()
	noise := m.noise(f)
	weights := p.weights[:span.Rows]
	largest := math.Inf(-1)
	counted := 0
	for j := range weights {
		weights[j] = math.NaN()
		if i := span.From + j; m.counted(i) {
			mean := 0.0
			h := &rows[j]
			for a, at := range h.at {
				mean += h.val[a] * f.mean[at]
			}
			weights[j] = mean
			if mean > largest {
				largest = mean
			}
			counted++
		}
	}
	if counted == 0 || f.seen < 3 {
		return 0, 0, false
	}
	total := 0.0
	for j, mean := range weights {
		switch {
		case mean != mean:
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

	dense := p.dense[:f.dim]
	clear(dense)
	variance, spread := 0.0, 0.0
	for j, w := range weights {
		if w == 0 {
			continue
		}
		h := &rows[j]
		for a, i := range h.at {
			dense[i] += w * h.val[a]
		}
		variance += w * w
		if m.log {
			_, v := f.forecast(*h)
			spread += w * (v + f.q*float64(q.ahead+j+1) + 1)
		}
	}
	for i, a := range dense {
		if a == 0 {
			continue
		}
		row := f.cov[i*f.dim : i*f.dim+f.dim]
		for j, b := range dense {
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
