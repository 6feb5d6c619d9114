package impact

import (
	"fmt"
	"math"
)

// The answer for one podcast or video is an average over the six courses in place of the plain
// sum: the days of the effect weigh more than the days without. Only the rows before the window are
// used, as for the plain sum, so that the answer doesn't change once it was told.

// fits returns the rows, as distances from a span's first, on which its effect is fitted: up to
// fitRows, as far as they were counted and nothing else known fell on them.
func (w *work) fits(span Span, own int) []int {
	var out []int
	for j := range max(fitRows, span.Rows) {
		i := span.From + j
		if i >= len(w.s.Values) {
			break
		}
		if j >= span.Rows {
			if w.known[i] || w.begins(i, own) {
				break
			}
		}
		if !math.IsNaN(w.s.Values[i]) {
			out = append(out, j)
		}
	}
	return out
}

// begins reports whether another mention's window holds the row.
func (w *work) begins(i, own int) bool {
	if !w.masked[i] {
		return false
	}
	for k, m := range w.mentions {
		if k != own && m.Span.From <= i && i < m.Span.End() {
			return true
		}
	}
	return false
}

// byCourse reports whether a mention that is alone is answered by courses: a podcast or video by
// day, over its kind's own window, where the counts aren't low.
func (w *work) byCourse(ax axis, span Span, own []int) bool {
	return w.s.Step == Day && len(own) == 1 && ax != countAxis && curved(w.mentions[own[0]].Kind) && span.Rows == Window(w.mentions[own[0]].Kind)
}

// course is the design of a fit by courses: where its rows are, and the share of each curve on
// each of them and in the window.
type course struct {
	at     []int
	own    [][]float64
	window []float64
}

func newCourse(at []int, window int) course {
	out := course{at: at}
	all := curves(fitRows)
	all[plainSum] = even(at[len(at)-1] + 1)
	for _, c := range all {
		out.own = append(out.own, pick(c[:at[len(at)-1]+1], at))
		out.window = append(out.window, c.sum(window))
	}
	return out
}

// coursed is what the courses say before every row of a series: the mixture of the effect, its
// normal score, and the spread of the quick course alone.
type coursed struct {
	effect []*mixture
	score  []float64
	sd     []float64
	slow   []float64 // the same of an even course, the hardest to see
}

// coursed runs the bank over the rows once for all mentions whose effect is fitted on the same
// rows after their start. A nil mixture means that there isn't enough before that row.
func (w *work) coursed(m *model, ax axis, c course) *coursed {
	key := fmt.Sprint(ax, c.at, c.window)
	if out := w.courses[key]; out != nil {
		return out
	}
	n := len(w.s.Values)
	out := &coursed{effect: make([]*mixture, n), score: make([]float64, n), sd: make([]float64, n), slow: make([]float64, n)}
	bank := m.bank()
	weights := make([]float64, len(bank))
	st := &stretch{m: m, at: c.at}
	for i := 0; i+c.at[len(c.at)-1] < n; i++ {
		if c.complete(w.s.Values, i) && i > 0 {
			m.weigh(bank, weights)
			out.effect[i], out.sd[i], out.slow[i] = m.courseAt(c, st, bank, weights, i)
			if e := out.effect[i]; e != nil {
				out.score[i] = -mixScore(e, 0)
			}
		}
		m.learn(bank, i)
	}
	w.courses[key] = out
	return out
}

// complete reports whether the course's rows were counted from a start on.
func (c course) complete(values []float64, from int) bool {
	for _, j := range c.at {
		if math.IsNaN(values[from+j]) {
			return false
		}
	}
	return true
}

// courseAt fits the courses from the states before one row. Its components are the variance ratios
// times the curves; each curve has the same prior weight, times its evidence.
func (m *model) courseAt(c course, st *stretch, bank []member, weights []float64, from int) (out *mixture, quick, slow float64) {
	out = &mixture{}
	var spread, slowest spreadOf
	var logs []float64
	for k, w := range weights {
		if w == 0 {
			continue
		}
		b := &bank[k]
		if b.seen < 3 {
			return nil, 0, 0
		}
		// The members' states are those after row from-1: one step of the level on.
		state := seen{dim: b.dim, q: b.q, noise: m.noise(b.filter), mean: b.mean, cov: b.cov}
		b.cov[0] += b.q
		ok := st.look(state, b.rows, from)
		b.cov[0] -= b.q
		if !ok {
			return nil, 0, 0
		}
		size := 0.0 // two days' worth
		for _, v := range st.base {
			size += 2 * math.Max(v, 1) / float64(len(st.base))
		}
		for j, own := range c.own {
			e, v, ok := st.effect(own, nil, j == plainSum)
			if !ok || v <= 0 || v != v {
				return nil, 0, 0
			}
			share := c.window[j]
			t := size / share
			logs = append(logs, math.Log(w)+e*e/(2*v)*t*t/(t*t+v)-math.Log1p(t*t/v)/2)
			out.mean = append(out.mean, e*share)
			switch j {
			case quickCurve:
				spread.add(w, e*share, v*share*share)
			case plainSum:
				slowest.add(w, e*share, v*share*share)
			}
			out.scale = append(out.scale, math.Hypot(math.Sqrt(v)*share, shapeError*e*share))
		}
		out.df = float64(b.seen)
	}
	if len(logs) == 0 {
		return nil, 0, 0
	}
	normalise(logs)
	out.weight = logs
	return out, spread.sd(), slowest.sd()
}

