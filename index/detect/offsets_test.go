package detect_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

func TestOffsetsCountCodePoints(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "hub", Name: "HubPeak"})
	for _, c := range []struct {
		before     string
		start, end int
	}{
		{"", 0, 7},
		{"é ", 2, 9},
		{"e\u0301 ", 3, 10},        // a combining mark is a code point
		{"𝒳𝒴 ", 3, 10},             // astral characters are one each, not two
		{"👩‍👩‍👧‍👦 ", 8, 15},        // a family of seven code points
		{"日本語 ", 4, 11},            //
		{"\r\n\t ", 4, 11},         //
		{"\ufeff", 1, 8},           // a byte order mark inside the text
		{"ﬁ \u00ad", 3, 10},        // a ligature and a soft hyphen
		{"\U0010ffff\u200b", 2, 9}, //
	} {
		h := only(t, d, feeds.Document{Text: c.before + "HubPeak rises", Language: "en"})
		if h.Start != c.start || h.End != c.end {
			t.Errorf("after %q: %d to %d, want %d to %d", c.before, h.Start, h.End, c.start, c.end)
		}
	}
}

func TestOffsetsInBrokenText(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "hub", Name: "HubPeak"})
	h := only(t, d, feeds.Document{Text: "\xff\xfe \xe2\x82 HubPeak \xff", Language: "en"})
	if h.Start != 6 || h.End != 13 || !strings.Contains(h.Quote, "HubPeak") {
		t.Errorf("%d to %d in %q", h.Start, h.End, h.Quote)
	}
}

func TestHitsSpanCues(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "hub", Name: "HubPeak"}, index.Brand{ID: "labs", Name: "North Meridian Labs"})
	cue := func(start, end float64, speaker, text string) feeds.Cue {
		return feeds.Cue{Start: start, End: end, Speaker: speaker, Text: text}
	}
	for _, c := range []struct {
		name string
		cues []feeds.Cue
		want string
	}{
		{"in one cue", []feeds.Cue{cue(10, 20, "Ada", "we use HubPeak a lot")}, "hub HubPeak 7:14 13.50 Ada"},
		{"at its beginning", []feeds.Cue{cue(10, 20, "Ada", "HubPeak is fine")}, "hub HubPeak 0:7 10.00 Ada"},
		{"over two cues", []feeds.Cue{cue(0, 4, "Ada", "we use hub"), cue(4, 8, "Bo", "peak a lot")}, "hub hub peak 7:15 2.80 Ada"},
		{"over three cues", []feeds.Cue{cue(0, 4, "Ada", "so north"), cue(4, 8, "Ada", "meridian"), cue(8, 12, "Bo", "labs won")}, "labs north meridian labs 3:22 1.50 Ada"},
		{"after an empty cue", []feeds.Cue{cue(0, 4, "Ada", ""), cue(4, 8, "Bo", "HubPeak won")}, "hub HubPeak 1:8 4.00 Bo"},
		{"without times", []feeds.Cue{cue(0, 0, "", "we use HubPeak")}, "hub HubPeak 7:14 0.00 "},
		{"times that run backwards", []feeds.Cue{cue(9, 5, "Ada", "we use HubPeak")}, "hub HubPeak 7:14 9.00 Ada"},
		{"no length", []feeds.Cue{cue(9, 9, "Ada", "we use HubPeak")}, "hub HubPeak 7:14 9.00 Ada"},
	} {
		h := only(t, d, feeds.Document{Cues: c.cues, Language: "en"})
		got := fmt.Sprintf("%s %s %d:%d %.2f %s", h.Brand, h.Surface, h.Start, h.End, *h.Second, h.Speaker)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWrittenTextHasNoSeconds(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "hub", Name: "HubPeak"})
	doc := feeds.Document{Text: "HubPeak", Title: "HubPeak", Notes: "HubPeak", Chapters: []feeds.Chapter{{Start: 0, Title: "HubPeak"}, {Start: 90.5, Title: "More HubPeak"}}}
	var got []string
	for _, h := range d.Detect(&doc) {
		second := "-"
		if h.Second != nil {
			second = fmt.Sprint(*h.Second)
		}
		got = append(got, fmt.Sprintf("%s %d:%d %s", h.Field, h.Start, h.End, second))
	}
	want := []string{"text 0:7 -", "title 0:7 -", "notes 0:7 -", "chapter 0:7 0", "chapter 5:12 90.5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// cueText is text as it comes: words, names and their halves, odd characters.
var cueText = rapid.SampledFrom([]string{
	"hub", "peak", "HubPeak", "hub-peak", "@hubpeakhq", "a", "the", "plume", "invoice", "of smoke", "Zürwald", "zu\u0308rwald", "𝒳", "👩‍👧", "ソラノ", "昨日", ".", ",", "Q.X.R.", "q", "x", "r",
	"tarnow", "&", "and", "sons", "https://x.example/hubpeak", "#Metaform", "metaf", "'s", "’s", "\u00ad", "\xff", "uh", "V++", "yonder", "dot", "example",
})

// Whatever is read, the same input gives the same hits, hits hold the text at their offsets,
// and how the text is cut into cues changes no offset.
func TestCutsChangeNoOffsets(t *testing.T) {
	d := mustNew(t, world...)
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(cueText, 1, 40).Draw(t, "parts")
		whole := &feeds.Document{Cues: []feeds.Cue{{End: 60, Text: strings.Join(parts, " ")}}, Origin: feeds.Captions, Language: rapid.SampledFrom([]string{"", "en", "nl", "de"}).Draw(t, "language"), Title: rapid.SampledFrom([]string{"", "HubPeak", "A Plume"}).Draw(t, "title")}
		pieces := *whole
		pieces.Cues = nil
		for i := 0; i < len(parts); {
			n := min(rapid.IntRange(1, 9).Draw(t, "cut"), len(parts)-i)
			pieces.Cues = append(pieces.Cues, feeds.Cue{Start: float64(i), End: float64(i + n), Speaker: fmt.Sprint(i), Text: strings.Join(parts[i:i+n], " ")})
			i += n
		}
		one, many := d.Detect(whole), d.Detect(&pieces)
		check(t, whole, one)
		check(t, &pieces, many)
		for _, hits := range [][]index.Hit{one, many} {
			for i := range hits {
				if hits[i].Field == index.InText {
					hits[i].Second, hits[i].Speaker = nil, ""
				}
			}
		}
		if diff := cmp.Diff(one, many); diff != "" {
			t.Fatalf("%q (-one cue +many):\n%s", whole.Body(), diff)
		}
	})
}

// Seconds never run backwards along the text when those of the cues don't.
func TestSecondsFollowTheText(t *testing.T) {
	d := mustNew(t, world...)
	rapid.Check(t, func(t *rapid.T) {
		doc := &feeds.Document{Origin: feeds.Captions}
		at := 0.0
		for range rapid.IntRange(1, 20).Draw(t, "cues") {
			length := rapid.Float64Range(0, 30).Draw(t, "length")
			doc.Cues = append(doc.Cues, feeds.Cue{Start: at, End: at + length, Text: strings.Join(rapid.SliceOfN(cueText, 0, 8).Draw(t, "text"), " ")})
			at += length
		}
		var seconds []float64
		for _, h := range d.Detect(doc) {
			if h.Second == nil || *h.Second < 0 || *h.Second > at+0.01 {
				t.Fatalf("%q at %v of %v", h.Surface, h.Second, at)
			}
			seconds = append(seconds, *h.Second)
		}
		if !slices.IsSorted(seconds) {
			t.Fatalf("seconds %v", seconds)
		}
	})
}
