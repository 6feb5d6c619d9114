package impact

import (
	"math"
	"slices"
)

// work is one run over a series: passes and scores shared by all its mentions.
type work struct {
	s         Series
	mentions  []Mention
	events    []Event
	outages   []interruption
	spans     []Span // all that may be asked about
	masked    []bool // rows of mentions, events and outages
	known     []bool // rows of events and outages alone
	whole     bool   // every value is a whole number, none below 0
	negative  bool
	bands     bool
	secondary bool
	progress  func(done, total int)
	passes    map[pass]*scored
	courses   map[string]*coursed
	near      []int  // per row: how many mentions' starts lie within the guard
	busy      []bool // per row: an event lies within the guard
}

func newWork(s Series, mentions []Mention, groups [][]int, known Known) *work {
	n := len(s.Values)
	w := &work{
		s: s, mentions: mentions, events: known.Events, outages: interruptions(s),
		known: make([]bool, n), near: make([]int, n), busy: make([]bool, n),
		whole: true, bands: known.Bands, secondary: known.Secondary, progress: known.Progress, passes: map[pass]*scored{}, courses: map[string]*coursed{},
	}
	if w.progress == nil {
		w.progress = func(int, int) {}
	}
	for _, v := range s.Values {
		if v < 0 {
			w.negative, w.whole = true, false
		}
		if math.Abs(v-math.Round(v)) > 1e-6 {
			w.whole = false
		}
	}
	guard := s.Step.habits().guard
	for _, e := range w.events {
		mark(w.known, e.Span)
		if e.Over {
			continue
		}
		mark(w.busy, Span{From: e.Span.From - guard + 1, Rows: e.Span.Rows + 2*guard - 2})
	}
	for _, o := range w.outages {
		if o.gap {
			continue
		}
		if &w.s.Values[0] == &s.Values[0] {
			w.s.Values = slices.Clone(s.Values)
		}
		for i := o.span.From; i < o.span.End(); i++ {
			w.s.Values[i] = math.NaN()
		}
		// The rows next to it may be half counted.
		mark(w.known, Span{o.span.From - 1, o.span.Rows + 2})
	}
	w.masked = slices.Clone(w.known)
	for _, m := range mentions {
		mark(w.masked, m.Span)
		for i := max(0, m.Span.From-guard+1); i < min(n, m.Span.From+guard); i++ {
			w.near[i]++
		}
	}
	w.ask(groups)
	return w
}

func mark(rows []bool, s Span) {
	for i := max(0, s.From); i < min(len(rows), s.End()); i++ {
		rows[i] = true
	}
}

// ask notes every span that may be asked about: each mention's and each cluster's, and
// the longer windows from their starts.
func (w *work) ask(groups [][]int) {
	seen := map[Span]bool{}
	add := func(s Span) {
		if !seen[s] && s.End() <= len(w.s.Values) {
			seen[s] = true
			w.spans = append(w.spans, s)
		}
	}
	for _, g := range groups {
		end := 0
		for _, i := range g {
			span := w.mentions[i].Span
			add(span)
			end = max(end, span.End())
			if w.secondary {
				for _, days := range SecondaryWindows {
					add(w.s.longer(span, days))
				}
			}
		}
		first := w.mentions[g[0]].Span.From
		add(Span{first, end - first})
	}
}

// axis is the scale the model works on.
type axis int

const (
	rawAxis   axis = iota
	logAxis        // mean of 30 or more
	countAxis      // raw, with a negative binomial for the sums: mean under 5
)

// axisFor chooses the scale by what was counted before row end, on ordinary rows.
func (w *work) axisFor(end int) axis {
	n, sum := 0, 0.0
	add := func(masked []bool) {
		for i, v := range w.s.Values[:end] {
			if !masked[i] && !math.IsNaN(v) {
				n++
				sum += v
			}
		}
	}
	if add(w.masked); n == 0 {
		add(w.known) // mentions on every row
	}
	mean := sum / float64(max(n, 1))
	switch {
	case w.negative:
		return rawAxis
	case mean >= 30:
		return logAxis
	case mean < 5 && w.whole:
		return countAxis
	}
	return rawAxis
}

// sum adds up the counted rows of a span.
func (w *work) sum(m *model, s Span) (sum float64, rows int) {
	for i := s.From; i < s.End(); i++ {
		if m.counted(i) {
			sum += m.raw[i]
			rows++
		}
	}
	return sum, rows
}
