package adapters_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/adapters"
)

var update = flag.Bool("update", false, "write the generated part of the pages in docs/sources")

// The generated part of a page is between these lines.
const (
	begin = "<!-- generated from the spec: go test ./services/adapters -update -->\n"
	end   = "<!-- end of the generated part -->\n"
)

// Part of each page in docs/sources, docs/visits and docs/leads is generated from the spec of its type, so that the
// page, the command line and the desk's form can't differ.
func TestPagesMatchTheSpecs(t *testing.T) {
	want := map[string]string{}
	for _, s := range adapters.Specs(adapters.Sources()) {
		want["sources/"+string(s.Type)+".md"] = renderSpec(s.Summary, s.Limits, s.Fields, s.Endpoints)
	}
	for _, s := range adapters.Visits() {
		want["visits/"+string(s.Type)+".md"] = renderSpec(s.Summary, s.Limits, s.Fields, s.Endpoints)
	}
	for _, l := range adapters.Leads() {
		want["leads/"+string(l.Type)+".md"] = renderSpec(l.Summary, l.Limits, l.Fields, nil)
	}
	for _, folder := range []string{"sources", "visits", "leads"} {
		pages, err := filepath.Glob("../../docs/" + folder + "/*.md")
		if err != nil || len(pages) == 0 {
			t.Fatalf("no pages in docs/%s: %v", folder, err)
		}
		for _, page := range pages {
			text, ok := want[folder+"/"+filepath.Base(page)]
			if !ok {
				t.Errorf("%s: there is no such type", page)
				continue
			}
			matchPage(t, page, text)
		}
	}
}

func matchPage(t *testing.T, page, text string) {
	t.Helper()
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(b), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Errorf("%s has no generated part: put these lines into it:\n%s%s", page, begin, end)
		return
	}
	want := before + begin + text + end + after
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil { //nolint:gosec // a public page
			t.Fatal(err)
		}
	} else if want != string(b) {
		t.Errorf("%s differs from its spec: go test ./services/adapters -update", page)
	}
}

// renderSpec returns a spec in Markdown.
func renderSpec(summary, limits string, fields []feeds.Field, endpoints []feeds.Endpoint) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n**Limits.** %s\n", summary, limits)
	if len(fields) > 0 {
		b.WriteString("\n| field | | example |\n| --- | --- | --- |\n")
		for _, f := range fields {
			label := f.Label
			if !f.Required {
				label += " (optional)"
			}
			fmt.Fprintf(&b, "| `%s` | %s: %s | %s |\n", f.Name, label, f.Help, code(f.Example))
		}
	}
	if len(endpoints) > 0 {
		b.WriteString("\n| in the configuration | | default |\n| --- | --- | --- |\n")
		for _, e := range endpoints {
			fmt.Fprintf(&b, "| `endpoints.%s` | %s | %s |\n", e.Name, e.Help, code(e.Default))
		}
	}
	return b.String()
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
