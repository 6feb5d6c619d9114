package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
)

// answer asks and decodes what comes back into out.
func (d *desk) answer(method, path, body string, out any) int {
	d.t.Helper()
	resp := d.ask(method, path, body)
	defer resp.Body.Close()
	if out != nil {
		if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
			d.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
	return resp.StatusCode
}

type visitsImported struct {
	Feed     string
	State    string
	Detail   string
	Counts   map[string]int
	Warnings []string
}

func importing(site string, mapping map[string]any, more ...string) string {
	b, _ := json.Marshal(mapping)
	q := url.Values{"site": {site}, "mapping": {string(b)}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return "/imports/visits?" + q.Encode()
}

const days = "Datum;Bezoeken\n01-11-2026;10\n13-11-2026;12\n14-11-2026;1.234,5\n"

func TestImportingVisits(t *testing.T) {
	d := openAt(t, func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) })
	var p struct {
		Names    []string
		Rows     [][]string
		Mapping  map[string]any
		Problems []string
	}
	if status := d.answer("POST", "/imports/visits/preview", days, &p); status != 200 || len(p.Rows) != 3 || len(p.Problems) != 0 || p.Mapping["time"] != "Datum" {
		t.Fatalf("the preview: %d %+v", status, p)
	}
	p.Mapping["zone"] = "Europe/Amsterdam"
	var got visitsImported
	if status := d.answer("POST", importing("shop", p.Mapping, "dry_run", "true"), days, &got); status != 200 || got.Counts["added"] != 3 {
		t.Errorf("a dry run: %d %+v", status, got)
	}
	if status := d.answer("GET", "/samples?feed="+got.Feed, "", nil); status != 404 {
		t.Errorf("a dry run wrote: %d", status)
	}
	for round, want := range []map[string]int{{"added": 3}, {"unchanged": 3}} {
		got = visitsImported{}
		status := d.answer("POST", importing("shop", p.Mapping), days, &got)
		for _, what := range []string{"added", "changed", "removed", "unchanged"} {
			if status != 200 || got.State != "done" || got.Counts[what] != want[what] {
				t.Errorf("round %d: %d %+v", round, status, got)
			}
		}
	}
	var samples struct {
		Items []struct {
			Start               time.Time
			Span, Metric, State string
			Value               float64
		}
		Next string
	}
	d.answer("GET", "/samples?feed="+got.Feed+"&limit=2", "", &samples)
	if len(samples.Items) != 2 || samples.Next == "" || samples.Items[0].Value != 10 || samples.Items[0].Start.Format(time.RFC3339) != "2026-10-31T23:00:00Z" {
		t.Errorf("%+v", samples)
	}
	next := samples.Next
	samples.Next = ""
	d.answer("GET", "/samples?feed="+got.Feed+"&limit=2&cursor="+next, "", &samples)
	if len(samples.Items) != 1 || samples.Next != "" || samples.Items[0].Value != 1234.5 {
		t.Errorf("the second page: %+v", samples)
	}
	d.answer("GET", "/samples?feed="+got.Feed+"&from=2026-11-10T00:00:00Z&to=2026-11-13T00:00:00Z&span=day&metric=visits", "", &samples)
	if len(samples.Items) != 1 || samples.Items[0].Value != 12 {
		t.Errorf("some of it: %+v", samples)
	}
	var told struct {
		First, Last time.Time
		Counts      map[string]int
	}
	d.answer("POST", importing("shop", p.Mapping, "file", "visits.csv"), days, &told)
	if told.Counts["rows"] != 3 || told.Counts["days"] != 3 || told.First.Format(time.RFC3339) != "2026-10-31T23:00:00Z" || told.Last.Format(time.RFC3339) != "2026-11-13T23:00:00Z" {
		t.Errorf("what the file held: %+v", told)
	}
	// A line less, and another number: the file's time is replaced.
	got = visitsImported{}
	d.answer("POST", importing("shop", p.Mapping), "Datum;Bezoeken\n01-11-2026;11\n14-11-2026;1.234,5\n", &got)
	if got.Counts["changed"] != 1 || got.Counts["removed"] != 1 || got.Counts["unchanged"] != 1 {
		t.Errorf("%+v", got)
	}
	var held struct {
		Items []struct{ ID, Site, Type, Health string }
	}
	if d.answer("GET", "/visits/feeds", "", &held); len(held.Items) != 1 || held.Items[0].Site != "shop" || held.Items[0].Type != "csv" {
		t.Errorf("%+v", held)
	}
	var jobs struct{ Items []struct{ Kind, Name string } }
	if d.answer("GET", "/imports", "", &jobs); len(jobs.Items) != 4 || jobs.Items[0].Kind != "visits" || !strings.Contains(fmt.Sprint(jobs), "visits.csv") {
		t.Errorf("%+v", jobs)
	}
	if status := d.answer("DELETE", "/visits/feeds/"+got.Feed, "", nil); status != 204 {
		t.Errorf("deleting: %d", status)
	}
}

