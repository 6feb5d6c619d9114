package bus

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

var update = flag.Bool("update", false, "write the examples in docs/schema/examples")

const docs = "../../docs"

func eventSchema(t testing.TB) *jsonschema.Schema { return schemaIn(t, "mention-event.v1.schema.json") }

func schemaIn(t testing.TB, file string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join(docs, "schema", file))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// exampleEvents are the events of one invented mention.
func exampleEvents() map[alerts.EventName]alerts.Event {
	second := func(s float64) *float64 { return &s }
	at := time.Date(2026, 11, 20, 6, 0, 4, 0, time.UTC)
	source := feeds.Source{ID: feeds.ID("source", "signal-paths"), Name: "Signal Paths"}
	sources := []feeds.Source{source}
	doc := feeds.Document{
		ID: feeds.DocumentID("podcast", "signal-paths-41"), Kind: feeds.Podcast, Network: "podcast",
		URL: "https://signalpaths.example/41", Title: "41: What we run on", Author: "Ines Okafor",
		Published: at.Add(-4 * time.Second), Language: "en",
	}
	brand := index.Brand{ID: "fernwick", Name: "Fernwick", Own: true}
	m := index.Mention{
		ID: index.MentionID("default", brand.ID, doc.ID), Workspace: "default", Brand: brand.ID, Document: doc.ID, Kind: doc.Kind,
		Revision: 1, Type: index.Passing, Confidence: 0.8, State: index.New,
		Hits: []index.Hit{{Field: index.InNotes, Surface: "Fernwick", Quote: "With links to Fernwick and the tools from the show.",
			Confidence: 0.8, Reason: "exact name"}},
	}
	event := func(name alerts.EventName, after time.Duration) alerts.Event {
		return alerts.NewEvent(name, m, brand, doc, sources, "https://desk.example", at.Add(after))
	}
	all := map[alerts.EventName]alerts.Event{alerts.Found: event(alerts.Found, 0)}
	video := index.Mention{ID: index.MentionID("default", brand.ID, feeds.DocumentID("youtube", "41")), Document: feeds.DocumentID("youtube", "41"), Kind: feeds.Video,
		Hits: []index.Hit{{Second: second(764.2)}}}

	m.Revision, m.Type, m.Confidence = 2, index.Discussed, 0.97
	m.Hits = append([]index.Hit{{Field: index.InText, Surface: "Fernwick", Second: second(754.2), Speaker: "Tomás Reyes",
		Quote:      "We moved the whole pipeline to Fernwick last spring and nobody noticed, which is the point.",
		Confidence: 0.97, Reason: "exact name; context word: pipeline"}}, m.Hits...)
	sources = append(sources, feeds.Source{ID: feeds.ID("source", "all-of-signal"), Name: "All of Signal"})
	amended := event(alerts.Amended, 40*time.Minute)
	amended.Data.Copies = []alerts.EventCopy{
		alerts.NewCopy(m, doc.Network, doc.URL, source.Name, "https://desk.example"),
		alerts.NewCopy(video, "youtube", "https://video.example/watch?v=41", "Signal Paths on video", "https://desk.example"),
	}
	all[alerts.Amended] = amended

	m.Revision, m.State = 3, index.Dismissed
	all[alerts.Dismissed] = event(alerts.Dismissed, 3*time.Hour)

	m.Revision, m.State, m.Removed, m.Hits = 4, index.New, true, nil
	m.Confidence, m.Unsure = 0, true
	all[alerts.Removed] = event(alerts.Removed, 26*time.Hour)
	return all
}

func TestExamplesAreRealEvents(t *testing.T) {
	t.Parallel()
	schema := eventSchema(t)
	for name, e := range exampleEvents() {
		t.Run(string(name), func(t *testing.T) {
			got, err := json.MarshalIndent(e, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			path := filepath.Join(docs, "schema/examples", string(name)+".json")
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
			if subject := e.Subject(name); subject != "mention."+string(name)+".default.fernwick.podcast" {
				t.Errorf("subject %s", subject)
			}
		})
	}
}

func validate(schema *jsonschema.Schema, b []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		return err
	}
	return schema.Validate(v)
}

// TestEveryFieldIsDescribed keeps the schema from falling behind the event: it is
// open to new fields for receivers' sake, so validation alone would not notice.
func TestEveryFieldIsDescribed(t *testing.T) {
	t.Parallel()
	schema := eventSchema(t)
	e := exampleEvents()[alerts.Amended]
	e.Data.HitsTotal = 2000 // which is there only where hits are not all
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	described(t, "event", schema, v)
}

// described compares the fields of an event with those of its schema.
func described(t *testing.T, path string, s *jsonschema.Schema, v any) {
	t.Helper()
	for s.Ref != nil {
		s = s.Ref
	}
	switch v := v.(type) {
	case map[string]any:
		if len(s.Properties) == 0 {
			return // parameters, whose names vary
		}
		for name := range v {
			p, ok := s.Properties[name]
			if !ok {
				t.Errorf("%s.%s is sent and not described", path, name)
				continue
			}
			described(t, path+"."+name, p, v[name])
		}
		for name := range s.Properties {
			if _, ok := v[name]; !ok {
				t.Errorf("%s.%s is described and not sent", path, name)
			}
		}
	case []any:
		for i, item := range v {
			described(t, fmt.Sprint(path, "[", i, "]"), s.Items2020, item)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := eventSchema(t)
	good, err := json.Marshal(exampleEvents()[alerts.Amended])
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"specversion":"1.0"`, `"specversion":"0.3"`},
		{`mention.amended.v1`, `mention.renamed.v1`},
		{`"revision":2`, `"revision":"2"`},
		{`"revision":2`, `"revision":0`},
		{`"confidence":0.97`, `"confidence":97`},
		{`"second":754.2`, `"second":"12:34"`},
		{`"kind":"podcast"`, `"kind":"radio"`},
		{`"published":"2026-11-20T06:00:00Z"`, `"published":"20 November"`},
		{`"workspace":"default"`, `"workspace":"a.b"`},
		{`"hits":`, `"drops":`},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Fatalf("%s is not in the event", change[0])
		}
		if validate(schema, []byte(bad)) == nil {
			t.Errorf("%s is accepted", change[1])
		}
	}
}

// TestPageShowsRealEvents checks each JSON block of docs/events.md against the schema
// and, where it is an example's event, against that example.
func TestPageShowsRealEvents(t *testing.T) {
	t.Parallel()
	schema := eventSchema(t)
	page, err := os.ReadFile(filepath.Join(docs, "events.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]alerts.Event{}
	for _, e := range exampleEvents() {
		examples[e.ID] = e
	}
	events := 0
	for _, block := range regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(page, -1) {
		var kind struct{ SpecVersion, Type string }
		if err := json.Unmarshal(block[1], &kind); err != nil {
			t.Errorf("not JSON: %v\n%s", err, block[1])
			continue
		}
		if kind.SpecVersion == "" || strings.HasPrefix(kind.Type, "namedrop.report.") {
			continue
		}
		var e alerts.Event
		if err := json.Unmarshal(block[1], &e); err != nil {
			t.Errorf("not an event: %v\n%s", err, block[1])
			continue
		}
		events++
		if err := validate(schema, block[1]); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(examples[e.ID], e); diff != "" {
			t.Errorf("the page differs from the example (-example +page):\n%s", diff)
		}
	}
	if events == 0 {
		t.Error("the page shows no event")
	}
}
