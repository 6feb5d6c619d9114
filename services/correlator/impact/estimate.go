package impact

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// Mention is a name-drop to be judged over its window.
type Mention struct {
	Span Span
	Kind string
	Name string
}

// Event is something known that may have moved the metric: an own campaign, a
// release, a holiday. Its rows are not learnt from.
type Event struct {
	Span Span
	Name string
}

// Known is what is known beside the question.
type Known struct {
	Mentions []Mention // others, not asked about
	Events   []Event
	Bands    bool                  // fill Answer.Band, which takes longer than the rest
	Progress func(done, total int) // called now and then; may be nil
}

// Estimate answers for one window. An error says what is wrong with the question; an
// answer that can't be computed is no error but CannotTell.
func Estimate(s Series, window Span, known Known) (Answer, error) {
	if err := s.validate(); err != nil {
		return Answer{}, err
	}
	if err := s.holds(window); err != nil {
		return Answer{}, err
	}
	mentions := append([]Mention{{Span: window}}, known.Mentions...)
	answers, err := estimate(s, mentions, 1, known)
	if err != nil {
		return Answer{}, err
	}
	return answers[0], nil
}

// EstimateAll answers for every mention, in their order. The false-discovery rate is
// held over all of them; mentions that can't be told apart share one answer. A mention
// outside the series gets an answer that says so.
func EstimateAll(s Series, mentions []Mention, known Known) ([]Answer, error) {
	all := append(append([]Mention(nil), mentions...), known.Mentions...)
	return estimate(s, all, len(mentions), known)
}

// estimate answers for the first count mentions, knowing all.
func estimate(s Series, mentions []Mention, count int, known Known) ([]Answer, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	if err := s.checkControls(mentions[:count]); err != nil {
		return nil, err
	}
	w := newWork(s, mentions, known.Events)
	w.bands = known.Bands
	if w.progress = known.Progress; w.progress == nil {
		w.progress = func(int, int) {}
	}
	answers := make([]Answer, count)
	groups := clusters(mentions, len(s.Values))
	w.ask(groups)
	done := 0
	for _, cluster := range groups {
		w.progress(done, len(answers))
		switch {
		case len(cluster) > 1:
			w.together(cluster, answers)
		case cluster[0] < count:
			answers[cluster[0]] = w.answer(mentions[cluster[0]].Span, cluster)
		}
		done += len(cluster)
	}
	for i := range answers {
		if err := s.holds(mentions[i].Span); err != nil {
			answers[i] = blank(mentions[i].Span)
			answers[i].Notes = append(answers[i].Notes, sentence(err))
			answers[i].add(History)
		}
	}
	adjust(answers)
	for i := range answers {
		grade(&answers[i])
	}
	return answers, nil
}

// holds refuses a window the series can't answer for.
func (s Series) holds(w Span) error {
	switch {
	case w.Rows < 1:
		return fmt.Errorf("the window has no rows")
	case w.From < 0:
		return fmt.Errorf("the mention is before the first row (%s)", s.Label(0))
	case w.From >= len(s.Values):
		return fmt.Errorf("the mention is after the last row (%s)", s.Label(len(s.Values)-1))
	case w.From == 0:
		return fmt.Errorf("the mention is on the first row (%s): nothing before it to compare with", s.Label(0))
	}
	return nil
}

// sentence turns an error into one.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// work is one run over a series: passes and scores shared by all its mentions.
type work struct {
	s        Series
	mentions []Mention
	events   []Event
	outages  []interruption
	spans    []Span // all that may be asked about
	masked   []bool
	whole    bool // every value is a whole number, none below 0
	negative bool
	bands    bool
	progress func(done, total int)
	passes   map[pass]*scored
	near     []int  // per row: how many mentions' starts lie within the guard
	busy     []bool // per row: an event lies within the guard
}

// pass is one model of the series at one window length.
type pass struct {
	axis axis
	rows int
}

// ask notes every span that may be asked about: each mention's and each cluster's.
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
			add(w.mentions[i].Span)
			end = max(end, w.mentions[i].Span.End())
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

// scored is what one pass found: the mixture before each mention and the score of
// each possible placebo window.
type scored struct {
	m      *model
	asked  map[int]*mixture // by first row
	starts []int
	scores []float64
}

func newWork(s Series, mentions []Mention, events []Event) *work {
	n := len(s.Values)
	w := &work{s: s, mentions: mentions, events: events, masked: make([]bool, n), whole: true, passes: map[pass]*scored{}}
	for _, v := range s.Values {
		if v < 0 {
			w.negative, w.whole = true, false
		}
		if math.Abs(v-math.Round(v)) > 1e-6 {
			w.whole = false
		}
	}
	w.outages = interruptions(s)
	w.near, w.busy = make([]int, n), make([]bool, n)
	guard := s.Step.habits().guard
	for _, m := range mentions {
		mark(w.masked, m.Span)
		for i := max(0, m.Span.From-guard+1); i < min(n, m.Span.From+guard); i++ {
			w.near[i]++
		}
	}
	for _, e := range events {
		mark(w.masked, e.Span)
		mark(w.busy, Span{From: e.Span.From - guard + 1, Rows: e.Span.Rows + 2*guard - 2})
	}
	for _, o := range w.outages {
		if o.gap {
			continue
		}
		if len(w.s.Values) > 0 && &w.s.Values[0] == &s.Values[0] {
			w.s.Values = slices.Clone(s.Values)
		}
		for i := o.span.From; i < o.span.End(); i++ {
			w.s.Values[i] = math.NaN()
		}
		// The rows next to it may be half counted.
		mark(w.masked, Span{o.span.From - 1, o.span.Rows + 2})
	}
	return w
}

