package report_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

var amsterdam = must(time.LoadLocation("Europe/Amsterdam"))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// begin is the first day of most series; now is when most reports are asked for.
var (
	begin = time.Date(2026, 3, 1, 0, 0, 0, 0, amsterdam)
	now   = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
)

// daily returns the visits of so many days: a Poisson of about 300, the same for the same seed.
func daily(days int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]float64, days)
	for i := range out {
		out[i] = math.Round(300 + math.Sqrt(300)*r.NormFloat64())
	}
	return out
}

// samples returns counts by day.
func samples(start time.Time, values []float64) []evidence.Count {
	var out []evidence.Count
	for i, v := range values {
		if !math.IsNaN(v) {
			out = append(out, evidence.Count{Start: start.AddDate(0, 0, i), Span: feeds.DaySpan, Value: v})
		}
	}
	return out
}

func input(values []float64, published time.Time) report.Input {
	return report.Input{
		Now: now, Zone: amsterdam, Site: evidence.ReportSite{ID: "site", Name: "shop", Zone: "Europe/Amsterdam"},
		Mention: evidence.ReportMention{ID: "m", Cluster: "m", Kind: feeds.Podcast, Title: "88: Tools", Published: published},
		Visits:  report.Days(samples(begin, values), amsterdam, amsterdam, now),
	}
}

func other(id string, published time.Time) report.Other {
	return report.Other{ID: id, Brand: "acme", Cluster: id, Kind: feeds.Podcast, Title: id, Published: published}
}

func add(values []float64, from, days int, more float64) []float64 {
	out := slices.Clone(values)
	for i := from; i < from+days; i++ {
		out[i] += more
	}
	return out
}

