package impact

import "math"

// query asks for the sum over a span as seen from the row before it.
type query struct {
	span  Span
	ahead int // rows between the state that forecasts and the span
	at    int // answer's place

	design, flat []regressors // the span's rows, where they aren't the model's own
}

// of gives the rows that drive the span under a member's design.
func (q query) of(b *member) []regressors {
	switch span := q.rows(); {
	case q.design == nil:
		return b.rows[span.From:min(span.End(), len(b.rows))]
	case b.seasonal:
		return q.design
	}
	return q.flat
}

// rows is the span that is summed.
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

// at gives centre, scale (noise variance put in) and whether the sum can be forecast
// at all; rows are those of the span. On the log axis the sum of h values is log(mean(exp)); its variance is taken
// by the delta method, its centre to second order.
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

// member is one filter of the bank: a variance ratio under one of the designs.
type member struct {
	*filter
	rows     []regressors
	seasonal bool
	logPrior float64
}

// bank is a filter for each variance ratio, once with the seasonal effects and once
// without, each design with half of the prior. The seasonal ones come first.
func (m *model) bank() []member {
	var out []member
	grid := ratios()
	for _, r := range grid {
		out = append(out, member{newFilter(m.dim, r.q), m.rows, true, r.logPrior})
	}
	if m.flat.dim > 0 {
		for _, r := range grid {
			out = append(out, member{newFilter(m.flat.dim, r.q), m.flat.rows, false, r.logPrior})
		}
	}
	return out
}

// learn takes one row in. A row enters the likelihood of all members or of none, so
// that the two designs are weighed by the same rows.
func (m *model) learn(bank []member, i int) {
	counts := true
	for k := range bank {
		b := &bank[k]
		b.step()
		if m.usable(i) {
			informed := b.observe(m.y[i], b.rows[i], 1, counts)
			counts = counts && informed
		}
	}
}

// weigh gives each member's posterior weight.
func (m *model) weigh(bank []member, into []float64) {
	for k := range bank {
		into[k] = bank[k].logPrior + bank[k].logLikelihood(m.floor)
	}
	normalise(into)
}

// track runs the bank over rows [from, to) and answers every query on the way. A query
// sees only what lies before its span. A nil answer means that the sum can't be
// forecast from there. Queries are in order of their spans' first rows.
func (m *model) track(from, to int, queries []query, answers []*mixture) {
	longest := 0
	for _, q := range queries {
		longest = max(longest, q.span.Rows)
	}
	p := m.newForecaster(longest)
	bank := m.bank()
	weights := make([]float64, len(bank))
	room := make([]float64, 3*len(bank)*len(queries))
	next := 0
	for i := from; i <= to && next < len(queries); i++ {
		for weighed := false; next < len(queries) && queries[next].span.From == i; next++ {
			if !weighed {
				m.weigh(bank, weights)
				weighed = true
			}
			q := queries[next]
			a := &mixture{}
			a.weight, a.mean, a.scale, room = room[:0:len(bank)], room[len(bank):len(bank):2*len(bank)], room[2*len(bank):2*len(bank):3*len(bank)], room[3*len(bank):]
			for k, w := range weights {
				if w == 0 {
					continue
				}
				centre, scale, ok := p.at(bank[k].filter, q.of(&bank[k]), q)
				if !ok {
					a = nil
					break
				}
				a.weight = append(a.weight, w)
				a.mean = append(a.mean, centre)
				a.scale = append(a.scale, scale)
				a.df = float64(bank[k].seen)
			}
			if a != nil && m.log {
				a.skew(float64(m.rowsCounted(q.rows())), m.whole)
			}
			answers[q.at] = a
		}
		if i < to {
			m.learn(bank, i)
		}
	}
}

// negligible is the weight, as a share of the largest, below which a component is left
// out.
const negligible = 1e-3

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
		if logs[i] < negligible {
			logs[i] = 0
		}
		sum += logs[i]
	}
	for i := range logs {
		logs[i] /= sum
	}
}
