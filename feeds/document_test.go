package feeds

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestIDsAreTheSameOnEveryMachine(t *testing.T) {
	// Written down once and for all: stored ids depend on it.
	const want = "kdnviziq75f64ktj5mtq"
	if got := ID("document", "podcast", "key\nep-1"); got != want || len(got) != idLength {
		t.Errorf("%s, want %s", got, want)
	}
	if got := DocumentID("podcast", "key\nep-1"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestIDsDistinguishParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.String(), 1, 4).Draw(t, "parts")
		same := append([]string{}, parts...)
		if ID(parts...) != ID(same...) {
			t.Fatal("same parts, two ids")
		}
		if len(parts) > 1 && ID(parts...) == ID(strings.Join(parts, "")) {
			t.Fatal("the boundary between parts is lost")
		}
		if ID(append(same, "")...) == ID(parts...) {
			t.Fatal("an empty part is lost")
		}
	})
}

func TestJoinCuesIsWhatOffsetsCountIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.String()).Draw(t, "texts")
		cues := make([]Cue, len(texts))
		for i, s := range texts {
			cues[i].Text = s
		}
		if got := JoinCues(cues); got != strings.Join(texts, " ") {
			t.Fatalf("%q", got)
		}
		d := Document{Cues: cues, Text: "written"}
		want := strings.Join(texts, " ")
		if len(cues) == 0 {
			want = "written"
		}
		if d.Body() != want {
			t.Fatalf("%q", d.Body())
		}
	})
}

// A revision moves with what is searched and detected, and with nothing else.
func TestRevision(t *testing.T) {
	base := Document{ID: "d", Title: "One", Notes: "n", Cues: []Cue{{Start: 1, End: 2, Speaker: "Anna", Text: "Acme"}}, People: []Person{{Name: "Anna"}}}
	rev := base.ComputeRevision()
	for name, change := range map[string]func(*Document){
		"title": func(d *Document) { d.Title = "Two" }, "notes": func(d *Document) { d.Notes = "" },
		"text":    func(d *Document) { d.Text = "x" },
		"words":   func(d *Document) { d.Cues = []Cue{{Start: 1, End: 2, Speaker: "Anna", Text: "Acme!"}} },
		"times":   func(d *Document) { d.Cues = []Cue{{Start: 1.5, End: 2, Speaker: "Anna", Text: "Acme"}} },
		"speaker": func(d *Document) { d.Cues = []Cue{{Start: 1, End: 2, Speaker: "Bo", Text: "Acme"}} },
		"people":  func(d *Document) { d.People = nil }, "chapters": func(d *Document) { d.Chapters = []Chapter{{Title: "x"}} },
		"language": func(d *Document) { d.Language = "nl" },
	} {
		d := base
		if change(&d); d.ComputeRevision() == rev {
			t.Errorf("%s changed, the revision didn't", name)
		}
	}
	d := base
	d.Engagement, d.Fetched, d.Published = Engagement{Likes: 9}, time.Unix(1, 0), time.Unix(2, 0)
	d.Sources, d.Alternates, d.Audio, d.Backfill = []string{"s"}, []string{"a"}, "https://x.example/1.mp3", true
	d.Handle, d.Thread, d.Cluster, d.From, d.Synthetic = "@a", "t", "c", "f", "s"
	if d.ComputeRevision() != rev {
		t.Error("likes, times and addresses are no part of a revision")
	}
}

func TestDocumentsSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Filter(utf8.ValidString)
		d := Document{ID: "d", Kind: Podcast, Network: "podcast", Key: text.Draw(t, "key"), Title: text.Draw(t, "title"),
			Cues:      []Cue{{Start: rapid.Float64Range(0, 1e5).Draw(t, "start"), Text: text.Draw(t, "text")}},
			Published: time.Unix(rapid.Int64Range(0, 2e9).Draw(t, "published"), 0).UTC(), Origin: Publisher}
		d.Revision = d.ComputeRevision()
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back Document
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, back); diff != "" || back.ComputeRevision() != d.Revision {
			t.Fatal(diff)
		}
	})
}
