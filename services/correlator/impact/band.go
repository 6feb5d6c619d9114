package impact

import "math"

// before is how many rows are shown ahead of a window: eight weeks of days.
const before = 56

// band gives, row by row, what would have been without the mention: before the window
// each row as forecast from the row before it, in the window as forecast from its
// start. It is widened like the answer.
func (w *work) band(sc *scored, span Span, lambda float64) []Band {
	first := max(span.From-before, 1)
	n := span.End() - first
	queries := make([]query, 0, n)
	for i := first; i < span.From; i++ {
		queries = append(queries, query{span: Span{i, 1}, at: i - first})
	}
	for i := span.From; i < span.End(); i++ {
		queries = append(queries, query{span: Span{span.From, 1}, ahead: i - span.From, at: i - first})
	}
	answers := make([]*mixture, n)
	sc.m.track(0, span.From, queries, answers)
	out := make([]Band, n)
	nan := math.NaN()
	for k, mix := range answers {
		i := first + k
		b := Band{Row: i, Observed: w.s.Values[i], Middle: nan, Low95: nan, High95: nan, Low80: nan, High80: nan, Low50: nan, High50: nan}
		if mix != nil {
			c := w.counterfactual(sc.axis, mix, 1)
			b.Middle = c.expected()
			b.Low95, b.High95 = c.interval(0.95, lambda)
			b.Low80, b.High80 = c.interval(0.80, lambda)
			b.Low50, b.High50 = c.interval(0.50, lambda)
		}
		out[k] = b
	}
	return out
}
