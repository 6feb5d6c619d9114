package indextest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest"
)

func TestCorpusIsRead(t *testing.T) {
	docs, err := indextest.Read(strings.NewReader(`// a comment
We like {acme:Acmé} and {hub/spacing:Hub Peak}.

# title: All about Acme | notes: With Jo. | person: Ada Lund | language: nl | type: guest
so {acme/case:acme}
is hub
{hub:peak}

Another post.
`), "en")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range docs {
		body := []rune(d.Document.Body())
		line := fmt.Sprintf("%d %s %s %q %s", d.Line, d.Document.Kind, d.Document.Language, d.Document.Title, d.Type)
		for _, g := range d.Gold {
			line += fmt.Sprintf(" %s/%s=%s", g.Brand, g.Class, string(body[g.Start:g.End]))
		}
		got = append(got, line)
	}
	want := []string{
		`2 post en ""  acme/exact=Acmé hub/spacing=Hub Peak`,
		`4 podcast nl "All about Acme" guest acme/case=acme hub/exact=peak`,
		`9 post en "" `,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if d := docs[1].Document; d.Origin != feeds.Captions || d.Notes != "With Jo." || d.People[0].Name != "Ada Lund" || d.Cues[2].Start != 8 {
		t.Errorf("%+v", d)
	}
}

func TestMistakesInACorpus(t *testing.T) {
	for text, want := range map[string]string{
		"ok\nWe like {acme:Acme": "line 2: unclosed or empty label",
		"We like {acme}.":        "line 1: unclosed or empty label",
		"# titel: x":             `line 1: unknown head "titel"`,
		"# : x":                  "line 1: ",
	} {
		if _, err := indextest.Read(strings.NewReader(text), "en"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestTally(t *testing.T) {
	doc := indextest.Labelled{Document: &feeds.Document{}, Line: 3, Gold: []indextest.Gold{
		{Brand: "acme", Class: "exact", Start: 0, End: 4}, {Brand: "acme", Class: "exact", Start: 10, End: 14}, {Brand: "hub", Class: "spacing", Start: 20, End: 28},
	}}
	hit := func(brand string, start, end int, codes ...index.ReasonCode) index.Hit {
		h := index.Hit{Brand: brand, Field: index.InText, Start: start, End: end}
		for _, c := range codes {
			h.Reasons = append(h.Reasons, index.NewReason(c, "x"))
		}
		return h
	}
	unsure, title := hit("acme", 10, 14), hit("acme", 10, 14)
	unsure.Unsure, title.Field = true, index.InTitle
	var tally indextest.Tally
	tally.Add(doc, []index.Hit{
		hit("acme", 0, 4, index.ReasonName), hit("acme", 2, 4, index.ReasonName), // twice on one label
		unsure, title, // not counted
		hit("acme", 20, 28, index.ReasonSoundsLike), // another brand's place
		hit("hub", 25, 30, index.ReasonSplit, index.ReasonEverydayWord),
	})
	want := `recall exact         1/  2  0.500
recall spacing       1/  1  1.000
precision misheard    0/  1  0.000
precision name        1/  1  1.000
precision spacing     1/  1  1.000
precision 0.667  recall 0.667  F1 0.667
`
	if diff := cmp.Diff(want, tally.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(tally.False) != 1 || len(tally.Unfound) != 1 || tally.Missed != 1 {
		t.Errorf("%+v", tally)
	}
	var none indextest.Tally
	if none.F1() != 0 || none.Precision() != 0 || none.Recall() != 0 {
		t.Error("nothing has figures")
	}
}
