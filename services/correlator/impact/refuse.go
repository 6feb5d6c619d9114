package impact

import (
	"fmt"
	"math"
	"strings"
)

// open returns the answer for a window that isn't over: it has no verdict yet.
func (w *work) open(span Span) Answer {
	out := blank(span)
	last := w.s
	out.Notes = append(out.Notes, fmt.Sprintf("Day %d of %d: no verdict before %s.",
		len(w.s.Values)-span.From, span.Rows, last.Label(span.End())))
	if w.s.Step != Day {
		out.Notes[0] = strings.Replace(out.Notes[0], "Day", "Row", 1)
	}
	return out
}

// disturbed adds notes about what else happened in the window: interruptions and known events.
func (w *work) disturbed(a *Answer) {
	for _, o := range w.outages {
		if o.span.overlaps(a.Window) {
			a.add(Outage)
			a.Interrupted = append(a.Interrupted, Interruption{o.span, o.gap})
			a.Notes = append(a.Notes, o.sentence(w.s))
		}
	}
	for _, e := range w.events {
		if e.Span.overlaps(a.Window) {
			a.add(Overlap)
			name := e.Name
			if name == "" {
				name = "a known event"
			}
			a.Notes = append(a.Notes, fmt.Sprintf("%s fell on the same days.", name))
		}
	}
}

// refusals are sentences about why nothing can be computed.
var refusals = map[Refusal]string{
	NothingBefore:  "Nothing was counted before the window.",
	OneRowBefore:   "One row before the window is not enough to compare with.",
	OnlyZeros:      "Only zeros were counted before the window: there is nothing to compare with.",
	NeverChanges:   "The series never changes before the window: there is nothing to judge a change by.",
	NothingCounted: "Nothing was counted in the window.",
	LittleHistory:  "There is not enough history before the window to forecast it.",
}

// refuse returns why nothing can be computed before a window, or "".
func (w *work) refuse(span Span) Refusal {
	first, changes, seen := math.NaN(), false, 0
	for i, v := range w.s.Values[:span.From] {
		if math.IsNaN(v) || w.known[i] {
			continue
		}
		seen++
		if math.IsNaN(first) {
			first = v
		}
		changes = changes || v != first
	}
	switch {
	case seen == 0:
		return NothingBefore
	case seen == 1:
		return OneRowBefore
	case !changes && first == 0:
		return OnlyZeros
	case !changes:
		return NeverChanges
	}
	return ""
}

// checkControls returns an error for controls that can't be used: the metric itself, or one that
// ends before a window does.
func (s Series) checkControls(mentions []Mention) error {
	for _, c := range s.Controls {
		if follows(s.Values, c.Values) {
			return fmt.Errorf("control %q moves exactly with the metric: it would hide any effect", c.Name)
		}
		for _, m := range mentions {
			for i := m.Span.From; i < min(m.Span.End(), len(s.Values)); i++ {
				if math.IsNaN(c.Values[i]) && !math.IsNaN(s.Values[i]) {
					return fmt.Errorf("control %q has no value for %s, inside the window: end the window earlier or leave the control out", c.Name, s.Label(i))
				}
			}
		}
	}
	return nil
}

// follows reports whether two series are the same except for a factor and an offset.
func follows(a, b []float64) bool {
	var x, y []float64
	for i := range a {
		if !math.IsNaN(a[i]) && !math.IsNaN(b[i]) {
			x, y = append(x, a[i]), append(y, b[i])
		}
	}
	mx, sx := moments(x)
	my, sy := moments(y)
	if sx == 0 || sy == 0 || len(x) < 3 {
		return false
	}
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) / sx * ((y[i] - my) / sy)
	}
	return math.Abs(sum)/float64(len(x)-1) > 1-1e-9
}

// method returns a sentence about how an answer was computed.
func (w *work) method(ax axis, a Answer) string {
	var seasons string
	switch {
	case w.s.Step == Day:
		seasons = " with weekday effects"
	case w.s.Step == Hour:
		seasons = " with hour-of-day and weekday effects"
	case w.s.Season > 1:
		seasons = fmt.Sprintf(" with a season of %d rows", w.s.Season)
	}
	scale := map[axis]string{logAxis: "log(y+1)", rawAxis: "counts", countAxis: "counts, negative binomial sums"}[ax]
	out := fmt.Sprintf("local level%s on %s; grid of %d variance ratios", seasons, scale, gridPoints)
	if n := len(w.s.Controls); n > 0 {
		out += fmt.Sprintf("; %d control%s", n, map[bool]string{true: "s"}[n > 1])
	}
	if a.Courses > 0 {
		out += fmt.Sprintf("; %d courses of the effect over %d days, averaged", curveCount, a.Courses)
	}
	if a.Fitted {
		out += "; usual effects of the other mentions fitted by kind"
	}
	if a.Placebos >= LeastPlacebos {
		out += fmt.Sprintf("; %d placebo windows, lambda %.2f", a.Placebos, a.Lambda)
	} else {
		out += fmt.Sprintf("; not enough history (%d placebo windows, %d needed)", a.Placebos, LeastPlacebos)
	}
	return out
}
