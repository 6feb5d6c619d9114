package report

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Report is the result.
type Report struct {
	State    evidence.ReportState
	Verdict  evidence.Verdict // empty while it is open
	P        float64          // below 0 if there is none that could be trusted
	Together string
	Body     evidence.ReportBody
}

// most is how many items of a list a report holds.
const most = 50

// Build makes the report.
func (q Question) Build() Report {
	in := q.in
	body := evidence.ReportBody{
		Mention: in.Mention, Site: in.Site, Metric: feeds.VisitsMetric,
		Window: evidence.ReportWindow{
			Days: impact.Window(string(in.Mention.Kind)), From: label(q.first), To: label(q.until.AddDate(0, 0, -1)), LookOn: label(q.whole),
		},
		Reasons: []string{}, Rows: []evidence.ReportRow{}, Hours: []evidence.HourCount{}, Dots: []float64{}, Placebos: []evidence.ReportPlacebo{},
		Secondary: []evidence.ReportLonger{}, Overlaps: []evidence.ReportOverlap{}, Group: []string{}, Events: []evidence.ReportEvent{},
		Caveats: []evidence.ReportNote{}, Method: evidence.ReportMethod{Version: Version},
	}
	out := Report{State: q.state, P: -1}
	notes := notes{}
	q.note(notes)
	if q.state == evidence.Open {
		body.Lines = q.lines(evidence.ReportLine{State: "waiting", Code: evidence.WindowOpen}, nil)
		body.Caveats = notes.worst()
		out.Body = body
		return out
	}
	w := q.estimate()
	a := w.answer
	for _, i := range a.Group {
		q.together = append(q.together, w.id(i))
		if i > 0 {
			q.in.Direct.Add(w.others[i-1].Direct) // a group is graded once
		}
	}
	in = q.in
	body.DataTo = label(q.horizon.AddDate(0, 0, -1))
	if q.counted.Before(q.horizon) {
		body.DataTo = label(q.counted.AddDate(0, 0, -1))
	}
	if p := a.P; !math.IsNaN(p) && a.Placebos >= impact.LeastPlacebos {
		out.P, out.Together = p, w.together
		ps := independent(append(w.family(), Tested{Together: w.together, P: p}))
		qs := impact.Adjust(ps)
		a = a.Regraded(qs[len(qs)-1])
		body.Family = evidence.ReportFamily{Mentions: len(ps), ByChance: evidence.ByChance(len(ps))}
	} else {
		n := len(independent(w.family()))
		body.Family = evidence.ReportFamily{Mentions: n, ByChance: evidence.ByChance(n)}
	}
	out.Verdict = grade(a.Verdict, in.Direct)
	w.fill(&body, a)
	w.explain(notes, a)
	body.Caveats = notes.worst()
	body.Lines = q.lines(liftLine(body.Lift, a), q.searchLines())
	if h := in.Visits.Hours; len(h) > 0 {
		body.Hours = h
	}
	out.Body = body
	return out
}

// family returns the tests of the 90 days up to the mention, or up to the first one of its group,
// so that all members get the same grade.
func (w *window) family() []Tested {
	last := w.in.Mention.Published
	for _, i := range w.answer.Group {
		if i > 0 && w.others[i-1].Published.Before(last) {
			last = w.others[i-1].Published
		}
	}
	first := last.AddDate(0, 0, -FamilyDays)
	var out []Tested
	for _, t := range w.in.Family {
		if t.Published.After(first) && !t.Published.After(last) {
			out = append(out, t)
		}
	}
	return out
}

// independent returns the p-values of a family in which a group counts once; the last one is
// that of its last member.
func independent(family []Tested) []float64 {
	var out []float64
	own := ""
	if n := len(family); n > 0 {
		own = family[n-1].Together
	}
	seen := map[string]bool{}
	for i, t := range family {
		last := i == len(family)-1
		if t.Together != "" && (seen[t.Together] || t.Together == own && !last) {
			continue
		}
		seen[t.Together] = true
		out = append(out, t.P)
	}
	return out
}

// window is an estimated window.
type window struct {
	*Question
	series   impact.Series
	answer   impact.Answer
	others   []Other // as the answer's group counts them, from 1
	spans    []impact.Span
	together string
	tooLarge string // day of a value that is too large to work with
	fallen   []Event
}

