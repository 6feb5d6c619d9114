package report

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// notes are the caveats of a report by code.
type notes map[string]map[string]string

// add adds a caveat; params are names and values in turn. The first one of a code stays.
func (n notes) add(code string, params ...string) {
	if _, there := n[code]; there {
		return
	}
	p := map[string]string{}
	for i := 0; i+1 < len(params); i += 2 {
		p[params[i]] = params[i+1]
	}
	n[code] = p
}

// mostCaveats is how many caveats a report has.
const mostCaveats = 5

// worst returns the worst caveats, worst first.
func (n notes) worst() []evidence.ReportNote {
	out := []evidence.ReportNote{}
	for _, c := range evidence.Caveats {
		if p, there := n[c.Code]; there && len(out) < mostCaveats {
			if len(p) == 0 {
				p = nil
			}
			out = append(out, evidence.Note(evidence.Caveats, c.Code, p))
		}
	}
	return out
}

// note adds what is to be said before anything is estimated.
func (q Question) note(n notes) {
	if q.waiting {
		n.add("waiting", "last", label(q.counted.AddDate(0, 0, -1)))
	}
	if q.state == evidence.Open && q.whole.After(q.until) {
		n.add("overlap_open", "until", label(q.whole.AddDate(0, 0, -1)))
	}
	if q.futureDated {
		n.add("in_future", "published", label(q.in.Mention.Published.In(q.in.Zone)))
	}
	if q.in.Undated {
		n.add("undated")
	}
	if q.in.Visits.OtherDays {
		n.add("other_days", "zone", q.in.Site.Zone)
	}
}

// refused has the caveat for each refusal.
var refused = map[impact.Refusal]string{
	impact.BeforeData: "before_data", impact.OnFirstRow: "on_first_day", impact.NothingBefore: "nothing_before", impact.OneRowBefore: "one_day_before",
	impact.OnlyZeros: "only_zeros", impact.NeverChanges: "never_changes", impact.NothingCounted: "nothing_counted", impact.LittleHistory: "history",
}

// explain adds what is to be said about an answer.
func (w *window) explain(n notes, a impact.Answer) {
	if w.tooLarge != "" {
		n.add("value_too_large", "day", w.tooLarge)
		return
	}
	day := func(row int) time.Time { return w.series.Time(row) }
	for _, e := range w.fallen {
		switch {
		case e.NotCounted:
			n.add("annotated_outage", "name", e.Name, "from", e.From, "to", e.To)
		case e.Kind == Holiday:
			n.add("holiday", "name", e.Name, "day", e.From)
		default:
			n.add("event", "name", e.Name, "from", e.From, "to", e.To)
		}
	}
	for _, i := range a.Interrupted {
		from, to := label(day(i.Span.From)), label(day(i.Span.End()-1))
		if _, known := n["annotated_outage"]; i.Gap && known {
			continue
		}
		if i.Gap {
			n.add("not_counted", "from", from, "to", to)
		} else {
			n.add("counting_stopped", "from", from, "to", to)
		}
	}
	switch code := refused[a.Refused]; code {
	case "":
	case "before_data", "on_first_day":
		n.add(code, "first", label(w.series.Start))
	case "history":
	default:
		n.add(code)
	}
	if refusedAll := a.Refused != "" && a.Refused != impact.LittleHistory; !refusedAll && slices.Contains(a.Reasons, impact.History) {
		n.add("history", "placebos", fmt.Sprint(a.Placebos), "needed", fmt.Sprint(impact.LeastPlacebos))
	}
	if len(a.Group) > 1 {
		n.add("grouped", "mentions", fmt.Sprint(len(a.Group)))
	}
	if a.Joint > 1 {
		n.add("fitted_together", "mentions", fmt.Sprint(a.Joint))
	}
	if a.Fitted {
		n.add("frequent")
	}
	if slices.Contains(a.Reasons, impact.Small) && a.Expected > 0 && !math.IsNaN(a.SmallestVisible) {
		n.add("small", "visible", count(a.SmallestVisible), "percent", count(100*a.SmallestVisible/a.Expected))
	}
	w.outlier(n)
}

// farOff is how many times the usual count a day must have to be pointed out.
const farOff = 100

// outlier points out the largest count if it looks mistyped.
func (w *window) outlier(n notes) {
	var counted []float64
	at, top := 0, -1.0
	for i, v := range w.series.Values {
		if math.IsNaN(v) {
			continue
		}
		counted = append(counted, v)
		if v > top {
			at, top = i, v
		}
	}
	if len(counted) == 0 {
		return
	}
	slices.Sort(counted)
	usual := math.Max(counted[len(counted)/2], 1)
	if times := top / usual; times >= farOff {
		n.add("outlier", "day", w.series.Label(at), "value", count(top), "times", count(times))
	}
}