func mark(rows []bool, s Span) {
	for i := max(0, s.From); i < min(len(rows), s.End()); i++ {
		rows[i] = true
	}
}

// axisFor chooses the scale by what was counted before row end, on ordinary rows.
func (w *work) axisFor(end int) axis {
	n, sum := 0, 0.0
	for i, v := range w.s.Values[:end] {
		if !w.masked[i] && !math.IsNaN(v) {
			n++
			sum += v
		}
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

// scores runs the pass for a window length once, for all mentions that use it.
func (w *work) scores(p pass) *scored {
	if sc := w.passes[p]; sc != nil {
		return sc
	}
	n := len(w.s.Values)
	first := n
	for _, m := range w.mentions {
		first = min(first, max(m.Span.From, 1))
	}
	sc := &scored{m: newModel(w.s, w.masked, p.axis == logAxis, w.whole, first), asked: map[int]*mixture{}}
	var queries []query
	var asked []int
	last := 0
	for _, span := range w.spans {
		if span.Rows == p.rows {
			queries = append(queries, query{span: span})
			asked = append(asked, span.From)
			last = max(last, span.From)
		}
	}
	plain := len(queries)
	for i := w.s.Step.habits().warmUp; i+p.rows <= last; i++ {
		if w.ordinary(Span{i, p.rows}) {
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
		switch {
		case i < plain:
			sc.asked[asked[i]] = a
		case a != nil:
			span := queries[i].span
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

// mixScore is the normal score of a point on the axis.
func mixScore(m *mixture, x float64) float64 {
	below, above := 0.0, 0.0
	for i, weight := range m.weight {
		if weight == 0 {
			continue
		}
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

// ordinary says whether a span can be a placebo window as far as events, outages and
// gaps go; mentions are looked at for each question.
func (w *work) ordinary(s Span) bool {
	if w.busy[s.From] {
		return false
	}
	for i := s.From; i < s.End(); i++ {
		if w.masked[i] || math.IsNaN(w.s.Values[i]) {
			return false
		}
	}
	return true
}

// answer is the answer for one span; own are the mentions that are asked about in it.
func (w *work) answer(span Span, own []int) Answer {
	if span.End() > len(w.s.Values) {
		return w.open(span)
	}
	out := blank(span)
	w.disturbed(&out)
	if refusal := w.refuse(span); refusal != "" {
		out.Notes = append(out.Notes, refusal)
		out.add(History)
		return out
	}
	ax := w.axisFor(span.From)
	sc := w.scores(pass{ax, span.Rows})
	past := w.past(sc, span, own, &out)
	out.Placebos = len(past.scores)
	observed, rows := w.sum(sc.m, span)
	mix := sc.asked[span.From]
	if rows == 0 {
		out.Notes = append(out.Notes, "Nothing was counted in the window.")
		return out
	}
	if mix == nil {
		out.Notes = append(out.Notes, "There is not enough history before the window to forecast it.")
		out.add(History)
		return out
	}
	var c counterfactual
	if ax == countAxis {
		c = newCount(mix)
	} else {
		c = newTracked(mix, ax == logAxis, rows, !w.negative)
	}
	w.fill(&out, c, observed, rows, past)
	out.Method = w.method(ax, out)
	if w.bands {
		out.Band = w.band(sc.m, ax, span, out.Lambda)
	}
	return out
}

// fill writes all that follows from one counterfactual and its calibration.
func (w *work) fill(out *Answer, c counterfactual, observed float64, rows int, past placebos) {
	cal := calibrate(c, observed, past)
	out.Observed, out.Expected = observed, c.expected()
	low, high := c.interval(0.95, cal.lambda)
	out.Cumulative = Range{observed - out.Expected, observed - high, observed - low}
	// Where an interval is narrower than rounding, the interval decides.
	switch excludes := out.Cumulative.Low > 0 || out.Cumulative.High < 0; {
	case cal.p < 0.05 && !excludes:
		cal.p = 0.05
	case cal.p >= 0.05 && excludes:
		out.Cumulative.Low, out.Cumulative.High = math.Min(out.Cumulative.Low, 0), math.Max(out.Cumulative.High, 0)
	}
	out.Average = out.Cumulative.over(float64(rows))
	out.Relative = out.Cumulative.over(out.Expected)
	out.P, out.PGrid, out.PPlacebo, out.Q = cal.p, cal.pGrid, cal.pPlacebo, cal.p
	out.Positive, out.Lambda, out.Score = cal.positive, cal.lambda, c.score(observed)
	out.SmallestVisible = c.visible(cal.lambda)
	if w.bands {
		for i := range 20 {
			out.Dots = append(out.Dots, observed-c.quantile(1-(float64(i)+0.5)/20, cal.lambda))
		}
	}
}

// past picks the placebo windows for one span: before it, and a guard away from every
// mention but those asked about.
func (w *work) past(sc *scored, span Span, own []int, out *Answer) placebos {
	guard := w.s.Step.habits().guard
	var scores []float64
	for i, at := range sc.starts {
		if at+span.Rows > span.From {
			break
		}
		others := w.near[at]
		for _, k := range own {
			if d := at - w.mentions[k].Span.From; d > -guard && d < guard {
				others--
			}
		}
		if others > 0 {
			continue
		}
		scores = append(scores, sc.scores[i])
		out.Past = append(out.Past, Placebo{at, sc.scores[i]})
	}
	return newPlacebos(scores)
}

// over divides a range; by 0 it can't be.
func (r Range) over(by float64) Range {
	if by <= 0 {
		return Range{math.NaN(), math.NaN(), math.NaN()}
	}
	return Range{r.Effect / by, r.Low / by, r.High / by}
}
