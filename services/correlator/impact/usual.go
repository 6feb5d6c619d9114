package impact

import "math"

// usual holds the columns for the usual effect of mentions: for each kind one for the first row
// of its window and one for the rows that follow. All mentions of a kind
// share them, so that what is fitted is the kind's usual effect and not the noise of
// single days: past windows keep their noise, and where mentions of a kind differ, that
// difference too.
type usual struct {
	kinds         map[string]int // its first column, counted from 0
	columns       int
	plain, plainF []regressors // rows without these columns: with seasons, without
	seasons, flat int          // where the columns begin in either design
}

// usualEffects adds the columns to a model's designs.
func (w *work) usualEffects(m *model) *usual {
	u := &usual{kinds: map[string]int{}, plain: m.rows, plainF: m.flat.rows, seasons: m.dim, flat: m.flat.dim}
	for _, mention := range w.mentions {
		if _, ok := u.kinds[mention.Kind]; !ok {
			u.kinds[mention.Kind] = u.columns
			u.columns += 2
		}
	}
	n := len(m.y)
	loads := make([][]float64, n)
	for _, mention := range w.mentions {
		u.load(loads, mention, 0, 1)
	}
	extend := func(d *design) {
		rows := make([]regressors, n)
		for i, r := range d.rows {
			rows[i] = r.with(loads[i], d.dim)
		}
		d.rows, d.dim = rows, d.dim+u.columns
	}
	extend(&m.design)
	if m.flat.dim > 0 {
		extend(&m.flat)
	}
	return u
}

// load adds a mention's share, times a factor, to the columns of the rows from a first one.
func (u *usual) load(loads [][]float64, m Mention, first int, times float64) {
	column := u.kinds[m.Kind]
	for i := max(m.Span.From, first); i < min(m.Span.End(), first+len(loads)); i++ {
		if loads[i-first] == nil {
			loads[i-first] = make([]float64, u.columns)
		}
		k := column
		if i > m.Span.From {
			k++
		}
		loads[i-first][k] += times
	}
}

// without returns the rows of a span, in both designs, without any mention that begins in it.
func (u *usual) without(m *model, span Span, mentions []Mention) (seasonal, flat []regressors) {
	loads := make([][]float64, span.Rows)
	for _, mention := range mentions {
		if mention.Span.From < span.From {
			u.load(loads, mention, span.From, 1)
		}
	}
	for j := range span.Rows {
		i := span.From + j
		if i >= len(m.y) {
			break
		}
		seasonal = append(seasonal, u.plain[i].with(loads[j], u.seasons))
		if u.flat > 0 {
			flat = append(flat, u.plainF[i].with(loads[j], u.flat))
		}
	}
	return seasonal, flat
}

// with returns a row with further columns, from the given index on; zeros are left out.
func (r regressors) with(load []float64, first int) regressors {
	if load == nil {
		return r
	}
	out := regressors{at: append([]int(nil), r.at...), val: append([]float64(nil), r.val...)}
	for k, v := range load {
		if math.Abs(v) > 1e-12 {
			out.at, out.val = append(out.at, first+k), append(out.val, v)
		}
	}
	return out
}
