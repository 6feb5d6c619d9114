package search_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
)

// A result says in which part of the document each passage is, and when the word that was found is
// spoken: a passage may begin half a minute before.
func TestPartsAndSeconds(t *testing.T) {
	d := &feeds.Document{
		ID: "a", Kind: feeds.Podcast, Network: "podcast", Language: "en", Published: noon, Audio: "https://cdn.example/a.mp3",
		Title: "Talking of acme", Notes: "With globex, and with acme.", Chapters: []feeds.Chapter{{Start: 0, Title: "Hello"}, {Start: 12, Title: "Why acme"}},
		Cues: []feeds.Cue{{Start: 0, End: 10, Text: "First of all, hello."}, {Start: 10, End: 20, Text: "Then there is globex here."}, {Start: 20, End: 30, Text: "acme is good."}},
	}
	x := open(t)
	put(t, x, passage.Entry(d, "Growth Talk", "2026-11", 0, nil))
	document := func(id string) *feeds.Document {
		if id != d.ID {
			t.Errorf("asked for %s", id)
		}
		return d
	}
	parts := func(r search.Request) (out []string) {
		t.Helper()
		page, err := x.Search(context.Background(), r)
		if err != nil || len(page.Results) != 1 {
			t.Fatalf("%d results, %v", len(page.Results), err)
		}
		for _, f := range page.Results[0].Passages {
			second := "-"
			if f.Second != nil {
				second = fmt.Sprintf("%.1f", *f.Second)
			}
			_, at, _ := strings.Cut(f.Link, "#")
			out = append(out, fmt.Sprintf("%s %s %s %s", f.Part, second, at, strings.Join(marked(f.Fragment), ",")))
		}
		return out
	}
	for asked, want := range map[string][]string{
		"acme":         {"title - t=0 acme", "notes - t=0 acme", "chapter 12.0 t=12 acme", "text 20.0 t=20 acme"},
		"there":        {"text 11.9 t=11 there"},
		"kind:podcast": {"notes - t=0 ", "text 0.0 t=0 "},
	} {
		if diff := cmp.Diff(want, parts(search.Request{Query: parse(t, asked), Document: document})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", asked, diff)
		}
	}
	// Without the document, or with one that has changed, it is the beginning of the passage.
	if diff := cmp.Diff([]string{"head - t=0 acme,acme,acme", "text 0.0 t=0 acme"}, parts(search.Request{Query: parse(t, "acme")})); diff != "" {
		t.Errorf("without the document (-want +got):\n%s", diff)
	}
	gone := func(string) *feeds.Document { return nil }
	if got := parts(search.Request{Query: parse(t, "there"), Document: gone}); got[0] != "text 0.0 t=0 there" {
		t.Errorf("with a document that is gone: %v", got)
	}
	// The names of the brands asked for are marked like words, and lead to a second like words.
	if got := parts(search.Request{Query: parse(t, "kind:podcast"), Names: []string{"Globex"}, Document: document}); got[1] != "text 15.4 t=15 globex" {
		t.Errorf("a brand: %v", got)
	}
	var out bytes.Buffer
	if _, err := x.Export(context.Background(), &out, search.JSONLines, search.Request{Query: parse(t, "there"), Document: document}); err != nil {
		t.Fatal(err)
	}
	var row search.Row
	if err := json.Unmarshal(out.Bytes(), &row); err != nil || int(10*row.Second) != 119 || !strings.HasSuffix(row.Link, "#t=11") {
		t.Errorf("exported %+v, %v", row, err)
	}
}

// What is right is not corrected: the names that are watched, also as they are misheard, and what
// was typed with signs. Another first letter is another word.
func TestDidYouMean(t *testing.T) {
	x := open(t)
	for i := range 40 {
		put(t, x, episode(fmt.Sprintf("d%02d", i), "t", noon, "dark and meer, schiet op met pricing", "calendar"))
	}
	put(t, x, episode("e", "t", noon, "we use lark meter and a calender"))
	watched := []string{"Larkmeter", "lark meter"}
	for asked, want := range map[string]string{
		"lark meter":                    "",
		"<script>alert(1)</script>":     "",
		"prycing":                       "pricing",
		"script":                        "", // schiet
		"calender":                      "calendar",
		"lark":                          "",
		"brand:x prycing":               "brand:x pricing",
		"pricing AND (zebras OR horse)": "",
	} {
		got, err := x.Totals(context.Background(), search.Request{Query: parse(t, asked), Watched: watched})
		if err != nil || got.Suggest != want {
			t.Errorf("%s: did you mean %q, want %q, %v", asked, got.Suggest, want, err)
		}
	}
	// Where the results are those of the correction, it is not offered as well.
	got, err := x.Totals(context.Background(), search.Request{Query: parse(t, "lark prycing"), Watched: watched, Relax: true})
	if err != nil || got.Relaxed == nil || got.Suggest != "" || got.Documents == 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