// estimate asks package impact.
func (q *Question) estimate() *window {
	w := &window{Question: q, others: q.in.Others}
	w.series = impact.Series{Metric: feeds.VisitsMetric, Start: q.in.Visits.Start, Step: impact.Day, Values: q.values()}
	span := w.series.Days(q.first, impact.Window(string(q.in.Mention.Kind)))
	mentions := []impact.Mention{{Span: span, Kind: string(q.in.Mention.Kind), Name: q.in.Mention.Title}}
	w.spans = []impact.Span{span}
	for _, o := range w.others {
		s := w.series.Days(o.Published, impact.Window(string(o.Kind)))
		w.spans = append(w.spans, s)
		mentions = append(mentions, impact.Mention{Span: s, Kind: string(o.Kind), Name: o.Title})
	}
	known := impact.Known{Mentions: mentions[1:], Bands: true, Secondary: true}
	for _, e := range q.in.Events {
		s, ok := w.span(e)
		if !ok {
			continue
		}
		if s.From < span.End() && span.From < s.End() {
			w.fallen = append(w.fallen, e)
			if e.Kind == Holiday {
				continue
			}
		}
		known.Events = append(known.Events, impact.Event{Span: s, Name: e.Name, Over: e.Kind == Holiday})
	}
	w.answer = impact.Answer{
		Window: span, Verdict: impact.CannotTell, Reasons: []impact.Reason{impact.History}, Refused: impact.BeforeData,
		P: math.NaN(), Q: math.NaN(), Observed: math.NaN(), Expected: math.NaN(),
	}
	if len(w.series.Values) == 0 {
		return w // all of the window is before the first day
	}
	answers, err := impact.EstimateAll(w.series, mentions[:1], known)
	if err != nil {
		// Only a value that the arithmetic can't hold is an error.
		w.answer.Refused, w.tooLarge = "", w.largest()
		return w
	}
	w.answer = answers[0]
	if len(w.answer.Group) > 1 {
		var ids []string
		for _, i := range w.answer.Group {
			ids = append(ids, w.id(i))
		}
		sort.Strings(ids)
		w.together = feeds.ID(append([]string{"group"}, ids...)...)
	}
	return w
}

// id returns the id of a mention of the answer's group.
func (w *window) id(i int) string {
	if i == 0 {
		return w.in.Mention.ID
	}
	return w.others[i-1].ID
}

// values returns the counts up to the horizon, without those that can't be used.
func (q *Question) values() []float64 {
	d := q.in.Visits
	out := slices.Clone(d.Values)
	if len(out) == 0 {
		return nil
	}
	for d.Start.AddDate(0, 0, len(out)).Before(q.horizon) {
		out = append(out, math.NaN())
	}
	for _, e := range q.in.Events {
		if !e.NotCounted {
			continue
		}
		for i := range out {
			if day := label(d.Start.AddDate(0, 0, i)); day >= e.From && day <= e.To {
				out[i] = math.NaN()
			}
		}
	}
	return out
}

// span returns the rows of an event.
func (w *window) span(e Event) (impact.Span, bool) {
	zone := w.in.Zone
	from, ok := dayIn(e.From, zone)
	to, also := dayIn(e.To, zone)
	if !ok || !also || to.Before(from) {
		return impact.Span{}, false
	}
	first, last := w.series.Row(from), w.series.Row(to)
	return impact.Span{From: first, Rows: last - first + 1}, true
}

// largest returns the day of the largest value.
func (w *window) largest() string {
	at := 0
	for i, v := range w.series.Values {
		if math.Abs(v) > math.Abs(w.series.Values[at]) || math.IsNaN(w.series.Values[at]) {
			at = i
		}
	}
	return w.series.Label(at)
}

// shown is how many days before the window are shown.
const shown = 56

