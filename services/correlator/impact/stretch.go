package impact

import "math"

// seen is what one filter of the bank knows about a stretch of rows: its state before the first
// of them, and where one is kept, the state that the rows after the stretch lead back to.
type seen struct {
	dim       int
	q, noise  float64
	mean, cov []float64
	back      []float64 // mean from the other side; nil for a forecast alone
	backCov   []float64
	apart     int // rows between the two states
}

// stretch estimates effects on some rows: what was counted there against what the rows around
// them lead to expect, with the covariance of those differences. It is room that is used again.
type stretch struct {
	m     *model
	at    []int     // the rows, as distances from the first
	diff  []float64 // counted less expected, in the metric's unit
	base  []float64 // expected
	w     []float64 // covariance of diff, then its Cholesky factor
	total float64   // sum of w, all entries
	mu    []float64
	reach []float64 // covariance of each row with the state
	room  []float64
	col   []float64
}

// look fills the differences for rows of the design beginning at row from. It reports whether
// they can be known at all.
func (st *stretch) look(k seen, rows []regressors, from int) bool {
	m, n, d := st.m, len(st.at), k.dim
	st.diff, st.base, st.mu = fit(st.diff, n), fit(st.base, n), fit(st.mu, n)
	st.w, st.reach, st.room = fit(st.w, n*n), fit(st.reach, n*d), fit(st.room, d*d+d+n*d)
	for j, off := range st.at {
		row := st.reach[j*d : j*d+d]
		clear(row)
		h := rows[from+off]
		st.mu[j] = 0
		for a, i := range h.at {
			st.mu[j] += h.val[a] * k.mean[i]
			for c, v := range k.cov[i*d : i*d+d] {
				row[c] += h.val[a] * v
			}
		}
	}
	for i, off := range st.at {
		h := rows[from+off]
		for j := 0; j <= i; j++ {
			sum := k.q * float64(st.at[j])
			for a, c := range h.at {
				sum += h.val[a] * st.reach[j*d+c]
			}
			st.w[i*n+j] = sum
		}
	}
	for j, off := range st.at {
		st.reach[j*d] += k.q * float64(off)
	}
	if k.back != nil && !st.bridge(k) {
		return false
	}
	for i := range n {
		usual := st.mu[i]
		if m.log {
			usual = math.Expm1(math.Min(usual, 50))
		}
		st.w[i*n+i] += m.byRow.of(from, k.noise, usual)
		if v := st.w[i*n+i]; v > diffuse/1e3 || v <= 0 || v != v {
			return false
		}
	}
	for j, off := range st.at {
		counted := m.raw[from+off]
		if m.log {
			st.base[j] = math.Exp(math.Min(st.mu[j]+math.Min(k.noise*st.w[j*n+j]/2, 1), 50))
			st.diff[j] = counted + 1 - st.base[j]
		} else {
			st.base[j] = 1
			st.diff[j] = counted - st.mu[j]
		}
	}
	st.total = 0
	for i := range n {
		for j := 0; j <= i; j++ {
			v := st.w[i*n+j] * k.noise * st.base[i] * st.base[j]
			st.w[i*n+j] = v
			st.total += v
			if i != j {
				st.total += v
			}
		}
	}
	for j := range n {
		if m.log {
			st.base[j]--
		} else {
			st.base[j] = st.mu[j]
		}
	}
	return factor(st.w, n)
}

// bridge takes in what the rows after the stretch say: the state there is the state before plus
// the level's steps, so the difference of the two corrects what was expected.
func (st *stretch) bridge(k seen) bool {
	n, d := len(st.at), k.dim
	both, gap, solved := st.room[:d*d], st.room[d*d:d*d+d], st.room[d*d+d:d*d+d+n*d]
	for i := range d {
		for j := 0; j <= i; j++ {
			both[i*d+j] = k.cov[i*d+j] + k.backCov[i*d+j]
		}
		gap[i] = k.back[i] - k.mean[i]
	}
	both[0] += k.q * float64(k.apart)
	if !factor(both, d) {
		return false
	}
	copy(solved, st.reach)
	for j := range n {
		forward(both, d, solved[j*d:j*d+d])
	}
	forward(both, d, gap)
	for i := range n {
		a := solved[i*d : i*d+d]
		for c, v := range a {
			st.mu[i] += v * gap[c]
		}
		for j := 0; j <= i; j++ {
			sum := 0.0
			for c, v := range solved[j*d : j*d+d] {
				sum += v * a[c]
			}
			st.w[i*n+j] -= sum
		}
	}
	return true
}

// effect returns the total effect, and its variance, of an effect that runs as x; others is a
// second effect on the same rows, fitted beside it, or nil. A plain sum is asked for by plain.
func (st *stretch) effect(x, others []float64, plain bool) (effect, variance float64, ok bool) {
	n := len(st.at)
	if plain && others == nil {
		sum, share := 0.0, 0.0
		for j, v := range st.diff {
			sum += v
			share += x[j]
		}
		if share <= 0 {
			return 0, 0, false
		}
		return sum / share, st.total / (share * share), true
	}
	st.col = fit(st.col, 3*n)
	a, r, o := st.col[:n], st.col[n:2*n], st.col[2*n:3*n]
	copy(a, x[:n])
	copy(r, st.diff)
	forward(st.w, n, a)
	forward(st.w, n, r)
	aa, ar := dot(a, a), dot(a, r)
	if others == nil {
		return ar / aa, 1 / aa, aa > 0
	}
	copy(o, others[:n])
	forward(st.w, n, o)
	ao, oo, or := dot(a, o), dot(o, o), dot(o, r)
	if oo <= 0 {
		return ar / aa, 1 / aa, aa > 0
	}
	// The two can't be told apart where almost all of one lies on the other.
	if left := aa - ao*ao/oo; left > leastApart*aa {
		return (ar - ao*or/oo) / left, 1 / left, true
	}
	return 0, 0, false
}

// leastApart is the share of an effect's weight that must be its own for it to be told apart from
// the others on the same rows: a correlation of 0.9 at most.
const leastApart = 0.19

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// fit returns room for n numbers.
func fit(room []float64, n int) []float64 {
	if cap(room) < n {
		return make([]float64, n, 2*n)
	}
	return room[:n]
}

// factor turns the lower triangle of a positive definite matrix into its Cholesky factor.
func factor(a []float64, n int) bool {
	for j := range n {
		rj := a[j*n : j*n+j+1]
		s := rj[j]
		for _, v := range rj[:j] {
			s -= v * v
		}
		if !(s > 0) {
			return false
		}
		s = math.Sqrt(s)
		rj[j] = s
		for i := j + 1; i < n; i++ {
			ri := a[i*n : i*n+j+1]
			t := ri[j]
			for c, v := range rj[:j] {
				t -= v * ri[c]
			}
			ri[j] = t / s
		}
	}
	return true
}

// forward solves L x = b in place.
func forward(l []float64, n int, b []float64) {
	for i := range n {
		s := b[i]
		row := l[i*n : i*n+i+1]
		for c, v := range row[:i] {
			s -= v * b[c]
		}
		b[i] = s / row[i]
	}
}
