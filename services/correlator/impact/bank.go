package impact

import "math"

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
