package adapters_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

// Part of each page in docs/sources is generated from the spec of its type, so that the page, the
// command line and the desk's form can't differ.
func TestSourcePagesMatchTheSpecs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/sources/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages of sources: %v", err)
	}
	specs := adapters.Specs(adapters.Sources())
	for _, page := range pages {
		name := strings.TrimSuffix(filepath.Base(page), ".md")
		i := slices.IndexFunc(specs, func(s feeds.Spec) bool { return string(s.Type) == name })
		if i < 0 {
			t.Errorf("%s: there is no type of source %q", page, name)
			continue
		}
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		before, rest, found := strings.Cut(string(b), begin)
		_, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Errorf("%s has no generated part: put these lines into it:\n%s%s", page, begin, end)
			continue
		}
		want := before + begin + renderSpec(specs[i]) + end + after
		if *update {
			if err := os.WriteFile(page, []byte(want), 0o644); err != nil { //nolint:gosec // a public page
				t.Fatal(err)
			}
		} else if want != string(b) {
			t.Errorf("%s differs from the spec of %s: go test ./services/adapters -update", page, name)
		}
	}
}

// renderSpec returns a spec in Markdown.
func renderSpec(s feeds.Spec) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n**Limits.** %s\n", s.Summary, s.Limits)
	if len(s.Fields) > 0 {
		b.WriteString("\n| field | | example |\n| --- | --- | --- |\n")
		for _, f := range s.Fields {
			label := f.Label
			if !f.Required {
				label += " (optional)"
			}
			fmt.Fprintf(&b, "| `%s` | %s: %s | %s |\n", f.Name, label, f.Help, code(f.Example))
		}
	}
	if len(s.Endpoints) > 0 {
		b.WriteString("\n| in the configuration | | default |\n| --- | --- | --- |\n")
		for _, e := range s.Endpoints {
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
