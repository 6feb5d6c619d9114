package impact

// leastWeight is the share below which a variance ratio is left out of a two-sided estimate: the
// weights are those of the whole series and fixed, so what is left out can't flicker.
const leastWeight = 0.01

// side is one variance ratio with the states that its filter had on the way, forwards and back.
type side struct {
	weight, noise, q float64
	dim              int
	rows             []regressors
	mean, cov        []float64 // before each row, given the rows before it
	back, backCov    []float64 // of each row, given the rows after it
}

// sides runs the filters over all rows once to weigh them, and again, both ways, for those that
// matter, keeping every state. Everything that is asked afterwards is answered from these.
func (m *model) sides() []side {
	bank := m.bank()
	n := len(m.y)
	for i := range n {
		m.learn(bank, i)
	}
	weights := make([]float64, len(bank))
	m.weigh(bank, weights)
	total := 0.0
	for k, w := range weights {
		if w < leastWeight || bank[k].seen < 3 {
			weights[k] = 0
		}
		total += weights[k]
	}
	var out []side
	for k, b := range bank {
		if weights[k] == 0 {
			continue
		}
		s := side{weight: weights[k] / total, noise: m.noise(b.filter), q: b.q, dim: b.dim, rows: b.rows}
		s.mean, s.cov = m.keep(b, false)
		s.back, s.backCov = m.keep(b, true)
		out = append(out, s)
	}
	return out
}

// keep runs a member's filter over all rows, in either direction, and keeps the state with which
// each row is expected.
func (m *model) keep(b member, backwards bool) (mean, cov []float64) {
	n, d := len(m.y), b.dim
	f := newFilter(d, b.q)
	mean, cov = make([]float64, n*d), make([]float64, n*d*d)
	for k := range n {
		i := k
		if backwards {
			i = n - 1 - k
		}
		f.step()
		copy(mean[i*d:], f.mean)
		copy(cov[i*d*d:], f.cov)
		if m.usable(i) {
			f.observe(m.y[i], b.rows[i], 1, true)
		}
	}
	return mean, cov
}

// around returns what a side knows about rows [from, from+rows), leaving the guard rows after
// them out; without rows beyond those it is a forecast.
func (s *side) around(from, rows, guard int) seen {
	d := s.dim
	k := seen{dim: d, q: s.q, noise: s.noise, mean: s.mean[from*d : from*d+d], cov: s.cov[from*d*d : from*d*d+d*d]}
	n := len(s.mean) / d
	if last := from + rows + guard - 1; last < n-1 {
		k.back, k.backCov, k.apart = s.back[last*d:last*d+d], s.backCov[last*d*d:last*d*d+d*d], rows+guard-1
	}
	return k
}
