package detectcmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/cli/detectcmd"
)

const brandFile = `brands:
  - {id: hubpeak, name: HubPeak, aliases: [Hub Peak CRM]}
  - {id: plume, name: Plume, context: [invoice]}
`

// run feeds lines to the command and returns what it wrote, line by line.
func run(t *testing.T, cmd detectcmd.Cmd, input string) (lines []map[string]any, stderr string, err error) {
	t.Helper()
	cmd.Brands = filepath.Join(t.TempDir(), "brands.yaml")
	if err := os.WriteFile(cmd.Brands, []byte(brandFile), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	err = cmd.Run(context.Background(), detectcmd.Streams{In: strings.NewReader(input), Out: &out, Err: &errs})
	for line := range strings.Lines(out.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		lines = append(lines, m)
	}
	return lines, errs.String(), err
}

func hits(m map[string]any) []any { return m["hits"].([]any) }

func TestOneLineEachInOrder(t *testing.T) {
	lines, _, err := run(t, detectcmd.Cmd{}, `{"id":"a","text":"We like HubPeak","unknown":[1]}
{"id":7,"kind":"post","text":"nothing"}

{"id":"c","kind":"podcast","cues":[{"start":1,"end":3,"speaker":"Ada","text":"all about hub"},{"start":3,"end":5,"speaker":"Bo","text":"peak today"}],"people":["Ada",{"name":"Bo","role":"guest"}]}
`)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	if lines[0]["id"] != "a" || lines[1]["id"] != 7.0 || len(hits(lines[1])) != 0 {
		t.Errorf("ids or empty hits: %v", lines)
	}
	first := hits(lines[0])[0].(map[string]any)
	if first["second"] != nil || first["start"] != 8.0 || first["end"] != 15.0 || first["brand"] != "hubpeak" {
		t.Errorf("got %v", first)
	}
	var keys []string
	for _, k := range []string{"brand", "surface", "start", "end", "second", "speaker", "quote", "confidence", "reason", "unsure", "field"} {
		if _, ok := first[k]; ok {
			keys = append(keys, k)
		}
	}
	if diff := cmp.Diff([]string{"brand", "surface", "start", "end", "second", "speaker", "quote", "confidence", "reason"}, keys); diff != "" {
		t.Error(diff)
	}
	spoken := hits(lines[2])[0].(map[string]any)
	if spoken["surface"] != "hub peak" || spoken["speaker"] != "Ada" || spoken["second"].(float64) < 1 || spoken["second"].(float64) > 3 {
		t.Errorf("got %v", spoken)
	}
}

func TestUnsureAndAllFields(t *testing.T) {
	const doc = `{"id":"a","title":"HubPeak","text":"a plume rose and it was a plume"}`
	lines, _, _ := run(t, detectcmd.Cmd{}, doc)
	if n := len(hits(lines[0])); n != 0 {
		t.Errorf("%d hits by default", n)
	}
	lines, _, _ = run(t, detectcmd.Cmd{Unsure: true}, doc)
	if got := hits(lines[0]); len(got) != 2 || got[0].(map[string]any)["unsure"] != true {
		t.Errorf("unsure: %v", got)
	}
	lines, _, _ = run(t, detectcmd.Cmd{AllFields: true}, doc)
	if got := hits(lines[0]); len(got) != 1 || got[0].(map[string]any)["field"] != "title" {
		t.Errorf("all fields: %v", got)
	}
}

func TestBadLineGetsAnAnswer(t *testing.T) {
	lines, stderr, err := run(t, detectcmd.Cmd{}, "{\"id\":\"a\",\"text\":\"HubPeak\"}\nnot json\n{\"id\":\"b\",\"text\":\"HubPeak\"}")
	if err == nil || !strings.Contains(stderr, "line 2") {
		t.Errorf("err %v, stderr %q", err, stderr)
	}
	if len(lines) != 3 || len(hits(lines[2])) != 1 || lines[1]["error"] == nil {
		t.Errorf("got %v", lines)
	}
}

func TestBrandFiles(t *testing.T) {
	for name, raw := range map[string]string{
		"yaml":        brandFile,
		"yaml list":   "- {id: hubpeak, name: HubPeak}\n- {id: plume, name: Plume}\n",
		"json":        `{"brands":[{"id":"hubpeak","name":"HubPeak"},{"id":"plume","name":"Plume"}]}`,
		"json list":   `[{"id":"hubpeak","name":"HubPeak"},{"id":"plume","name":"Plume"}]`,
		"json lines":  "{\"id\":\"hubpeak\",\"name\":\"HubPeak\"}\n\n{\"id\":\"plume\",\"name\":\"Plume\"}\n",
		"marked UTF8": "\ufeff" + brandFile,
	} {
		brands, err := detectcmd.ParseBrands([]byte(raw))
		if err != nil || len(brands) != 2 || brands[0].Name != "HubPeak" || brands[1].ID != "plume" {
			t.Errorf("%s: %v %v", name, brands, err)
		}
	}
	for name, raw := range map[string]string{"empty": " ", "words": "just words", "no brands": "{}", "broken": `{"id":`, "number": "7"} {
		if brands, err := detectcmd.ParseBrands([]byte(raw)); err == nil {
			t.Errorf("%s was read as %v", name, brands)
		}
	}
}

func FuzzParseBrands(f *testing.F) {
	f.Add([]byte(brandFile))
	f.Add([]byte(`{"brands":[{"id":"a"}]}`))
	f.Add([]byte("- id: x\n  aliases: {}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		brands, err := detectcmd.ParseBrands(raw)
		if err == nil && len(brands) == 0 {
			t.Error("no brands and no error")
		}
	})
}