func TestVisitsThatCantBeImported(t *testing.T) {
	d := open(t)
	good := map[string]any{"time": "date", "metrics": map[string]string{"visits": "visits"}}
	for _, c := range []struct {
		path, body string
		status     int
		says       string
	}{
		{importing("shop", good), "date,visits\n2026-04-03,1\n2026-04-04,lots\n", 422, `Line 3: "lots" in column visits is not a number.`},
		{importing("shop", good), "day,visits\n2026-04-03,1\n", 422, `No column "date"; there are: day, visits`},
		{importing("shop", good), "", 422, "empty"},
		{importing(" ", good), "date,visits\n2026-04-03,1\n", 422, "The site is empty"},
		{importing("shop", map[string]any{"time": "date", "zone": "Mars"}), "date,visits\n", 422, "time zone"},
		{importing("shop", good, "type", "plausible"), "date,visits\n2026-04-03,1\n", 422, "can't be imported from files"},
		{importing("shop", good, "type", "nothing"), "date,visits\n2026-04-03,1\n", 422, "can't be imported from files"},
		{importing("shop", good, "mapping", "{"), "date,visits\n2026-04-03,1\n", 422, "mapping"},
		{"/imports/visits?site=shop", "date,visits\n2026-04-03,1\n", 422, "mapping"},
	} {
		var got visitsImported
		if status := d.answer("POST", c.path, c.body, &got); status != c.status || !strings.Contains(got.Detail, c.says) {
			t.Errorf("%q: %d %q, want %q", c.body, status, got.Detail, c.says)
		}
	}
	var held struct{ Items []any }
	if d.answer("GET", "/visits/feeds", "", &held); len(held.Items) != 0 {
		t.Error("a feed came of a file that can't be read")
	}
}

// A mapping is checked before anything is sent whole, and a refusal names the lines.
func TestCheckingAMappingOfVisits(t *testing.T) {
	d := open(t)
	const text = "when,n\n2026-04-03,1\n2026-04-04,lots\n2026-04-05,-1\n"
	mapping := map[string]any{"time": "when", "metrics": map[string]string{"visits": "n"}}
	b, _ := json.Marshal(mapping)
	type line struct {
		Line   int
		Code   string
		Params map[string]string
	}
	var p struct {
		Problems    []string
		Mistakes    []line
		Understood  struct{ Dates, Span string }
		DateFormats []string `json:"date_formats"`
	}
	if status := d.answer("POST", "/imports/visits/preview?mapping="+url.QueryEscape(string(b)), text, &p); status != 200 || len(p.Mistakes) != 2 || len(p.Problems) != 2 ||
		p.Mistakes[0].Line != 3 || p.Mistakes[0].Code != "file_not_a_number" || p.Understood.Dates != "2026-04-03" || p.Understood.Span != "day" || len(p.DateFormats) < 5 {
		t.Errorf("%d %+v", status, p)
	}
	if status := d.answer("POST", "/imports/visits/preview?mapping=%5B", text, nil); status != 422 {
		t.Errorf("a mapping that isn't one: %d", status)
	}
	var refused struct {
		Detail, Reason string
		Params         map[string]string
		Lines          []line
	}
	if status := d.answer("POST", importing("shop", mapping), text, &refused); status != 422 || refused.Reason != "file_not_a_number" || refused.Params["line"] != "3" ||
		len(refused.Lines) != 2 || refused.Lines[1].Line != 4 || refused.Lines[1].Params["value"] != "-1" {
		t.Errorf("%d %+v", status, refused)
	}
}

