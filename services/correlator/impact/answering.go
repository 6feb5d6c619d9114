package impact

import "math"

// answer is the answer for one span; own are the mentions that are asked about in it.
func (w *work) answer(span Span, own []int) Answer {
	if span.End() > len(w.s.Values) {
		return w.open(span)
	}
	out := blank(span)
	w.disturbed(&out)
	if refusal := w.refuse(span); refusal != "" {
		out.Refused, out.Notes = refusal, append(out.Notes, refusals[refusal])
		out.add(History)
		return out
	}
	ax := w.axisFor(span.From)
	sc, past := w.past(ax, span, own, &out)
	observed, rows := w.sum(sc.m, span)
	mix := sc.asked[span.From]
	if rows == 0 {
		out.Refused, out.Notes = NothingCounted, append(out.Notes, refusals[NothingCounted])
		return out
	}
	if mix == nil {
		out.Refused, out.Notes = LittleHistory, append(out.Notes, refusals[LittleHistory])
		out.add(History)
		return out
	}
	if !w.byCourse(ax, span, own) || !w.curvedAnswer(&out, ax, span, own, sc, past) {
		w.fill(&out, w.counterfactual(ax, mix, rows), observed, rows, past)
	}
	out.Method = w.method(ax, out)
	if w.bands {
		out.Band = w.band(sc, span, out.Lambda)
	}
	if w.secondary {
		w.longerWindows(&out, own)
	}
	return out
}

// counterfactual wraps a window's mixture for its axis.
func (w *work) counterfactual(ax axis, mix *mixture, rows int) counterfactual {
	if ax == countAxis {
		return newCount(mix)
	}
	return newTracked(mix, ax == logAxis, rows, !w.negative)
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

// over divides a range; by 0 it can't be.
func (r Range) over(by float64) Range {
	if by <= 0 {
		return Range{math.NaN(), math.NaN(), math.NaN()}
	}
	return Range{r.Effect / by, r.Low / by, r.High / by}
}
