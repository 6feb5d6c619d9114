package passage_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/passage"
)

// talk is cues of one sentence of ten words each, seconds long.
func talk(n int, seconds float64, speaker func(i int) string) *feeds.Document {
	d := &feeds.Document{ID: "d", Language: "en"}
	for i := range n {
		at := float64(i) * seconds
		d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + seconds, Speaker: speaker(i), Text: "We moved the whole big team over there in June."})
	}
	return d
}

func nobody(int) string { return "" }

func TestPassagesByTime(t *testing.T) {
	for _, c := range []struct {
		name    string
		n       int
		seconds float64
		want    []float64 // lengths of the passages
	}{
		{"short cues", 12, 5, []float64{30, 30}},
		{"cues of half a minute", 3, 30, []float64{30, 30, 30}},
		{"one cue", 1, 5, []float64{5}},
		{"cues of 20 seconds", 6, 20, []float64{40, 40, 40}},
	} {
		var got []float64
		for _, p := range passage.Split(talk(c.n, c.seconds, nobody))[1:] {
			got = append(got, p.To-p.From)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// A change of speaker ends a passage once it is long enough, and not before.
func TestPassagesBySpeaker(t *testing.T) {
	got := passage.Split(talk(14, 5, func(i int) string { return []string{"Ann", "Bo"}[i/7] }))[1:]
	var speakers []string
	for _, p := range got {
		speakers = append(speakers, strings.Join(p.Speakers, "+"))
	}
	if diff := cmp.Diff([]string{"Ann", "Ann+Bo", "Bo"}, speakers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	two := passage.Split(talk(4, 5, func(i int) string { return []string{"Ann", "Bo"}[i%2] }))
	if len(two) != 2 || strings.Join(two[1].Speakers, "+") != "Ann+Bo" {
		t.Errorf("a quick exchange is %+v", two[1:])
	}
}

func TestPassagesOfWrittenText(t *testing.T) {
	sentence := "This is a sentence with exactly ten words in it. "
	for _, c := range []struct {
		name, text string
		passages   int
	}{
		{"nothing", "", 0},
		{"space", " \n\t ", 0},
		{"a word", "word", 1},
		{"seven sentences", strings.Repeat(sentence, 7), 1},
		{"eight sentences", strings.Repeat(sentence, 8), 2},
		{"no full stops", strings.Repeat("word ", 500), 4},
		{"no spaces", strings.Repeat("x", 20_000), 9},
		{"lines", strings.Repeat("a line of text with seven words\n", 11), 2},
		{"Chinese", strings.Repeat("這是一個句子。", 800), 7},
	} {
		got := passage.Split(&feeds.Document{ID: "d", Text: c.text})
		if len(got)-1 != c.passages {
			t.Errorf("%s: %d passages, want %d", c.name, len(got)-1, c.passages)
		}
		for _, p := range got[1:] {
			if p.From != 0 || p.To != 0 || p.Speakers != nil {
				t.Errorf("%s: a written passage has times or speakers: %+v", c.name, p)
			}
		}
	}
}

func TestPassagesAreNumbered(t *testing.T) {
	for i, p := range passage.Split(talk(40, 5, nobody)) {
		if p.Number != i || p.ID != fmt.Sprintf("d-%d", i) || p.Document != "d" {
			t.Errorf("passage %d is %+v", i, p)
		}
	}
}

func TestHeads(t *testing.T) {
	for _, c := range []struct {
		d    feeds.Document
		want string
	}{
		{feeds.Document{}, ""},
		{feeds.Document{Title: "T"}, "T"},
		{feeds.Document{Notes: "N"}, "N"},
		{feeds.Document{Title: "T", Notes: "N", Chapters: []feeds.Chapter{{Title: "A"}, {Title: ""}, {Title: "B"}}}, "T\nN\nA\nB"},
		{feeds.Document{Chapters: []feeds.Chapter{{Title: "A"}}}, "A"},
	} {
		if got := passage.Head(&c.d); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Cue times of a split cue are shared by length, never leave the cue, and never run back.
func TestTimesAreShared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start, length := rapid.Float64Range(0, 1e5).Draw(t, "start"), rapid.Float64Range(31, 4000).Draw(t, "length")
		text := strings.Repeat(rapid.SampledFrom([]string{"Word one two three. ", "word ", "Ünï 日本 𝒳. "}).Draw(t, "text"), rapid.IntRange(1, 300).Draw(t, "n"))
		last := start
		for _, p := range passage.Split(&feeds.Document{ID: "d", Cues: []feeds.Cue{{Start: start, End: start + length, Text: text}}})[1:] {
			if p.From < last-1e-6 || p.To < p.From || p.To > start+length+1e-6 {
				t.Fatalf("passage %d from %v to %v in a cue from %v to %v", p.Number, p.From, p.To, start, start+length)
			}
			last = p.To
		}
	})
}

// Passages are bounded in words whatever the cues are.
func TestPassagesAreNeverLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &feeds.Document{ID: "d"}
		at := 0.0
		for range rapid.IntRange(0, 40).Draw(t, "cues") {
			length := rapid.Float64Range(0, 20).Draw(t, "length")
			d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + length, Text: strings.Repeat(rapid.SampledFrom([]string{"word ", "two words. ", ""}).Draw(t, "text"), rapid.IntRange(0, 120).Draw(t, "n"))})
			at += length
		}
		for _, p := range passage.Split(d)[1:] {
			if n := len(strings.Fields(p.Text)); n > 160 || n == 0 {
				t.Fatalf("passage %d has %d words", p.Number, n)
			}
		}
	})
}
