package detect_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// FuzzDetect checks the promises of the package comment for any text: the same hits twice, offsets
// inside the text, surfaces equal to the text at their offsets, quotes in UTF-8.
func FuzzDetect(f *testing.F) {
	for _, s := range []string{
		"We use Hub Peak, Q.X.R. and V++ at hubpeak.example/x", "ソラノ ZÜRWALD's a\u0301", "\xff\xfe hub\u00adpeak", "#HubPeak@hubpeakhq",
		strings.Repeat("q x r ", 40), "hub. peak", "…plume’s",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	d := mustNew(f, world...)
	f.Fuzz(func(t *testing.T, text string, spoken bool) {
		doc := &feeds.Document{Text: text, Title: "HubPeak and Metaform", Language: "nl"}
		if spoken {
			doc = &feeds.Document{Cues: []feeds.Cue{{Text: text, End: 3}, {Start: 3, End: 2, Text: "and hub"}, {Start: 4, End: 5, Text: text}}, Title: "Nextorra, HubPeak", Language: "de"}
		}
		hits := d.Detect(doc)
		if diff := cmp.Diff(hits, d.Detect(doc)); diff != "" {
			t.Fatalf("twice is not the same: %s", diff)
		}
		check(t, doc, hits)
	})
}

func check(t interface {
	Fatalf(string, ...any)
}, doc *feeds.Document, hits []index.Hit,
) {
	body := []rune(doc.Body())
	last := -1
	for _, h := range hits {
		if h.Field != index.InText {
			continue
		}
		if h.Start < 0 || h.End <= h.Start || h.End > len(body) {
			t.Fatalf("offsets %d:%d of %d", h.Start, h.End, len(body))
		}
		if got := string(body[h.Start:h.End]); got != h.Surface {
			t.Fatalf("surface %q is %q in the text", h.Surface, got)
		}
		if !utf8.ValidString(h.Quote) || h.Confidence < 0 || h.Confidence > 1 || h.Unsure != (h.Confidence < detect.Threshold) {
			t.Fatalf("bad hit %+v", h)
		}
		if h.Start < last {
			t.Fatalf("hits are not in order")
		}
		last = h.Start
	}
}

// TestNameIsFoundAnywhere puts a name between random words, at random cue boundaries.
func TestNameIsFoundAnywhere(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "x", Name: "Zorvelta Quint"})
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,9}`), 0, 30)
		before, after := words.Draw(t, "before"), words.Draw(t, "after")
		all := append(append(append([]string{}, before...), "zorvelta", "quint"), after...)
		doc := &feeds.Document{Origin: feeds.Captions}
		for i := 0; i < len(all); {
			n := min(rapid.IntRange(1, 6).Draw(t, "cue"), len(all)-i)
			doc.Cues = append(doc.Cues, feeds.Cue{Start: float64(i), End: float64(i + n), Text: strings.Join(all[i:i+n], " ")})
			i += n
		}
		hits := d.Detect(doc)
		check(t, doc, hits)
		at := len(strings.Join(append(before, ""), " "))
		for _, h := range hits {
			if h.Start == at && h.End == at+len("zorvelta quint") && !h.Unsure {
				return
			}
		}
		t.Fatalf("not found at %d in %q", at, doc.Body())
	})
}

// FuzzCheck takes any name. It is refused, or it can be found in a text.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{"HubPeak", "C++", "x", "🚀", "AT&T", "a b c d e f g h i", ".net", "(.*)", "Ⅻ", "ß", "日", "\u0301", "A.B.C."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		b := index.Brand{ID: "x", Name: name}
		d, err := detect.New([]index.Brand{b}, detect.Options{})
		if (err != nil) != (detect.Check(b) != nil) {
			t.Fatalf("Check and New disagree on %q: %v", name, err)
		}
		doc := &feeds.Document{Text: "before " + name + " after"}
		check(t, doc, d.Detect(doc))
	})
}
