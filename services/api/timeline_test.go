package api_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

type seriesView struct {
	Site            struct{ ID, Name, Zone string }
	Unit, From, To  string
	Feed            *struct{ Name string }
	Metrics, Spans  []string
	Channels        []string
	Since, Until    *time.Time
	Points          []seriesPoint
	Gaps            []struct{ From, To time.Time }
	Metric, Channel string
}

type seriesPoint struct {
	Start   time.Time
	Value   *float64
	Partial bool
}

func (v seriesView) String() string {
	var words []string
	for _, p := range v.Points {
		word := "-"
		if p.Value != nil {
			word = fmt.Sprint(*p.Value)
		}
		if p.Partial {
			word += "~"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// hoursAround is a file of every hour, UTC, from 23 October until 28 October 2026, without two of
// them, by channel: the clocks of Amsterdam are set back on the 25th.
func hoursAround() string {
	var b strings.Builder
	b.WriteString("time,visits,channel\n")
	for at := time.Date(2026, 10, 23, 0, 0, 0, 0, time.UTC); at.Before(time.Date(2026, 10, 28, 0, 0, 0, 0, time.UTC)); at = at.Add(time.Hour) {
		if at.Day() == 26 && (at.Hour() == 4 || at.Hour() == 5) {
			continue
		}
		fmt.Fprintf(&b, "%s,2,Direct\n", at.Format("2006-01-02T15:04:05Z"))
		if at.Hour() == 12 {
			fmt.Fprintf(&b, "%s,5,Referral\n", at.Format("2006-01-02T15:04:05Z"))
		}
	}
	return b.String()
}

func TestSeries(t *testing.T) {
	d := openAt(t, func() time.Time { return time.Date(2026, 10, 28, 12, 30, 0, 0, time.UTC) })
	var p problem
	if d.want(404, &p, "GET", "/series", ""); p.Reason != "series_no_site" {
		t.Errorf("without a site: %s", p.Reason)
	}
	d.want(200, nil, "POST", "/sites", `{"name":"shop","zone":"Europe/Amsterdam"}`)
	var v seriesView
	if d.want(200, &v, "GET", "/series", ""); v.Feed != nil || len(v.Points) != 90 || len(v.Metrics) != 0 || len(v.Gaps) != 0 || v.To != "2026-10-28" || v.From != "2026-07-31" {
		t.Errorf("of a site that is not counted: %+v", v)
	}
	mapping := map[string]any{"time": "time", "metrics": map[string]string{"visits": "visits"}, "channel": "channel", "zone": "UTC"}
	if status := d.answer("POST", importing("shop", mapping), hoursAround(), nil); status != 200 {
		t.Fatal(status)
	}
	for query, want := range map[string]string{
		// 22 hours of the 23rd, 24 and 25 of the next two, two less of the 26th, and what was counted after.
		"from=2026-10-22":                                  "- 49~ 53 55 49~ 53 2~",
		"from=2026-10-22&channel=referral":                 "- 5~ 5 5 5~ 5 0~",
		"from=2026-10-22&channel=nosuch":                   "- 0~ 0 0 0~ 0 0~",
		"from=2026-10-22&unit=week":                        "157~ 104~",
		"from=2026-10-25&to=2026-10-25&unit=hour":          strings.Repeat("2 ", 14) + "7" + strings.Repeat(" 2", 10),
		"from=2026-10-22&metric=branded_clicks":            "- - - - - - -",
		"from=2026-10-20&to=2026-10-21":                    "- -",
		"from=2026-11-20&to=2026-11-24":                    "-",
		"from=2026-10-27&to=2026-11-24":                    "53 2~",
		"site=" + v.Site.ID + "&from=2026-10-28&unit=hour": "2" + strings.Repeat(" -", 13),
		"from=2026-10-26&to=2026-10-26&channel=direct":     "44~",
		"from=2026-10-26&to=2026-10-26&unit=hour":          "2 2 2 2 2 - - 2 2 2 2 2 2 7 2 2 2 2 2 2 2 2 2 2",
	} {
		var got seriesView // what is false is left out, so each answer needs its own
		if d.want(200, &got, "GET", "/series?"+query, ""); got.String() != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	d.want(200, &v, "GET", "/series?from=2026-10-22", "")
	if v.Feed == nil || strings.Join(v.Metrics, " ") != "visits" || strings.Join(v.Channels, " ") != "direct referral" || strings.Join(v.Spans, " ") != "hour" || v.Since == nil {
		t.Errorf("%+v", v)
	}
	d.want(200, &v, "GET", "/series?from=2026-10-26&unit=hour", "")
	if len(v.Gaps) != 2 || v.Gaps[0].From.Format(time.RFC3339) != "2026-10-26T04:00:00Z" || v.Gaps[0].To.Format(time.RFC3339) != "2026-10-26T06:00:00Z" {
		t.Errorf("%+v", v.Gaps)
	}
	for query, reason := range map[string]string{
		"from=soon": "bad_date", "to=2026-13-01": "bad_date", "from=2026-10-02&to=2026-10-01": "days_reversed", "from=2020-01-01&unit=hour": "series_too_long",
		"from=0001-01-01": "series_too_long", "site=nosuch": "no_site", "metric=nosuch": "invalid_request", "unit=month": "invalid_request",
	} {
		if d.want(422, &p, "GET", "/series?"+query, ""); p.Reason != reason {
			t.Errorf("%s: %s, want %s", query, p.Reason, reason)
		}
	}
	d.want(422, nil, "GET", "/series?site="+v.Site.ID, "", d.anotherWorkspace()...)
	d.want(200, nil, "GET", "/series?from=1940-01-01&unit=week", "")
}

type timelineView struct {
	Series      seriesView
	Own, Rivals []int
	Mentions    []struct {
		ID, Title, Show, Kind string
		Brand                 struct {
			ID  string
			Own bool
		}
		Published time.Time
		Report    *struct{ Verdict string }
	}
	More    int
	Effects []struct {
		Report, Verdict, State, Mention, Title string
		Effect                                 *struct{ Low, High float64 }
		Expected                               []struct {
			Day       string
			Low, High *float64
		}
	}
	Events []struct{ ID, Name, Kind, From, To string }
}

func TestTimeline(t *testing.T) {
	begun := time.Now()
	d := openAt(t, func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Add(time.Since(begun)) })
	d.want(404, nil, "GET", "/timeline", "")
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter","own":true}`)
	d.want(200, nil, "POST", "/brands", `{"name":"Beaconette","competes_with":"larkmeter"}`)
	d.want(200, nil, "POST", "/brands", `{"name":"Otterwise","own":true}`)
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"podcast","title":"=1 tool","text":"We moved to Larkmeter. Larkmeter is what we use, and Larkmeter is good.","published":"2026-10-06T09:00:00Z"}
{"id":"b","kind":"podcast","title":"Rivals","text":"We moved to Beaconette. Beaconette is what we use, and Beaconette is fine.","published":"2026-10-07T22:30:00Z"}
{"id":"c","kind":"post","title":"A post","text":"Larkmeter again, said somebody on a Tuesday.","published":"2026-10-07T10:00:00Z"}
{"id":"d","kind":"post","title":"Elsewhere","text":"Otterwise is a tool that others use for something else.","published":"2026-10-07T10:00:00Z"}`, "Content-Type", "application/jsonl")
	mapping := map[string]any{"time": "date", "metrics": map[string]string{"visits": "visits"}, "zone": "Europe/Amsterdam"}
	if status := d.answer("POST", importing("shop", mapping), visitsAround(time.Date(2026, 10, 6, 0, 0, 0, 0, time.UTC)), nil); status != 200 {
		t.Fatal(status)
	}
	var sites struct{ Items []struct{ ID string } }
	d.want(200, &sites, "GET", "/sites", "")
	d.want(200, nil, "PATCH", "/sites/"+sites.Items[0].ID, `{"holidays":["NL"],"brands":["larkmeter"]}`)
	d.want(200, nil, "POST", "/annotations", `{"name":"Release 4","from":"2026-10-05","kind":"release"}`)
	d.want(200, nil, "POST", "/annotations", `{"name":"Long ago","from":"2026-06-07","kind":"other"}`)
	d.settle()
	var v timelineView
	d.want(200, &v, "GET", "/timeline?from=2026-10-05&to=2026-10-09", "")
	if got := fmt.Sprint(v.Own, v.Rivals, len(v.Mentions), v.More); got != "[0 1 1 0 0] [0 0 0 1 0] 3 0" {
		t.Errorf("%s: %+v", got, v.Mentions)
	}
	if m := v.Mentions[0]; m.Title != "=1 tool" || !m.Brand.Own || m.Kind != "podcast" || m.Report == nil || m.Report.Verdict != "likely" {
		t.Errorf("%+v", m)
	}
	if len(v.Effects) != 1 || v.Effects[0].Verdict != "likely" || v.Effects[0].Effect == nil || len(v.Effects[0].Expected) != 7 || v.Effects[0].Expected[0].Day != "2026-10-06" || *v.Effects[0].Expected[0].High > 400 {
		t.Errorf("%+v", v.Effects)
	}
	if len(v.Events) != 1 || v.Events[0].Name != "Release 4" || v.Events[0].ID == "" {
		t.Errorf("%+v", v.Events)
	}
	d.want(200, &v, "GET", "/timeline?from=2026-04-01&unit=week", "")
	if n := len(v.Series.Points); len(v.Own) != n || len(v.Rivals) != n {
		t.Errorf("%d points, %d and %d counts of mentions", n, len(v.Own), len(v.Rivals))
	}
	holidays := 0
	for _, e := range v.Events {
		if e.Kind == "holiday" && e.ID == "" {
			holidays++
		}
	}
	if holidays < 3 || v.Events[0].Kind != "holiday" {
		t.Errorf("%d holidays: %+v", holidays, v.Events)
	}
	for query, want := range map[string]string{"brand=larkmeter": "3", "brand=beaconette": "1", "brand=otterwise": "1", "brand=nosuch": "0", "brand=otterwise,larkmeter": "4"} {
		d.want(200, &v, "GET", "/timeline?from=2026-10-05&to=2026-10-09&"+query, "")
		if got := fmt.Sprint(len(v.Mentions)); got != want {
			t.Errorf("%s: %s mentions, want %s", query, got, want)
		}
	}
	read := func(query string) []string {
		t.Helper()
		resp := d.want(200, nil, "GET", "/timeline/export?from=2026-10-05&to=2026-10-09"+query, "")
		text, _ := io.ReadAll(resp.Body)
		if kind := resp.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/csv") {
			t.Errorf("it is %s", kind)
		}
		return strings.Split(strings.TrimSpace(string(text)), "\r\n")
	}
	if lines := read(""); len(lines) != 6 || !strings.HasPrefix(lines[2], "2026-10-06,day,visits,,") || !strings.Contains(lines[2], ",1,0,") ||
		!strings.Contains(lines[2], "=1 tool") || !strings.HasSuffix(lines[1], ",Release 4,0") {
		t.Errorf("%q", lines)
	}
	if lines := read("&separator=semicolon&unit=week"); len(lines) != 2 || !strings.HasPrefix(lines[1], "2026-10-05;week;visits;;") {
		t.Errorf("%q", lines)
	}
	d.want(422, nil, "GET", "/timeline/export?from=soon", "")
	d.want(404, nil, "GET", "/timeline", "", d.anotherWorkspace()...)
}