func TestFeedsOfVisits(t *testing.T) {
	d := open(t)
	var types struct {
		Items []struct {
			Type         string
			Polled, File bool
			Pushed       bool
			Fields       []struct{ Name, Kind string }
		}
	}
	d.answer("GET", "/visits/types", "", &types)
	seen := ""
	for _, t := range types.Items {
		seen += fmt.Sprint(t.Type, " ", t.Polled, " ", t.File, " ", t.Pushed, " ", len(t.Fields) > 0, "; ")
	}
	if !strings.HasPrefix(seen, "csv false true false false; accesslog false true false false; tag false false true true; plausible true false false true; ") {
		t.Errorf("types: %s", seen)
	}
	const good = `{"type":"plausible","site":"shop","zone":"Europe/Amsterdam","secret":"hunter2","settings":{"site_id":"shop.example","landing":"true"}}`
	change := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for _, c := range []struct{ body, says string }{
		{change("plausible", "csv"), "Import a file"},
		{change("plausible", "nothing"), "no analytics system"},
		{change("Europe/Amsterdam", "Mars"), "time zone"},
		{change(`"secret":"hunter2",`, ""), `"Stats API key" is needed`},
		{change(`"site_id":"shop.example",`, ""), `"Site" is needed`},
		{change(`"landing":"true"`, `"landing":"perhaps"`), `"By landing page" is either true or false.`},
		{change(`"landing":"true"`, `"landign":true`), `no field called "landign"`},
		{change("shop.example", "https://shop.example/"), "not an address"},
		{change(`"zone"`, `"url":"plausible","zone"`), "not a web address"},
		{change(`"zone"`, `"url":"https://hunter2@plausible.example","zone"`), "without a key"},
	} {
		var p struct{ Detail string }
		if status := d.answer("POST", "/visits/feeds", c.body, &p); status != 422 || !strings.Contains(p.Detail, c.says) {
			t.Errorf("%s: %d %q", c.body, status, p.Detail)
		}
	}
	resp := d.ask("POST", "/visits/feeds", good)
	var f struct {
		ID, URL, Health string
		HasKey          bool `json:"has_key"`
		Settings        map[string]any
	}
	text := textOf(t, resp)
	if err := json.Unmarshal([]byte(text), &f); err != nil || resp.StatusCode != http.StatusOK || strings.Contains(text, "hunter2") {
		t.Fatalf("%d %s", resp.StatusCode, text)
	}
	if f.URL != "https://plausible.io" || f.Health != "waiting" || !f.HasKey || f.Settings["landing"] != true || f.Settings["channels"] != true {
		t.Errorf("%+v", f)
	}
	if status := d.answer("POST", "/visits/feeds", good, nil); status != 409 {
		t.Errorf("added twice: %d", status)
	}
	for _, body := range []string{`{"paused":true}`, `{"secret":"hunter3"}`, `{"name":"Ours"}`} {
		resp := d.ask("PATCH", "/visits/feeds/"+f.ID, body)
		if text := textOf(t, resp); resp.StatusCode != 200 || strings.Contains(text, "hunter") || !strings.Contains(text, `"paused":true`) {
			t.Errorf("%s: %d %s", body, resp.StatusCode, text)
		}
	}
	var p struct{ Detail string }
	if status := d.answer("POST", "/visits/feeds/"+f.ID+"/fetch", "", &p); status != 422 || !strings.Contains(p.Detail, "paused") {
		t.Errorf("reading a paused feed: %d %s", status, p.Detail)
	}
	for _, path := range []string{"/visits/feeds/none", "/samples?feed=none"} {
		if status := d.answer("GET", path, "", nil); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// The feed of a tag is filled by the public side. Without one there is no script to put into pages.
func TestAFeedOfATag(t *testing.T) {
	d := open(t)
	var f struct{ ID, Script, Health string }
	d.want(200, &f, "POST", "/visits/feeds", `{"type":"tag","site":"shop","zone":"UTC","settings":{"domains":"shop.example"}}`)
	if f.Script != "" || f.Health != "waiting" {
		t.Errorf("%+v", f)
	}
	var p struct{ Detail string }
	if status := d.answer("POST", "/visits/feeds/"+f.ID+"/fetch", "", &p); status != 422 || !strings.Contains(p.Detail, "nothing to fetch") {
		t.Errorf("%d %s", status, p.Detail)
	}
	if status := d.answer("POST", "/visits/feeds", `{"type":"tag","site":"shop","zone":"UTC","settings":{"domains":"https://shop.example"}}`, &p); status != 422 || !strings.Contains(p.Detail, "host names") {
		t.Errorf("%d %s", status, p.Detail)
	}
}

func textOf(t *testing.T, resp *http.Response) string {
	t.Helper()
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// footfall is a system that no line of the program knows but the one below.
type footfall struct{}

func (footfall) Samples(context.Context, feeds.SampleFeed, feeds.Position) (feeds.SampleBatch, error) {
	return feeds.SampleBatch{}, nil
}

// A new system is one package and one line: its description is all that the API needs.
func TestASystemThatIsOneLine(t *testing.T) {
	line := adapters.VisitsLine{SampleSpec: feeds.SampleSpec{
		Type: "footfall", Name: "Footfall", Summary: "A counter at a door.", Spans: []feeds.Span{feeds.DaySpan},
		Fields: []feeds.Field{
			{Name: "door", Kind: feeds.FieldChoice, Required: true, Label: "Door", Choices: []feeds.Choice{{Value: "front", Label: "Front"}, {Value: "back", Label: "Back"}}},
			{Name: "floor", Kind: feeds.FieldNumber, Label: "Floor", Default: "1"},
		},
	}, Make: func(adapters.Env) (any, error) { return footfall{}, nil }}
	d := openWith(t, app.Options{Config: config.Default(), Visits: append(adapters.Visits(), line)})
	if text := textOf(t, d.ask("GET", "/visits/types", "")); !strings.Contains(text, `"A counter at a door."`) || !strings.Contains(text, `{"value":"back","label":"Back"}`) {
		t.Error(text)
	}
	add := func(door string) (int, string) {
		resp := d.ask("POST", "/visits/feeds", `{"type":"footfall","site":"shop","zone":"UTC","settings":{"door":"`+door+`"}}`)
		return resp.StatusCode, textOf(t, resp)
	}
	if status, text := add("side"); status != 422 || !strings.Contains(text, `\"Door\" is one of front, back.`) {
		t.Errorf("%d %s", status, text)
	}
	if status, text := add("back"); status != 200 || !strings.Contains(text, `"settings":{"door":"back","floor":1}`) || !strings.Contains(text, `"name":"Footfall"`) {
		t.Errorf("%d %s", status, text)
	}
	if status := d.answer("POST", importing("shop", map[string]any{}, "type", "footfall"), "", nil); status != 422 {
		t.Errorf("importing a file of it: %d", status)
	}
}
