package captions

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
)

// However a text of different words is made to roll, folding gives every word once.
func TestFoldingNeverRepeatsAWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(30, 120).Draw(t, "words")
		words := make([]string, n)
		for i := range words {
			words[i] = "w" + strconv.Itoa(i)
		}
		// Lines of a few words; each cue shows the line before and its own, and is now and
		// then shown again unchanged, as players' captions do.
		var lines []string
		for i := 0; i < n; {
			k := min(n, i+rapid.IntRange(2, 6).Draw(t, "line"))
			lines = append(lines, strings.Join(words[i:k], " "))
			i = k
		}
		grows := rapid.Bool().Draw(t, "grows")
		var cues []feeds.Cue
		add := func(s string) {
			at := float64(len(cues))
			cues = append(cues, feeds.Cue{Start: at, End: at + 1, Text: s})
		}
		for i, l := range lines {
			before := ""
			if i > 0 {
				before = lines[i-1] + " "
			}
			if grows {
				f := strings.Fields(l)
				for k := range f {
					add(before + strings.Join(f[:k+1], " "))
				}
			} else {
				add(before + l)
			}
			if rapid.Bool().Draw(t, "again") {
				add(before + l)
			}
		}
		got := strings.Fields(feeds.JoinCues(Fold(cues)))
		if !slices.Equal(got, words) {
			t.Fatalf("got %v\nwant %v", got, words)
		}
	})
}

func TestOtherCaptionsAreUnchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var cues []feeds.Cue
		for i := range rapid.IntRange(0, 40).Draw(t, "cues") {
			// Two or three words from a small stock, each cue begun by a word of its own.
			text := "n" + strconv.Itoa(i) + " " + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"no", "yes", "well"}), 1, 4).Draw(t, "text"), " ")
			cues = append(cues, feeds.Cue{Start: float64(i), Text: text})
		}
		if diff := cmp.Diff(cues, Fold(slices.Clone(cues))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A slogan that is said three times stays.
func TestASloganIsKept(t *testing.T) {
	cues := []feeds.Cue{{Start: 5, End: 7, Text: "Larkmeter makes you fly!"}, {Start: 7, End: 9, Text: "Larkmeter makes you fly!"}, {Start: 9, End: 11, Text: "Larkmeter makes you fly!"}, {Start: 60, End: 63, Text: "That was the advert."}}
	if diff := cmp.Diff(cues, Fold(slices.Clone(cues))); diff != "" {
		t.Error(diff)
	}
}

func TestPeopleMayRepeatThemselves(t *testing.T) {
	cues := []feeds.Cue{{Text: "no no"}, {Text: "no we didn't"}, {Text: "we did"}, {Text: "so that is that"}, {Text: "is it"}, {Text: "it is"}}
	if diff := cmp.Diff(cues, Fold(slices.Clone(cues))); diff != "" {
		t.Error(diff)
	}
}
