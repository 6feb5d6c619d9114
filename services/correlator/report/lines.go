package report

import (
	"math"
	"slices"

	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// lines returns the kinds of evidence in their order: what names the mention first, then what
// the numbers say, then what is context.
func (q Question) lines(lift evidence.ReportLine, search []evidence.ReportLine) []evidence.ReportLine {
	lift.Kind, lift.Strength, lift.Metric = "lift", "statistical", "visits"
	missing := func(kind, strength, code string) evidence.ReportLine {
		return evidence.ReportLine{Kind: kind, Strength: strength, State: "not_set_up", Code: code}
	}
	reports, leads := q.leadLines()
	out := []evidence.ReportLine{q.clickLine(), reports, lift, leads}
	if len(search) == 0 {
		search = []evidence.ReportLine{missing("branded_search", "statistical", evidence.NoSearch)}
	}
	out = append(out, search...)
	out = append(out, q.sharesLine(), q.darkLine())
	for i, l := range out {
		if l.Code != "" {
			out[i].Text = evidence.Note(evidence.LineTexts, l.Code, nil).Text
		}
	}
	return out
}

// clickLine returns the line of clicks in the window.
func (q Question) clickLine() evidence.ReportLine {
	line := evidence.ReportLine{Kind: "clicks", Strength: "direct", State: "not_set_up", Code: evidence.NoLinks}
	switch d := q.in.Direct; {
	case d.Links > 0 || d.Clicks > 0:
		clicks := float64(d.Clicks)
		line.State, line.Code, line.Observed = "ready", "", &clicks
	case q.in.Linked:
		line.Code = evidence.NoLinkForIt
	}
	return line
}

// liftLine returns the line of the lift.
func liftLine(l *evidence.Lift, a impact.Answer) evidence.ReportLine {
	if l == nil || a.Placebos < impact.LeastPlacebos {
		return evidence.ReportLine{State: "cannot_tell", Code: evidence.NotComputed}
	}
	e := l.Effect
	return evidence.ReportLine{State: "ready", Observed: l.Observed, Expected: l.Expected, Effect: &e, P: l.P}
}

// searchLines returns a line for each metric of searches for the brand's own names.
func (q Question) searchLines() []evidence.ReportLine {
	var out []evidence.ReportLine
	for _, s := range q.in.Search {
		line := evidence.ReportLine{Kind: "branded_search", Strength: "statistical", Metric: s.Metric, State: "waiting", Code: evidence.WindowOpen}
		if !s.End().Before(q.searchWindow(s)) {
			line = q.searched(s, line)
		}
		out = append(out, line)
	}
	return out
}

// searched estimates the searches of the window.
func (q Question) searched(s Search, line evidence.ReportLine) evidence.ReportLine {
	a, ok := q.estimateDays(s.Metric, s.Daily, true)
	if !ok {
		line.State, line.Code = "cannot_tell", evidence.NotComputed
		return line
	}
	line.Rows = bandRows(impact.Series{Start: s.Start, Step: impact.Day}, a)
	return ready(line, a)
}

// estimateDays estimates the window in what was counted beside the visits, with what was expected day by
// day if bands is set. It returns false if nothing can be computed.
func (q Question) estimateDays(metric string, d Daily, bands bool) (impact.Answer, bool) {
	series := impact.Series{Metric: metric, Start: d.Start, Step: impact.Day, Values: d.Values}
	if len(series.Values) == 0 {
		return impact.Answer{}, false
	}
	known := impact.Known{Bands: bands}
	own := impact.Mention{Span: series.Days(q.in.Mention.Published, impact.Window(string(q.in.Mention.Kind))), Kind: string(q.in.Mention.Kind)}
	for _, o := range q.in.Others {
		m := impact.Mention{Span: series.Days(o.Published, impact.Window(string(o.Kind))), Kind: string(o.Kind)}
		if !slices.Contains(q.together, o.ID) {
			known.Mentions = append(known.Mentions, m)
			continue
		}
		// What the visits can't separate is one window here too, as far as it was counted.
		end := max(own.Span.End(), min(m.Span.End(), len(series.Values)))
		own.Span.From = min(own.Span.From, max(m.Span.From, 0))
		own.Span.Rows = end - own.Span.From
	}
	answers, err := impact.EstimateAll(series, []impact.Mention{own}, known)
	if err != nil {
		return impact.Answer{}, false
	}
	a := answers[0]
	return a, a.Placebos >= impact.LeastPlacebos && !math.IsNaN(a.P)
}

// ready returns a line with its estimate.
func ready(line evidence.ReportLine, a impact.Answer) evidence.ReportLine {
	e := interval(a.Cumulative)
	line.State, line.Code = "ready", ""
	line.Observed, line.Expected, line.Effect, line.P = number(a.Observed), number(a.Expected), &e, number(a.P)
	return line
}