func constant(v float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

// on is noon of a day of the series.
func on(day int) time.Time { return begin.AddDate(0, 0, day).Add(12 * time.Hour) }

// Whatever was counted, a report gives a clear answer.
func TestEveryInputGetsAClearAnswer(t *testing.T) {
	quiet := daily(250, 1)
	gap := slices.Clone(quiet)
	gap[202] = math.NaN()
	dead := slices.Clone(quiet)
	for i := 201; i < 206; i++ {
		dead[i] = 0
	}
	for name, c := range map[string]struct {
		in      report.Input
		change  func(*report.Input)
		state   evidence.ReportState
		verdict evidence.Verdict
		caveat  string // the worst one
		reasons string
	}{
		"a lift":                     {in: input(add(quiet, 200, 7, 150), on(200)), state: evidence.Ready, verdict: evidence.Likely},
		"nothing":                    {in: input(quiet, on(200)), state: evidence.Ready, verdict: evidence.NoSign},
		"a fall":                     {in: input(add(quiet, 200, 7, -150), on(200)), state: evidence.Ready, verdict: evidence.NoSign, reasons: "fell"},
		"little history":             {in: input(daily(60, 2), on(40)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "history", reasons: "history"},
		"only zeros":                 {in: input(constant(0, 250), on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "only_zeros"},
		"a constant":                 {in: input(constant(7, 250), on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "never_changes"},
		"one day":                    {in: input(daily(1, 1), begin), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "on_first_day"},
		"before the data":            {in: input(quiet, begin.AddDate(0, 0, -40)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "before_data"},
		"long before the data":       {in: input(quiet, begin.AddDate(-9, 0, 0)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "before_data"},
		"on the first day":           {in: input(quiet, begin.Add(time.Hour)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "on_first_day"},
		"on the second day":          {in: input(quiet, on(1)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "one_day_before"},
		"a million in the window":    {in: input(add(quiet, 203, 1, 1e6), on(200)), state: evidence.Ready, verdict: evidence.Likely, caveat: "outlier"},
		"a million before":           {in: input(add(quiet, 190, 1, 1e6), on(200)), state: evidence.Ready, caveat: "small", verdict: evidence.CannotTell, reasons: "small"},
		"a number out of this world": {in: input(add(quiet, 190, 1, 1e200), on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "value_too_large"},
		"a gap":                      {in: input(gap, on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "not_counted", reasons: "outage"},
		"counting stopped":           {in: input(dead, on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "counting_stopped"},
		"the feed ended":             {in: input(quiet, on(247)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "not_counted"},
		"low counts":                 {in: input(counts(250), on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "small", reasons: "small"},
		"an open window":             {in: input(daily(264, 1), now.AddDate(0, 0, -2)), state: evidence.Open},
		"the days to come":           {in: input(daily(264, 1), now.AddDate(0, 0, 30)), state: evidence.Open, caveat: "in_future"},
		"a clock gone wild":          {in: input(daily(264, 1), time.Date(9998, 1, 1, 0, 0, 0, 0, time.UTC)), state: evidence.Open, caveat: "in_future"},
		"its last days are missing": {in: input(daily(257, 1), begin.AddDate(0, 0, 256)), state: evidence.Open, caveat: "waiting", change: func(in *report.Input) {
			in.Mention.Kind = feeds.Video
			in.Now = begin.AddDate(0, 0, 260)
		}},
		"two in one minute": {in: input(add(quiet, 200, 7, 150), on(200)), state: evidence.Ready, verdict: evidence.Likely, caveat: "grouped", change: func(in *report.Input) {
			in.Others = []report.Other{other("m2", on(200))}
		}},
		"a release in the window": {in: input(add(quiet, 200, 7, 150), on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "event", reasons: "overlap", change: func(in *report.Input) {
			in.Events = []report.Event{{ReportEvent: evidence.ReportEvent{Name: "Release 4", Kind: evidence.Release, From: day(202), To: day(203)}}}
		}},
		"a holiday in the window": {in: input(add(quiet, 200, 7, 150), on(200)), state: evidence.Ready, verdict: evidence.Likely, caveat: "holiday", change: func(in *report.Input) {
			in.Events = []report.Event{{ReportEvent: evidence.ReportEvent{Name: "A holiday", Kind: report.Holiday, From: day(202), To: day(202)}}}
		}},
		"an annotated outage": {in: input(quiet, on(200)), state: evidence.Ready, verdict: evidence.CannotTell, caveat: "annotated_outage", change: func(in *report.Input) {
			in.Events = []report.Event{{ReportEvent: evidence.ReportEvent{Name: "The tag was off", Kind: evidence.Outage, From: day(202), To: day(203)}, NotCounted: true}}
		}},
		"days that don't exist": {in: input(quiet, on(200)), state: evidence.Ready, verdict: evidence.NoSign, change: func(in *report.Input) {
			in.Events = []report.Event{{ReportEvent: evidence.ReportEvent{Name: "?", From: "2026-02-31", To: "soon"}}}
		}},
		"clicks agree": {in: input(add(quiet, 200, 7, 150), on(200)), state: evidence.Ready, verdict: evidence.Clear, change: func(in *report.Input) { in.Direct.Clicks = 5 }},
		"no date":      {in: input(quiet, on(200)), state: evidence.Ready, verdict: evidence.NoSign, caveat: "undated", change: func(in *report.Input) { in.Undated = true }},
	} {
		t.Run(name, func(t *testing.T) {
			if c.change != nil {
				c.change(&c.in)
			}
			q, ok := report.Ask(c.in)
			if !ok {
				t.Fatal("no report")
			}
			got := q.Build()
			if got.State != c.state || got.Verdict != c.verdict {
				t.Errorf("%s %s, want %s %s: %+v", got.State, got.Verdict, c.state, c.verdict, got.Body.Caveats)
			}
			worst := ""
			for _, n := range got.Body.Caveats {
				if worst == "" {
					worst = n.Code
				}
				if n.Text == "" || strings.ContainsAny(n.Text, "{}") {
					t.Errorf("caveat %s: %q", n.Code, n.Text)
				}
			}
			if worst != c.caveat {
				t.Errorf("caveats %+v, want %q first", got.Body.Caveats, c.caveat)
			}
			if c.reasons != "" && !strings.Contains(strings.Join(got.Body.Reasons, " "), c.reasons) {
				t.Errorf("reasons %q, want %s", got.Body.Reasons, c.reasons)
			}
			if d := got.Body.GroupDays; (len(got.Body.Group) > 1) != (d != nil) || d != nil && (d.From != got.Body.Window.From || d.To != got.Body.Window.To || d.Days != 7) {
				t.Errorf("days of the group %+v, window %+v", d, got.Body.Window)
			}
			if e := got.Body.Explained; (c.in.Direct.Clicks > 0) != (e != nil) || e != nil && (*e.Low <= 0 || *e.Low > *e.High || *e.High > 0.02) {
				t.Errorf("explained %+v", e)
			}
			text, err := json.Marshal(got.Body)
			if err != nil || bytes.Contains(text, []byte("null,null,null,null,null,null,null,null,null,null")) {
				t.Errorf("%s, %v", text, err)
			}
			again, _ := report.Ask(c.in)
			if other, _ := json.Marshal(again.Build().Body); !bytes.Equal(other, text) || again.Print() != q.Print() {
				t.Error("the same input gives another report")
			}
			if got.State == evidence.Ready && got.P >= 0 && (len(got.Body.Dots) != 20 || len(got.Body.Placebos) < 60 || len(got.Body.Rows) < 57) {
				t.Errorf("%d dots, %d placebos, %d rows", len(got.Body.Dots), len(got.Body.Placebos), len(got.Body.Rows))
			}
		})
	}
}

func day(n int) string { return begin.AddDate(0, 0, n).Format(time.DateOnly) }

// counts is about two a day.
func counts(days int) []float64 {
	r := rand.New(rand.NewPCG(3, 1))
	out := make([]float64, days)
	for i := range out {
		for range 4 {
			out[i] += float64(r.IntN(2))
		}
	}
	return out
}

// What comes after the last complete window doesn't change a report, nor its print.
func TestAReportDoesNotDependOnWhatComesLater(t *testing.T) {
	values := daily(250, 4)
	in := input(values, on(200))
	q, _ := report.Ask(in)
	later := input(add(values, 232, 10, 500), on(200))
	later.Others = []report.Other{other("later", on(240))}
	l, _ := report.Ask(later)
	if l.Print() != q.Print() {
		t.Error("later days changed the print")
	}
	before := input(add(values, 190, 1, 1), on(200))
	if b, _ := report.Ask(before); b.Print() == q.Print() {
		t.Error("a day before the window did not change the print")
	}
	before = input(values, on(200))
	before.Zone, before.Site.Zone = time.UTC, "UTC"
	if b, _ := report.Ask(before); b.Print() == q.Print() {
		t.Error("another time zone did not change the print")
	}
	if got := q.Build().Body; got.DataTo != day(229) || len(got.Secondary) != 2 || got.Secondary[1].Days != 30 {
		t.Errorf("data to %s, %+v", got.DataTo, got.Secondary)
	}
}

// Of ten mentions that look like lifts by a hair, none stands once all are taken into account.
func TestTheFamilyRaisesTheBar(t *testing.T) {
	var in report.Input
	for more := 20.0; ; more++ { // up to a weak lift
		in = input(add(daily(250, 1), 200, 7, more), on(200))
		q, _ := report.Ask(in)
		if alone := q.Build(); alone.P < 0.05 {
			if alone.P < 0.005 || alone.Verdict != evidence.Likely {
				t.Fatalf("p %g, %s: the test needs a weak lift", alone.P, alone.Verdict)
			}
			break
		}
	}
	var q report.Question
	for range 30 {
		in.Family = append(in.Family, report.Tested{P: 0.9, Published: on(150)})
	}
	q, _ = report.Ask(in)
	if got := q.Build(); got.Verdict != evidence.Possible || got.Body.Family.Mentions != 31 || *got.Body.Lift.Q <= 0.1 {
		t.Errorf("%s among %d, q %g", got.Verdict, got.Body.Family.Mentions, *got.Body.Lift.Q)
	}
	in.Family = nil
	for range 30 {
		in.Family = append(in.Family, report.Tested{Together: "one group", P: 0.9, Published: on(150)})
	}
	q, _ = report.Ask(in)
	if got := q.Build(); got.Body.Family.Mentions != 2 {
		t.Errorf("a group counts %d times", got.Body.Family.Mentions-1)
	}
}

// Days are those of the site: 23 and 25 hours long when the clocks change, and unknown unless all
// of their hours were counted.
func TestDaysOfHours(t *testing.T) {
	start := time.Date(2026, 3, 28, 0, 0, 0, 0, amsterdam)
	var hours []evidence.Count
	for h := start; h.Before(start.AddDate(0, 0, 5)); h = h.Add(time.Hour) {
		hours = append(hours, evidence.Count{Start: h.UTC(), Span: feeds.HourSpan, Value: 1})
	}
	got := report.Days(hours, amsterdam, amsterdam, now)
	if want := []float64{24, 23, 24, 24, 24}; !slices.Equal(got.Values, want) || !got.Start.Equal(start) {
		t.Errorf("%v from %s, want %v", got.Values, got.Start, want)
	}
	autumn := time.Date(2026, 10, 25, 0, 0, 0, 0, amsterdam)
	hours = nil
	for h := autumn; h.Before(autumn.AddDate(0, 0, 3)); h = h.Add(time.Hour) {
		hours = append(hours, evidence.Count{Start: h.UTC(), Span: feeds.HourSpan, Value: 1, Partial: h.Sub(autumn) == 30*time.Hour})
	}
	got = report.Days(hours, amsterdam, amsterdam, now)
	if len(got.Values) != 3 || got.Values[0] != 25 || !math.IsNaN(got.Values[1]) || got.Values[2] != 24 {
		t.Errorf("%v, want 25, a gap, 24", got.Values)
	}
	// The same hours in another time zone: only the days that are complete there.
	if got := report.Days(hours, amsterdam, time.UTC, now); len(got.Values) != 1 || got.Values[0] != 24 {
		t.Errorf("in UTC %v", got.Values)
	}
	// Days of another time zone stay days of that date.
	got = report.Days(samples(time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), []float64{3, 4}), time.UTC, amsterdam, now)
	if !slices.Equal(got.Values, []float64{3, 4}) || !got.OtherDays {
		t.Errorf("%+v", got)
	}
	// Today is not over.
	got = report.Days(samples(time.Date(2026, 11, 19, 0, 0, 0, 0, amsterdam), []float64{3, 4}), amsterdam, amsterdam, now)
	if !slices.Equal(got.Values, []float64{3}) {
		t.Errorf("%v with today", got.Values)
	}
}

// Two mentions a few days apart are told apart, or graded as a group.
func TestOverlaps(t *testing.T) {
	values := add(add(daily(250, 6), 200, 7, 150), 202, 7, 150)
	in := input(values, on(200))
	in.Others = []report.Other{other("m", on(200)), other("m2", on(202)), other("far", on(100))}
	q, _ := report.Ask(in)
	got := q.Build()
	if len(got.Body.Overlaps) != 1 || got.Body.Overlaps[0].Mention != "m2" || got.Verdict != evidence.Likely {
		t.Errorf("%s, %+v", got.Verdict, got.Body.Overlaps)
	}
	switch {
	case len(got.Body.Group) == 0 && got.Together == "" && !got.Body.Overlaps[0].Group: // told apart
	case got.Body.GroupDays == nil || *got.Body.GroupDays != evidence.ReportDays{Days: 9, From: day(200), To: day(208)}:
		t.Errorf("days of the group %+v", got.Body.GroupDays)
	case slices.Equal(got.Body.Group, []string{"m", "m2"}) && got.Together != "" && got.Body.Overlaps[0].Group:
	default:
		t.Errorf("group %v, %q, %+v", got.Body.Group, got.Together, got.Body.Overlaps)
	}
}

// Searches for the brand's own names are a line of their own.
func TestBrandedSearch(t *testing.T) {
	in := input(daily(250, 1), on(200))
	pacific := must(time.LoadLocation("America/Los_Angeles"))
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, pacific)
	in.Search = []report.Search{{Metric: "branded_clicks", Daily: report.Days(samples(start, add(daily(250, 7), 200, 7, 150)), pacific, pacific, now)}}
	q, _ := report.Ask(in)
	var line evidence.ReportLine
	for _, l := range q.Build().Body.Lines {
		if l.Kind == "branded_search" {
			line = l
		}
	}
	if line.State != "ready" || line.Metric != "branded_clicks" || *line.Effect.Low <= 0 {
		t.Errorf("%+v", line)
	}
	// Its rows are what a chart of it shows: the eight weeks before, and the window.
	counted, days := 0.0, 0
	for _, r := range line.Rows {
		if r.Window {
			counted, days = counted+*r.Observed, days+1
		}
		if r.Low95 == nil || r.High95 == nil || *r.Low95 > *r.High95 {
			t.Errorf("nothing is expected on %s: %+v", r.Day, r)
		}
	}
	if len(line.Rows) != 56+7 || days != 7 || math.Abs(counted-*line.Observed) > 1 || line.Rows[56].Day != day(200) {
		t.Errorf("%d rows, %d in the window with %v of %v, which begins on %s", len(line.Rows), days, counted, *line.Observed, line.Rows[56].Day)
	}
	q, _ = report.Ask(input(daily(250, 1), on(200)))
	states := map[string]string{}
	for _, l := range q.Build().Body.Lines {
		states[l.Kind] = l.State + " " + l.Code
	}
	for kind, want := range map[string]string{
		"clicks": "not_set_up no_links", "self_reports": "not_set_up no_form", "lift": "ready ", "leads": "not_set_up no_leads",
		"branded_search": "not_set_up no_search_console", "shares_seen": "not_set_up no_shares", "dark_share": "not_set_up no_tag",
	} {
		if states[kind] != want {
			t.Errorf("line %s is %q, want %q", kind, states[kind], want)
		}
	}
}

// A site that never counted anything has no reports.
func TestNothingWasEverCounted(t *testing.T) {
	if _, ok := report.Ask(input(nil, on(3))); ok {
		t.Error("a report of nothing")
	}
}