// curvedAnswer fills the answer for one mention by courses. It reports false where courses can't
// be fitted; the plain sum then answers.
func (w *work) curvedAnswer(out *Answer, ax axis, span Span, own []int, sc *scored, plain placebos) bool {
	at := w.fits(span, own[0])
	if len(at) < 2 || sc.usual || w.mistyped(span.From) {
		return false
	}
	c := newCourse(at, span.Rows)
	m := sc.m
	rows := at[len(at)-1] + 1
	all := w.coursed(m, ax, c)
	effect := all.effect[span.From]
	if effect == nil {
		return false
	}
	var windows []Placebo
	var scores []float64
	for i := w.s.Step.habits().warmUp; i+rows <= span.From; i++ {
		if all.effect[i] != nil && w.quiet(i, rows, span) {
			windows, scores = append(windows, Placebo{i, all.score[i]}), append(scores, all.score[i])
		}
	}
	observed, counted := w.sum(m, span)
	if counted == 0 {
		return false
	}
	width := weekdayWidths(windows)
	for k := range windows {
		scores[k] /= width[windows[k].From%7]
		windows[k].Score = scores[k]
	}
	wider := width[span.From%7]
	centre := observed - effect.quantile(0.5)
	without := &mixture{weight: effect.weight, df: effect.df}
	for k, e := range effect.mean {
		without.mean = append(without.mean, centre+wider*(observed-e-centre))
		without.scale = append(without.scale, wider*effect.scale[k])
	}
	past := newPlacebosOf(scores, worthOf(c), false)
	if mix := sc.asked[span.From]; mix != nil && !past.sharper(wider*all.sd[span.From], w.counterfactual(ax, mix, counted), plain) {
		return false
	}
	out.Past, out.Placebos = windows, len(windows)
	w.fill(out, newTracked(without, false, counted, !w.negative), observed, counted, past)
	out.half = wider * all.sd[span.From] * z975 * out.Lambda * mixtureCost
	out.SmallestVisible = wider * all.slow[span.From] * (z975*out.Lambda*mixtureCost + z80)
	if mix := sc.asked[span.From]; mix != nil {
		out.SmallestVisible = math.Max(out.SmallestVisible, w.counterfactual(ax, mix, counted).visible(out.Lambda))
	}
	out.Courses = len(at)
	return true
}

// worthOf is how many days an average course spreads over: the days that windows share in effect.
func worthOf(c course) float64 {
	most := 1.0
	for _, k := range c.own[1:] {
		sum, square := 0.0, 0.0
		for _, v := range k {
			sum, square = sum+v, square+v*v
		}
		most = math.Max(most, sum*sum/square)
	}
	return most
}

// quiet reports whether a past window has no event, mention or unused row near its start, except
// for the mention that is asked about.
func (w *work) quiet(from, rows int, asked Span) bool {
	guard := w.s.Step.habits().guard
	others := w.near[from]
	if d := from - asked.From; d > -guard && d < guard {
		others--
	}
	if w.busy[from] || others > 0 {
		return false
	}
	for i := from; i < from+rows; i++ {
		if w.masked[i] || math.IsNaN(w.s.Values[i]) {
			return false
		}
	}
	return true
}

// mixtureCost is by how much the average over six courses is wider than the right course alone.
const mixtureCost = 1.1

// spreadOf adds up a mixture's spread.
type spreadOf struct{ weight, mean, square float64 }

func (s *spreadOf) add(weight, mean, variance float64) {
	s.weight, s.mean, s.square = s.weight+weight, s.mean+weight*mean, s.square+weight*(variance+mean*mean)
}

func (s *spreadOf) sd() float64 {
	mean := s.mean / s.weight
	return math.Sqrt(math.Max(s.square/s.weight-mean*mean, 0))
}
