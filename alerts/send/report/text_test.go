package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/report"
	"github.com/namedrop/namedrop/alerts/send/text"
)

func event(change ...func(*alerts.ReportEventData)) alerts.ReportEvent {
	n := func(v float64) *float64 { return &v }
	d := alerts.ReportEventData{
		Workspace: "default", Report: "r", Revision: 2, Brand: alerts.EventBrand{ID: "fernwick", Name: "Fernwick", Own: true},
		Mention: alerts.ReportMention{ID: "m", Title: "41: What we run on", Source: "Signal Paths", URL: "https://signalpaths.example/41"},
		Site:    alerts.EventSource{ID: "s", Name: "shop"}, Verdict: "likely", Window: alerts.ReportWindow{Days: 7, From: "2026-11-20", To: "2026-11-26"},
		Lift: &alerts.ReportLift{Observed: n(2540), Expected: n(2003), Effect: n(537), Low: n(312), High: n(778), SmallestVisible: n(281)},
		Link: "https://desk.example/mentions/m/report",
	}
	for _, c := range change {
		c(&d)
	}
	return alerts.NewReportEvent(alerts.ReportReady, d, time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC))
}

func TestAReportInWords(t *testing.T) {
	want := map[string]report.Text{
		text.English: {
			Title:    "Report on Fernwick: likely",
			Headline: "Signal Paths, 41: What we run on probably brought visits: between 320 and 780 more visits than expected in 7 days (95% interval).",
			Numbers:  "2,540 visits counted · 1,760 to 2,220 expected · difference +320 to +780 · a rise of 280 or more would show",
			Window:   "shop, 20 Nov 2026 to 26 Nov 2026", Open: "Open the report",
		},
		text.Dutch: {
			Title:    "Rapport over Fernwick: waarschijnlijk",
			Headline: "Signal Paths, 41: What we run on bracht waarschijnlijk bezoek: tussen 320 en 780 meer bezoeken dan verwacht in 7 dagen (95%-interval).",
			Numbers:  "2.540 bezoeken geteld · 1.760 tot 2.220 verwacht · verschil +320 tot +780 · een stijging vanaf 280 is zichtbaar",
			Window:   "shop, 20 nov. 2026 tot en met 26 nov. 2026", Open: "Open het rapport",
		},
	}
	for language, w := range want {
		if diff := cmp.Diff(w, report.Of(language, event())); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", language, diff)
		}
	}
	if diff := cmp.Diff(want[text.English], report.Of("", event())); diff != "" {
		t.Error(diff)
	}
}

func TestHeadlines(t *testing.T) {
	moved := func(low, high float64, verdict string) func(*alerts.ReportEventData) {
		return func(d *alerts.ReportEventData) { d.Lift.Low, d.Lift.High, d.Verdict = &low, &high, verdict }
	}
	for _, tt := range []struct {
		want   string
		change []func(*alerts.ReportEventData)
	}{
		{"Signal Paths, 41: What we run on brought visits: between 1,000 and 12,500 more visits than expected in 7 days (95% interval).", []func(*alerts.ReportEventData){moved(1000, 12500, "clear")}},
		{"Signal Paths, 41: What we run on may have brought visits: between 0 and 8 more visits than expected in 7 days (95% interval).", []func(*alerts.ReportEventData){moved(0.4, 8, "possible")}},
		{"No sign that Signal Paths, 41: What we run on changed visits: between 60 fewer and 50 more visits than expected in 7 days (95% interval).", []func(*alerts.ReportEventData){moved(-60, 50, "no_sign")}},
		{"No sign that Signal Paths, 41: What we run on brought visits, which fell: between 20 and 60 fewer visits than expected in 7 days (95% interval).",
			[]func(*alerts.ReportEventData){moved(-60, -20, "no_sign"), func(d *alerts.ReportEventData) { d.Reasons = []string{"fell"} }}},
		{"We can't tell what Signal Paths, 41: What we run on did: between 60 fewer and 50 more visits than expected in 1 day (95% interval).",
			[]func(*alerts.ReportEventData){moved(-60, 50, "cannot_tell"), func(d *alerts.ReportEventData) { d.Window.Days = 1 }}},
		{"We can't tell what Signal Paths, 41: What we run on did.", []func(*alerts.ReportEventData){func(d *alerts.ReportEventData) { d.Lift, d.Verdict = nil, "cannot_tell" }}},
		{"Signal Paths and 2 other mentions on the same days probably brought visits: between 320 and 780 more visits than expected in 9 days (95% interval).",
			[]func(*alerts.ReportEventData){func(d *alerts.ReportEventData) {
				d.Mention.Title, d.Group, d.GroupDays = "", []string{"m", "n", "o"}, &alerts.ReportWindow{Days: 9, From: "2026-11-18", To: "2026-11-26"}
			}}},
		{"We can't tell what Fernwick did.", []func(*alerts.ReportEventData){func(d *alerts.ReportEventData) {
			d.Verdict, d.Lift.Low, d.Mention = "a grade of next year", nil, alerts.ReportMention{}
		}}},
	} {
		if got := report.Of(text.English, event(tt.change...)).Headline; got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// Where nothing could be computed there are no numbers, rather than zeros.
func TestUnknownNumbersAreNotShown(t *testing.T) {
	if got := report.Of(text.English, event(func(d *alerts.ReportEventData) { d.Lift.Low = nil })).Numbers; got != "" {
		t.Error(got)
	}
	got := report.Of(text.English, event(func(d *alerts.ReportEventData) { d.Lift.SmallestVisible = nil })).Numbers
	if strings.Contains(got, "would show") {
		t.Error(got)
	}
}

func TestRounding(t *testing.T) {
	for _, tt := range []struct{ low, high, step float64 }{{0, 5, 1}, {310, 780, 20}, {0, 100000, 5000}, {-3, 3, 1}, {1, 41, 2}} {
		if got := report.Step(tt.low, tt.high); got != tt.step {
			t.Errorf("%v to %v: %v, want %v", tt.low, tt.high, got, tt.step)
		}
	}
	for v, want := range map[float64]string{-0.2: "+0", 0.2: "+0"} {
		if got := strings.Replace(signOf(report.InSteps(v, 1)), "-0", "minus zero", 1); got != want {
			t.Errorf("%v becomes %s", v, got)
		}
	}
}

func signOf(v float64) string {
	if 1/v < 0 {
		return "-0"
	}
	return "+0"
}

func FuzzOf(f *testing.F) {
	f.Add("Fernwick", "A show\u202e", "a\ntitle", "2026-11-20", "likely", 3.0, 1e300, 7, true)
	f.Add("x", "x", "x", "2026-11-20", strings.Repeat("a long grade ", 400), 3.0, 4.0, 7, true)
	f.Add("", "", "", "", "", -1.0, -2.0, 0, false)
	f.Fuzz(func(t *testing.T, brand, show, title, day, verdict string, low, high float64, days int, dutch bool) {
		language := text.English
		if dutch {
			language = text.Dutch
		}
		got := report.Of(language, event(func(d *alerts.ReportEventData) {
			d.Brand.Name, d.Mention.Source, d.Mention.Title, d.Window.From, d.Verdict, d.Window.Days = brand, show, title, day, verdict, days
			d.Lift.Low, d.Lift.High = &low, &high
		}))
		for _, line := range []string{got.Title, got.Headline, got.Numbers, got.Window} {
			if text.Clean(line) != strings.Join(strings.Fields(line), " ") || strings.ContainsAny(line, "\n\u202e") || text.Length(line) > 3000 {
				t.Errorf("not a line: %q", line)
			}
		}
	})
}
