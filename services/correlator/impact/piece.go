package impact

import (
	"encoding/binary"
	"math"
)

// longestPiece is the most rows in one piece: a longer chain of mentions is cut, and what the
// earlier part still does in the later one is fitted there beside it.
const longestPiece = 28

// leastStarts is how many past windows are looked at for the course of a chain of mentions, which
// hardly any other piece has; the course of a single mention is held against all of them.
const leastStarts = 60

// together is a run of rows in which mentions of one pool and class fall, close enough to share
// rows: one coefficient is fitted for all of them.
type together struct {
	from, rows, count int
	at                []int       // the rows that were counted, as distances
	own, others       [][]float64 // by curve: the mentions' course, and that of mentions outside the pool
	effect, variance  []float64   // by curve: per mention
	base              float64     // what is usual on a mention's window
	past              *pastScores
}

// gather cuts a pool's mentions of one class, by day, into pieces.
func (p *Pooling) gather(c class, members []int) []*together {
	mine := map[int]bool{}
	for _, i := range members {
		mine[i] = true
	}
	var out []*together
	for k := 0; k < len(members); {
		from := p.starts[members[k]]
		end := from + c.rows
		next := k
		for next < len(members) {
			at := p.starts[members[next]]
			if at >= end && next > k || at+c.rows-from > longestPiece {
				break
			}
			end = max(end, at+c.rows)
			next++
		}
		t := &together{from: from, rows: end - from, count: next - k}
		for j := range t.rows {
			if !math.IsNaN(p.s.Values[from+j]) && !p.w.known[from+j] {
				t.at = append(t.at, j)
			}
		}
		k = next
		if len(t.at) > 0 {
			p.design(t, c, mine)
			out = append(out, t)
		}
	}
	return out
}

// design writes the course of the piece's own mentions and, where there are any, of the others.
func (p *Pooling) design(t *together, c class, mine map[int]bool) {
	all := p.curves(c)
	t.own, t.others = make([][]float64, len(all)), make([][]float64, len(all))
	for m := range all {
		t.own[m] = make([]float64, t.rows)
	}
	for day := t.from - fitRows + 1; day < t.from+t.rows; day++ {
		for _, i := range p.crowd[day] {
			its := p.classOf(p.mentions[i].Kind)
			own := mine[i] && its == c && day >= t.from
			courses := all
			if its != c {
				courses = p.curves(its)
			}
			for m := range all {
				into := t.own[m]
				if !own {
					if t.others[m] == nil {
						t.others[m] = make([]float64, t.rows)
					}
					into = t.others[m]
				}
				for j, v := range courses[min(m, len(courses)-1)] {
					if at := day + j - t.from; at >= 0 && at < t.rows {
						into[at] += v
					}
				}
			}
		}
	}
	for m := range all {
		t.own[m] = pick(t.own[m], t.at)
		if t.others[m] != nil {
			if t.others[m] = pick(t.others[m], t.at); dot(t.others[m], t.others[m]) == 0 {
				t.others[m] = nil
			}
		}
	}
}

func pick(v []float64, at []int) []float64 {
	out := make([]float64, len(at))
	for k, j := range at {
		out[k] = v[j]
	}
	return out
}

// key tells the designs of pieces apart.
func (t *together) key(c class) string {
	b := []byte{byte(c.window), byte(c.rows)}
	for _, j := range t.at {
		b = append(b, byte(j))
	}
	for _, x := range [][]float64{t.own[0], t.others[0]} {
		b = append(b, 0xff)
		for _, v := range x {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return string(b)
}

// estimate fills the piece's effects by curve, mixed over the variance ratios: the mean of the
// variances plus the spread of the effects.
func (p *Pooling) estimate(t *together, from, guard int) (effect, variance []float64, base float64, ok bool) {
	n := len(t.own)
	effect, variance = make([]float64, n), make([]float64, n)
	square := make([]float64, n)
	st := &p.stretch
	st.at = t.at
	for i := range p.sides {
		s := &p.sides[i]
		if !st.look(s.around(from, t.rows, guard), s.rows, from) {
			return nil, nil, 0, false
		}
		for m := range n {
			e, v, known := st.effect(t.own[m], t.others[m], m == plainSum)
			if !known || v <= 0 || v != v {
				return nil, nil, 0, false
			}
			effect[m] += s.weight * e
			square[m] += s.weight * e * e
			variance[m] += s.weight * v
		}
		usual := 0.0
		for _, v := range st.base {
			usual += v
		}
		base += s.weight * usual / float64(len(st.base))
	}
	for m := range n {
		variance[m] += math.Max(square[m]-effect[m]*effect[m], 0)
	}
	return effect, variance, base, len(p.sides) > 0
}
