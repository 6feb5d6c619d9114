package impact

import (
	"fmt"
	"math"
	"slices"
)

// Pooling answers what mentions do together: which single mention is told apart from chance or
// not doesn't matter here. It runs the filters over the series once and keeps their states, so
// that each pool afterwards is cheap.
//
// The windows of all mentions given, of whatever pool, are not learnt from.
type Pooling struct {
	s        Series
	w        *work
	m        *model
	axis     axis
	leads    bool
	mentions []PoolMention
	starts   []int // each mention's day
	masked   []bool
	sides    []side
	crowd    map[int][]int // day -> mentions that begin on it
	past     map[string]*pastScores
	stretch  stretch
}

// PoolMention is a mention with what is known about its audience: a range of listeners, viewers
// or readers; 0 and less is unknown.
type PoolMention struct {
	Mention
	Low, High float64
}

// largestAudience is more than there are people to hear anything.
const largestAudience = 1e10

// audience returns the range, in order.
func (m PoolMention) audience() (low, high float64, known bool) {
	low, high = m.Low, m.High
	if !(high > 0) {
		high = low
	}
	if !(low > 0) {
		low = high
	}
	return min(low, high), max(low, high), low > 0 && max(low, high) <= largestAudience
}

// PoolOptions are what else is known.
type PoolOptions struct {
	Events []Event
	// Leads judges every kind by the plain sum over seven days, on the counts themselves: so the
	// few leads of a day keep their meaning. It is done for all series with a mean under 5.
	Leads bool
}

// NewPooling prepares the answers for pools of the mentions. Hours are summed to days first: how
// long an effect lasts was studied by days.
func NewPooling(s Series, mentions []PoolMention, opt PoolOptions) (*Pooling, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	if s.Step != Day && s.Step != Hour && s.Step != Index {
		return nil, fmt.Errorf("a pool needs a series by day or by hour; this one is by %s", s.Step)
	}
	p := &Pooling{mentions: mentions, leads: opt.Leads, crowd: map[int][]int{}, past: map[string]*pastScores{}}
	daily, day := s.Daily()
	first := len(daily.Values)
	p.starts = make([]int, len(mentions))
	for i, m := range mentions {
		p.starts[i] = day(m.Span.From)
		if p.starts[i] > 0 {
			first = min(first, p.starts[i])
		}
	}
	p.s = daily
	if cut := len(daily.Values) - mostHistory; cut > 0 && cut < first {
		p.s, _ = daily.recent([]Mention{{Span: Span{From: cut + mostHistory}}})
		for i := range p.starts {
			p.starts[i] -= cut
		}
	}
	events := slices.Clone(opt.Events)
	for i := range events {
		from, end := day(events[i].Span.From), day(events[i].Span.End()-1)+1
		cut := len(daily.Values) - len(p.s.Values)
		events[i].Span = Span{from - cut, end - from}
	}
	p.w = newWork(p.s, nil, nil, Known{Events: events})
	p.s = p.w.s
	p.masked = slices.Clone(p.w.known)
	for i, at := range p.starts {
		h := p.rows(p.classOf(mentions[i].Kind))
		mark(p.masked, Span{at, 2 * h})
		p.crowd[at] = append(p.crowd[at], i)
	}
	p.choose()
	p.m = newModel(p.s, p.masked, p.axis == logAxis, p.w.whole, len(p.s.Values))
	p.stretch.m = p.m
	p.sides = p.m.sides()
	return p, nil
}

// choose chooses the axis by the rows that no mention touches.
func (p *Pooling) choose() {
	p.w.masked = p.masked
	p.axis = p.w.axisFor(len(p.s.Values))
	if p.axis == countAxis {
		p.axis, p.leads = rawAxis, true
	}
	if p.leads {
		p.axis = rawAxis
	}
}

// class is how mentions of a kind are judged.
type class struct {
	window int // rows that are summed
	rows   int // rows that are fitted
}

func (p *Pooling) classOf(kind string) class {
	switch {
	case p.leads:
		return class{fitRows, fitRows}
	case curved(kind):
		return class{Window(kind), fitRows}
	}
	return class{1, 1}
}

func (p *Pooling) rows(c class) int { return c.rows }

// curves returns the curves by which a class is fitted.
func (p *Pooling) curves(c class) []curve {
	if p.leads || c.rows == 1 {
		return []curve{even(c.rows)}
	}
	return curves(c.rows)
}

// Daily sums hours to the days of the series' zone; a day with an hour that wasn't counted is a
// gap. The function gives the day of a row. Other series stay as they are.
func (s Series) Daily() (Series, func(row int) int) {
	if s.Step != Hour {
		return s, func(row int) int { return row }
	}
	start := midnight(s.Start)
	if start.Before(s.Start) { // the first day isn't whole
		start = start.AddDate(0, 0, 1)
	}
	out := s
	out.Start = start
	out.Step = Day
	out.Values, out.Controls = nil, nil
	sum := func(v []float64, from, end int) float64 {
		total := 0.0
		for _, x := range v[from:end] {
			total += x // a gap makes the day one
		}
		return total
	}
	for _, c := range s.Controls {
		out.Controls = append(out.Controls, Control{Name: c.Name})
	}
	for d := 0; ; d++ {
		span := s.Days(out.Start.AddDate(0, 0, d), 1)
		if span.From < 0 || span.End() > len(s.Values) {
			break
		}
		out.Values = append(out.Values, sum(s.Values, span.From, span.End()))
		for k, c := range s.Controls {
			out.Controls[k].Values = append(out.Controls[k].Values, sum(c.Values, span.From, span.End()))
		}
	}
	if len(out.Values) == 0 { // not one whole day
		out.Values = []float64{math.NaN()}
		for k := range out.Controls {
			out.Controls[k].Values = []float64{math.NaN()}
		}
	}
	return out, func(row int) int { return out.Row(s.Time(row)) }
}
