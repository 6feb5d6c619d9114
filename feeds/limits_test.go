package feeds

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsTooLongIsCut(t *testing.T) {
	long := strings.Repeat("é", 20<<20)
	d := Document{Title: long, Notes: long, Text: long, Author: long, URL: "https://x.example/" + long, Audio: long,
		Chapters: make([]Chapter, 100_000), People: make([]Person, 100_000), From: long, Handle: long, Thread: long, Synthetic: long}
	d.Chapters[0], d.People[0] = Chapter{Title: long}, Person{Name: long, Role: long}
	if !d.Limit() || d.Weight() > MaxText+MaxNotes+1<<20 || !utf8.ValidString(d.Title) || len(d.Title) < MaxTitle-1 {
		t.Errorf("%d bytes are left", d.Weight())
	}
	if again := d; again.Limit() || !cmp.Equal(again, d) {
		t.Error("it is cut twice")
	}
	small := Document{Title: "One", Text: "Two", Cues: []Cue{{Text: "Three"}}}
	if same := small; same.Limit() || !cmp.Equal(same, small) {
		t.Errorf("%+v", same)
	}
}

// When there are too many cues, they are joined and no words are lost.
func TestManyCuesAreJoined(t *testing.T) {
	d := Document{Cues: make([]Cue, 3*MaxCues-1)}
	for i := range d.Cues {
		d.Cues[i] = Cue{Start: float64(i), End: float64(i + 1), Text: "a"}
	}
	want := d.Body()
	if !d.Limit() || len(d.Cues) > MaxCues || d.Body() != want {
		t.Errorf("%d cues, %d bytes of %d", len(d.Cues), len(d.Body()), len(want))
	}
	if last := d.Cues[len(d.Cues)-1]; d.Cues[1].Start != 3 || last.End != 3*MaxCues-1 {
		t.Errorf("times %v and %v", d.Cues[1], last)
	}
}
