package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// visitsAround is a file of 170 days up to 19 November 2026, with 150 more in the seven days from
// lift on.
func visitsAround(lift time.Time) string {
	var b strings.Builder
	b.WriteString("date,visits\n")
	for i := 170; i > 0; i-- {
		day := time.Date(2026, 11, 20-i, 0, 0, 0, 0, time.UTC)
		v := 300 + (i*7919)%37
		if after := day.Sub(lift).Hours() / 24; after >= 0 && after < 7 {
			v += 150
		}
		fmt.Fprintf(&b, "%s,%d\n", day.Format(time.DateOnly), v)
	}
	return b.String()
}

type reportView struct {
	ID, State, Verdict string
	Revision           int
	Day                int
	Brand              struct{ ID, Name string }
	Mention            struct{ ID, Title string }
	Window             struct{ From, To string }
	Lift               *struct{ Effect struct{ Low, High float64 } }
	Dots               []float64
	Lines              []struct{ Kind, State, Text string }
	Reasons            []string
}

// A report by its id and by its mention, in a list with its totals, in a file, and as a word.
func TestReports(t *testing.T) {
	begun := time.Now() // the clock runs: times are part of the ids of messages
	d := openAt(t, func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Add(time.Since(begun)) })
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	talk := `"text":"We moved to Larkmeter. Larkmeter is what we use, and Larkmeter is good."`
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"podcast","title":"=1 tool",`+talk+`,"published":"2026-10-06T09:00:00Z"}
{"id":"b","kind":"podcast","title":"New",`+strings.Replace(talk, "good", "new", 1)+`,"published":"2026-11-18T09:00:00Z"}
{"id":"c","kind":"post","title":"A post",`+strings.Replace(talk, "good", "fine", 1)+`,"published":"2026-09-01T09:00:00Z"}`, "Content-Type", "application/jsonl")
	d.settle()
	var mentions struct {
		Items []struct {
			ID       string
			Document struct{ Title string }
			Report   *struct{ State, Verdict string }
		}
	}
	load := func() map[string]string {
		d.want(200, &mentions, "GET", "/mentions", "")
		ids := map[string]string{}
		for _, m := range mentions.Items {
			ids[m.Document.Title] = m.ID
		}
		return ids
	}
	ids := load()
	if len(ids) != 3 {
		t.Fatalf("mentions %v", ids)
	}
	why := func(mention, reason string) {
		t.Helper()
		var p problem
		if d.want(404, &p, "GET", "/mentions/"+mention+"/report", ""); p.Reason != reason {
			t.Errorf("no report because of %s, want %s", p.Reason, reason)
		}
	}
	why(ids["=1 tool"], "report_no_site")
	mapping := map[string]any{"time": "date", "metrics": map[string]string{"visits": "visits"}, "zone": "UTC"}
	if status := d.answer("POST", importing("shop", mapping), visitsAround(time.Date(2026, 10, 6, 0, 0, 0, 0, time.UTC)), nil); status != 200 {
		t.Fatal(status)
	}
	d.settle()
	var r reportView
	d.want(200, &r, "GET", "/mentions/"+ids["=1 tool"]+"/report", "")
	if r.State != "ready" || r.Verdict != "likely" || r.Lift == nil || r.Lift.Effect.Low <= 0 || len(r.Dots) != 20 || r.Brand.Name != "Larkmeter" || r.Window.To != "2026-10-12" {
		t.Errorf("%+v", r)
	}
	d.want(200, nil, "GET", "/reports/"+r.ID, "")
	d.want(404, nil, "GET", "/reports/"+r.ID, "", d.anotherWorkspace()...)
	var open reportView
	d.want(200, &open, "GET", "/mentions/"+ids["New"]+"/report", "")
	if open.State != "open" || open.Verdict != "" || open.Day != 3 {
		t.Errorf("%+v", open)
	}
	why(ids["A post"], "report_not_material")
	d.want(200, nil, "POST", "/mentions/"+ids["A post"]+"/report", "")
	d.settle()
	d.want(200, &open, "GET", "/mentions/"+ids["A post"]+"/report", "")
	var page struct {
		Items  []reportView
		Next   string
		Totals struct {
			Tested   int
			StandOut int     `json:"stand_out"`
			ByChance float64 `json:"by_chance"`
			Open     int
		}
	}
	d.want(200, &page, "GET", "/reports?brand=larkmeter", "")
	if len(page.Items) != 3 || page.Totals.Tested != 2 || page.Totals.StandOut != 1 || page.Totals.ByChance != 0.05 || page.Totals.Open != 1 || page.Items[0].Mention.Title != "New" {
		t.Errorf("%+v", page)
	}
	d.want(200, &page, "GET", "/reports?month=2026-10&verdict=likely,clear&state=ready", "")
	if len(page.Items) != 1 || page.Items[0].ID != r.ID {
		t.Errorf("%+v", page)
	}
	for _, bad := range []string{"?month=2026", "?verdict=maybe", "?state=half", "?cursor=x"} {
		d.want(422, nil, "GET", "/reports"+bad, "")
	}
	file, _ := io.ReadAll(d.want(200, nil, "GET", "/reports/export?verdict=likely", "").Body)
	if lines := strings.Split(strings.TrimSpace(string(file)), "\n"); len(lines) != 2 || !strings.Contains(lines[1], ",'=1 tool,") || !strings.Contains(lines[1], ",likely,") {
		t.Errorf("%s", file)
	}
	d.want(422, nil, "GET", "/reports/export?verdict=maybe", "")
	load()
	for _, m := range mentions.Items {
		if m.ID == ids["=1 tool"] && (m.Report == nil || m.Report.Verdict != "likely") {
			t.Errorf("in the list of mentions: %+v", m.Report)
		}
	}
	d.want(200, nil, "PATCH", "/mentions/"+ids["=1 tool"], `{"state":"dismissed"}`)
	d.settle()
	why(ids["=1 tool"], "report_dismissed")
	d.want(404, nil, "GET", "/reports/"+r.ID, "")
}

func TestSitesAndAnnotations(t *testing.T) {
	d := open(t)
	bearer := d.anotherWorkspace()
	var site struct {
		ID, Name, Zone string
		Revision       int
		Counting       map[string]string
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	var countries struct{ Items []struct{ Code, Name string } }
	d.want(200, &countries, "GET", "/holidays/countries", "")
	if len(countries.Items) < 10 || countries.Items[0].Code != "AT" || countries.Items[0].Name != "Austria" {
		t.Errorf("%+v", countries)
	}
	tag := d.want(200, &site, "POST", "/sites", `{"name":"shop","zone":"Europe/Amsterdam","domains":["Shop.example"],"brands":["larkmeter"],"holidays":["nl"]}`).Header.Get("ETag")
	for body, reason := range map[string]string{
		`{"name":"shop","zone":"UTC"}`:                            "site_exists",
		`{"name":"b","zone":"Nowhere"}`:                           "bad_time_zone",
		`{"name":"b","zone":"UTC","domains":["not a domain"]}`:    "bad_domain",
		`{"name":"b","zone":"UTC","brands":["nosuch"]}`:           "no_brand",
		`{"name":"b","zone":"UTC","holidays":["XX"]}`:             "no_holidays",
		`{"name":"b","zone":"UTC","primary":{"visits":"nosuch"}}`: "not_of_site",
		`{"name":"   ","zone":"UTC"}`:                             "empty_site",
	} {
		var p problem
		resp := d.ask("POST", "/sites", body)
		if err := json.NewDecoder(resp.Body).Decode(&p); err != nil || p.Reason != reason {
			t.Errorf("%s: %s, want %s", body, p.Reason, reason)
		}
	}
	path := "/sites/" + site.ID
	d.want(200, &site, "PATCH", path, `{"zone":"UTC"}`, "If-Match", tag)
	if site.Zone != "UTC" || site.Revision != 2 {
		t.Errorf("%+v", site)
	}
	d.want(412, nil, "PATCH", path, `{"zone":"Europe/Paris"}`, "If-Match", tag)
	d.want(404, nil, "GET", path, "", bearer...)
	var note struct{ ID, Kind, From, To, Counting string }
	d.want(200, &note, "POST", "/annotations", `{"name":"Tag off","from":"2026-11-02","kind":"outage","site":"`+site.ID+`"}`)
	if note.To != "2026-11-02" || note.Counting != "not_counted" {
		t.Errorf("%+v", note)
	}
	for _, body := range []string{
		`{"name":"x","from":"soon"}`, `{"name":"x","from":"2026-11-02","to":"2026-11-01"}`, `{"name":" ","from":"2026-11-02"}`,
		`{"name":"x","from":"2026-11-02","site":"nosuch"}`, `{"name":"x","from":"2026-11-02","kind":"party"}`,
	} {
		d.want(422, nil, "POST", "/annotations", body)
	}
	d.want(200, &note, "PATCH", "/annotations/"+note.ID, `{"to":"2026-11-05"}`)
	d.want(404, nil, "GET", "/annotations/"+note.ID, "", bearer...)
	d.want(404, nil, "DELETE", "/annotations/"+note.ID, "", bearer...)
	d.want(204, nil, "DELETE", "/annotations/"+note.ID, "")
	d.want(404, nil, "DELETE", path, "", bearer...)
	d.want(204, nil, "DELETE", path, "")
	var sites struct{ Items []any }
	if d.want(200, &sites, "GET", "/sites", ""); len(sites.Items) != 0 {
		t.Errorf("%+v", sites)
	}
}