// fill writes the answer into the body.
func (w *window) fill(body *evidence.ReportBody, a impact.Answer) {
	for _, r := range a.Reasons {
		body.Reasons = append(body.Reasons, string(r))
	}
	body.Method.Text = a.Method
	for _, d := range a.Dots {
		body.Dots = append(body.Dots, short(d))
	}
	asHigh := 0
	for _, p := range a.Past {
		body.Placebos = append(body.Placebos, evidence.ReportPlacebo{Day: w.series.Label(p.From), Score: short(p.Score)})
		if p.Score >= a.Score {
			asHigh++
		}
	}
	if !math.IsNaN(a.Observed) {
		body.Lift = &evidence.Lift{
			Observed: number(a.Observed), Expected: number(a.Expected), Effect: interval(a.Cumulative), PerDay: interval(a.Average), Relative: interval(a.Relative),
			P: number(a.P), PModel: number(a.PGrid), PPlacebo: number(a.PPlacebo), Q: number(a.Q), Positive: number(a.Positive),
			Score: number(a.Score), AsHigh: asHigh, Placebos: a.Placebos, Lambda: number(a.Lambda), SmallestVisible: number(a.SmallestVisible),
			StandsOut: a.Placebos >= impact.LeastPlacebos && a.P < 0.05 && a.Cumulative.Effect > 0,
		}
	}
	if body.Lift != nil {
		body.Explained = explained(w.in.Direct.Clicks, &body.Lift.Effect)
	}
	if len(a.Group) > 1 {
		body.GroupDays = &evidence.ReportDays{Days: a.Window.Rows, From: w.series.Label(a.Window.From), To: w.series.Label(a.Window.End() - 1)}
	}
	body.Rows = append(body.Rows, bandRows(w.series, a)...)
	if len(a.Band) == 0 { // what was counted can be shown without a forecast
		for i := max(a.Window.From-shown, 0); i < min(a.Window.End(), len(w.series.Values)); i++ {
			body.Rows = append(body.Rows, evidence.ReportRow{Day: w.series.Label(i), Observed: number(w.series.Values[i]), Window: i >= a.Window.From})
		}
	}
	for _, s := range a.Secondary {
		body.Secondary = append(body.Secondary, evidence.ReportLonger{
			Days: s.Days, Observed: number(s.Observed), Expected: number(s.Expected), Effect: interval(s.Cumulative), P: number(s.P), Others: s.Others,
		})
	}
	w.overlaps(body, a)
	from := label(w.first.AddDate(0, 0, -shown))
	for _, e := range w.in.Events {
		if e.To >= from && e.From < label(w.until) && len(body.Events) < most {
			body.Events = append(body.Events, e.ReportEvent)
		}
	}
}

// bandRows returns what was counted and expected, day by day.
func bandRows(series impact.Series, a impact.Answer) []evidence.ReportRow {
	var rows []evidence.ReportRow
	for _, b := range a.Band {
		rows = append(rows, evidence.ReportRow{
			Day: series.Label(b.Row), Observed: number(b.Observed), Middle: number(b.Middle), Low95: number(b.Low95), High95: number(b.High95),
			Low80: number(b.Low80), High80: number(b.High80), Low50: number(b.Low50), High50: number(b.High50), Window: b.Row >= a.Window.From,
		})
	}
	return rows
}

// overlaps lists the other mentions whose windows touch this one's or that are in its group.
func (w *window) overlaps(body *evidence.ReportBody, a impact.Answer) {
	own := w.spans[0]
	for i, o := range w.others {
		s := w.spans[i+1]
		group := len(a.Group) > 1 && slices.Contains(a.Group, i+1)
		if group {
			body.Group = append(body.Group, o.ID)
		}
		if !group && (s.From >= own.End() || own.From >= s.End()) || len(body.Overlaps) == most {
			continue
		}
		first := dateOf(o.Published.In(w.in.Zone)).in(w.in.Zone)
		body.Overlaps = append(body.Overlaps, evidence.ReportOverlap{
			Mention: o.ID, Brand: o.Brand, Kind: o.Kind, Title: o.Title, Show: o.Show, Published: o.Published,
			From: label(first), To: label(first.AddDate(0, 0, impact.Window(string(o.Kind))-1)), Group: group,
		})
	}
	if len(body.Group) > 0 {
		body.Group = append(body.Group, w.in.Mention.ID)
		sort.Strings(body.Group)
		body.Group = body.Group[:min(len(body.Group), most)]
	}
}

// number returns a pointer to a number with six digits, nil for one that could not be computed.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	v = short(v)
	return &v
}

// short rounds to six digits: further ones are noise, and make a report look changed.
func short(v float64) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	by := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(v))))
	if math.IsInf(by, 0) || by == 0 {
		return 0
	}
	return math.Round(v*by) / by
}

func interval(r impact.Range) evidence.Interval {
	return evidence.Interval{Effect: number(r.Effect), Low: number(r.Low), High: number(r.High)}
}

// count writes a number of visits for a text: with two digits that matter.
func count(v float64) string {
	if v <= 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	by := math.Pow(10, math.Max(0, math.Floor(math.Log10(v))-1))
	return strings.TrimSuffix(fmt.Sprintf("%.0f", math.Round(v/by)*by), ".")
}
