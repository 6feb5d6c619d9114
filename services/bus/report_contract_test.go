package bus

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// exampleReports are the events of one invented report: ready after the window of the podcast, and
// revised when the counts were corrected.
func exampleReports() map[alerts.ReportEventName]alerts.ReportEvent {
	n := func(v float64) *float64 { return &v }
	at := time.Date(2026, 11, 27, 1, 0, 4, 0, time.UTC)
	doc := feeds.DocumentID("podcast", "signal-paths-41")
	mention := index.MentionID("default", "fernwick", doc)
	d := alerts.ReportEventData{
		Workspace: "default", Report: feeds.ID("report", "default", "fernwick", doc), Revision: 2,
		Brand: alerts.EventBrand{ID: "fernwick", Name: "Fernwick", Own: true},
		Mention: alerts.ReportMention{
			ID: mention, Cluster: doc, Kind: feeds.Podcast, Title: "41: What we run on", Source: "Signal Paths", URL: "https://signalpaths.example/41",
			Published: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC),
		},
		Site: alerts.EventSource{ID: feeds.ID("site", "default", "shop"), Name: "shop"}, Verdict: "likely", Reasons: []string{}, Metric: "visits",
		Window: alerts.ReportWindow{Days: 7, From: "2026-11-20", To: "2026-11-26"},
		Lift: &alerts.ReportLift{
			Observed: n(2540), Expected: n(2000), Effect: n(540), Low: n(310), High: n(780), P: n(0.003), Q: n(0.012), Placebos: 312, SmallestVisible: n(280),
		},
		Group: []string{}, Caveats: []alerts.ReportCaveat{{Code: "fitted_together", Params: map[string]string{"mentions": "2"}}},
		Method: "1", DataTo: "2026-11-26", Link: "https://desk.example/mentions/" + mention + "/report",
	}
	ready := alerts.NewReportEvent(alerts.ReportReady, d, at)
	d.Revision, d.Verdict, d.DataTo = 3, "cannot_tell", "2026-12-03"
	d.Reasons, d.Group = []string{"overlap"}, []string{mention, index.MentionID("default", "fernwick", feeds.DocumentID("youtube", "41"))}
	d.GroupDays = &alerts.ReportWindow{Days: 9, From: "2026-11-18", To: "2026-11-26"}
	lift := *d.Lift
	lift.Expected, lift.Effect, lift.Low, lift.SmallestVisible = n(2300), n(240), n(-60), nil
	d.Lift = &lift
	return map[alerts.ReportEventName]alerts.ReportEvent{alerts.ReportReady: ready, alerts.ReportRevised: alerts.NewReportEvent(alerts.ReportRevised, d, at.AddDate(0, 0, 7))}
}

func TestExamplesAreRealReportEvents(t *testing.T) {
	t.Parallel()
	schema := schemaIn(t, "report-event.v1.schema.json")
	for name, e := range exampleReports() {
		got, err := json.MarshalIndent(e, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
		path := filepath.Join(docs, "schema/examples", "report-"+string(name)+".json")
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("the example is not what is sent (-example +sent); run with -update:\n%s", diff)
		}
		if err := validate(schema, got); err != nil {
			t.Error(err)
		}
		var v any
		if err := json.Unmarshal(got, &v); err != nil {
			t.Fatal(err)
		}
		if name == alerts.ReportRevised { // it is about a group, and so has every field
			described(t, string(name), schema, v)
		}
		if subject := e.Subject(name); subject != "report."+string(name)+".default.fernwick" {
			t.Errorf("subject %s", subject)
		}
	}
}

func TestReportSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := schemaIn(t, "report-event.v1.schema.json")
	good, err := json.Marshal(exampleReports()[alerts.ReportReady])
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`report.ready.v1`, `report.open.v1`},
		{`"revision":2`, `"revision":0`},
		{`"verdict":"likely"`, `"verdict":"proven"`},
		{`"low":310`, `"low":"310"`},
		{`"from":"2026-11-20"`, `"from":"20 November"`},
		{`"p":0.003`, `"p":3`},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Fatalf("%s does not stand in the event", change[0])
		}
		if validate(schema, []byte(bad)) == nil {
			t.Errorf("%s is accepted", change[1])
		}
	}
}

// The page shows the example of a ready report.
func TestPageShowsARealReportEvent(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join(docs, "events.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, block := range regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(page, -1) {
		var e alerts.ReportEvent
		if json.Unmarshal(block[1], &e) != nil || !strings.HasPrefix(e.Type, "namedrop.report.") {
			continue
		}
		shown++
		if diff := cmp.Diff(exampleReports()[alerts.ReportReady], e); diff != "" {
			t.Errorf("the page differs from the example (-example +page):\n%s", diff)
		}
	}
	if shown != 1 {
		t.Errorf("the page shows %d report events, want 1", shown)
	}
}
