package api

import (
	"fmt"
	"testing"

	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// A report's numbers are picked by metric and window; what it doesn't have is named, with what it has.
func TestReportChoice(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	b := evidence.ReportBody{
		Window: evidence.ReportWindow{Days: 7}, Lift: &evidence.Lift{Observed: n(70)},
		Secondary: []evidence.ReportLonger{{Days: 14, Observed: n(140), Others: 1}, {Days: 30, Observed: n(300)}},
		Lines: []evidence.ReportLine{
			{Kind: "lift", Metric: "visits", State: "ready", Effect: &evidence.Interval{}},
			{Kind: "branded_search", Metric: "branded_clicks", State: "ready", Observed: n(5), Effect: &evidence.Interval{}},
			{Kind: "branded_search", Metric: "branded_impressions", State: "waiting"},
		},
	}
	for q, want := range map[ReportPick]string{
		{}:                                 "nothing",
		{Metric: "visits"}:                 "visits 7 70 true []",
		{Window: "7"}:                      "visits 7 70 true []",
		{Window: "14"}:                     "visits 14 140 false []",
		{Window: "30d"}:                    "visits 30 300 false []",
		{Metric: "branded_clicks"}:         "branded_clicks 7 5 false []",
		{Window: "21"}:                     "visits 7 70 true [{window 21 [7 14 30]}]",
		{Window: "<b>"}:                    "visits 7 70 true [{window <b> [7 14 30]}]",
		{Metric: "branded_impressions"}:    "visits 7 70 true [{metric branded_impressions [visits branded_clicks]}]",
		{Metric: "leads", Window: "14"}:    "visits 14 140 false [{metric leads [visits branded_clicks]}]",
		{"branded_clicks", "14"}:           "branded_clicks 7 5 false [{window 14 [7]}]",
		{Metric: "branded_clicks' OR 1=1"}: "visits 7 70 true [{metric branded_clicks' OR 1=1 [visits branded_clicks]}]",
	} {
		got := "nothing"
		if c := q.choose(b); c != nil {
			got = fmt.Sprint(c.Metric, " ", c.Days, " ", *c.Observed, " ", c.Verdict, " ", c.Ignored)
		}
		if got != want {
			t.Errorf("%+v: %s, want %s", q, got, want)
		}
	}
	b.GroupDays = &evidence.ReportDays{Days: 9}
	if c := (ReportPick{Window: "9"}).choose(b); c.Days != 9 || !c.Verdict || len(c.Ignored) != 0 {
		t.Errorf("%+v", c)
	}
	if c := (ReportPick{Window: "14"}).choose(evidence.ReportBody{}); len(c.Ignored) != 1 || c.Observed != nil {
		t.Errorf("an open report: %+v", c)
	}
}
