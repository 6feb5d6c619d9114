package impact

// SecondaryWindows, in days, are shown beside the kind's own: about half of what a
// podcast brings comes after a week. They get no verdict, so that no
// window can be chosen by its result.
var SecondaryWindows = [...]int{14, 30}

// Secondary is the result for a longer window from the same first row. Ranges and counts are as
// in Answer.
type Secondary struct {
	Days       int
	Window     Span
	Observed   float64
	Expected   float64
	Cumulative Range
	Relative   Range
	P          float64
	Placebos   int
	Others     int // other mentions that began in it: their effects are in the sum
}

// longer returns the window of that many days from a span's first row.
func (s Series) longer(span Span, days int) Span {
	if s.Step == Index {
		return Span{span.From, days}
	}
	return Span{span.From, s.Days(s.Time(span.From), days).End() - span.From}
}

// longerWindows adds the windows that are over and longer than the answer's own.
func (w *work) longerWindows(out *Answer, own []int) {
	for _, days := range SecondaryWindows {
		span := w.s.longer(out.Window, days)
		if span.Rows <= out.Window.Rows || span.End() > len(w.s.Values) {
			continue
		}
		long := blank(span)
		ax := w.axisFor(span.From)
		sc, past := w.past(ax, span, own, &long)
		observed, rows := w.sum(sc.m, span)
		mix := sc.asked[span.From]
		if rows == 0 || mix == nil {
			continue
		}
		quiet := *w
		quiet.bands = false
		quiet.fill(&long, w.counterfactual(ax, mix, rows), observed, rows, past)
		others := -len(own)
		for _, m := range w.mentions {
			if m.Span.From >= span.From && m.Span.From < span.End() {
				others++
			}
		}
		out.Secondary = append(out.Secondary, Secondary{
			Days: days, Window: span, Observed: long.Observed, Expected: long.Expected,
			Cumulative: long.Cumulative, Relative: long.Relative, P: long.P, Placebos: long.Placebos, Others: max(others, 0),
		})
	}
}
