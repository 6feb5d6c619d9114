package impact

import (
	"fmt"
	"math"
	"sort"
)

// pass is one model of the series at one window length. If usual is set, the usual effect of
// each kind of mention is fitted; otherwise the rows of mentions are left out.
type pass struct {
	axis  axis
	rows  int
	usual bool
}

// scored is the result of one pass: the mixture before each requested span and the score of
// each possible placebo window.
type scored struct {
	pass
	m      *model
	asked  map[int]*mixture // by first row
	starts []int
	scores []float64
}

// scores runs a pass once, for all mentions that use it.
func (w *work) scores(p pass) *scored {
	if sc := w.passes[p]; sc != nil {
		return sc
	}
	first := len(w.s.Values)
	for _, m := range w.mentions {
		first = min(first, max(m.Span.From, 1))
	}
	masked := w.masked
	if p.usual {
		masked = w.known
	}
	sc := &scored{pass: p, m: newModel(w.s, masked, p.axis == logAxis, w.whole, first), asked: map[int]*mixture{}}
	var effects *usual
	if p.usual {
		effects = w.usualEffects(sc.m)
	}
	var queries []query
	last := 0
	for _, span := range w.spans {
		if span.Rows != p.rows {
			continue
		}
		q := query{span: span}
		if effects != nil {
			q.design, q.flat = effects.without(sc.m, span, w.mentions)
		}
		queries = append(queries, q)
		last = max(last, span.From)
	}
	plain := len(queries)
	for i := w.s.Step.habits().warmUp; i+p.rows <= last; i++ {
		if w.ordinary(Span{i, p.rows}, masked) {
			queries = append(queries, query{span: Span{i, p.rows}})
		}
	}
	for i := range queries {
		queries[i].at = i
	}
	answers := make([]*mixture, len(queries))
	order := append([]query(nil), queries...)
	sort.SliceStable(order, func(a, b int) bool { return order[a].span.From < order[b].span.From })
	sc.m.track(0, last, order, answers)
	for i, a := range answers {
		span := queries[i].span
		switch {
		case i < plain:
			sc.asked[span.From] = a
		case a != nil:
			sum, rows := w.sum(sc.m, span)
			if p.axis == countAxis {
				sc.scores = append(sc.scores, newCount(a).score(sum))
			} else {
				sc.scores = append(sc.scores, mixScore(a, a.axis(sc.m.log, sum, float64(rows))))
			}
			sc.starts = append(sc.starts, span.From)
		}
	}
	w.passes[p] = sc
	return sc
}

// mixScore returns the normal score of a point on the axis.
func mixScore(m *mixture, x float64) float64 {
	below, above := 0.0, 0.0
	for i, weight := range m.weight {
		t := (x - m.mean[i]) / m.scale[i]
		tail := weight * studentBelow(-math.Abs(t), m.df)
		if t < 0 {
			below, above = below+tail, above+weight-tail
		} else {
			below, above = below+weight-tail, above+tail
		}
	}
	return normalScore(below, above)
}

// ordinary reports whether a span has no event, outage, gap or otherwise unused row, so that it
// can be a placebo window.
func (w *work) ordinary(s Span, masked []bool) bool {
	if w.busy[s.From] {
		return false
	}
	for i := s.From; i < s.End(); i++ {
		if masked[i] || math.IsNaN(w.s.Values[i]) {
			return false
		}
	}
	return true
}

// past chooses the pass and the placebo windows for one span: windows before it, a guard
// distance away from all mentions except the requested ones. If mentions leave fewer than
// LeastPlacebos of these, and fitting their usual effects leaves enough, it does that.
func (w *work) past(ax axis, span Span, own []int, out *Answer) (*scored, placebos) {
	sc := w.scores(pass{axis: ax, rows: span.Rows})
	windows := w.before(sc, span, own)
	if enough := span.From - w.s.Step.habits().warmUp - span.Rows; len(windows) < LeastPlacebos && enough >= LeastPlacebos && len(w.mentions) > len(own) {
		fitted := w.scores(pass{ax, span.Rows, true})
		if more := w.before(fitted, span, own); len(more) >= LeastPlacebos && fitted.asked[span.From] != nil {
			out.Notes = append(out.Notes, fmt.Sprintf("Mentions are too frequent for %d quiet past periods (there are %d): their usual effects were fitted, by kind, and taken off first.",
				LeastPlacebos, len(windows)))
			out.Fitted = true
			sc, windows = fitted, more
		}
	}
	out.Past, out.Placebos = windows, len(windows)
	scores := make([]float64, len(windows))
	for i, p := range windows {
		scores[i] = p.Score
	}
	return sc, newPlacebos(scores, span.Rows, ax == countAxis)
}

// before returns a pass' placebo windows that end before a span begins.
func (w *work) before(sc *scored, span Span, own []int) []Placebo {
	guard := w.s.Step.habits().guard
	var out []Placebo
	for i, at := range sc.starts {
		if at+span.Rows > span.From {
			break
		}
		if !sc.usual {
			others := w.near[at]
			for _, k := range own {
				if d := at - w.mentions[k].Span.From; d > -guard && d < guard {
					others--
				}
			}
			if others > 0 {
				continue
			}
		}
		out = append(out, Placebo{at, sc.scores[i]})
	}
	return out
}
