package detect

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
)

func TestKeys(t *testing.T) {
	for in, want := range map[string]string{
		"HubPeak": "hubpeak", "Hub Peak": "hubpeak", "AT&T": "att", "C++": "c", "3M": "3m", "Zürich": "zurich", "Zu\u0308rich": "zurich", "Straße": "strasse",
		"Ærø": "aero", "Łódź": "lodz", "İstanbul": "istanbul", "ﬁn": "fin", "ＡＣＭＥ": "acme", "①": "1", "½": "12", "日本": "日本", "Ⅻ": "xii",
		"a\u00adb": "ab", "a\u200db": "ab", "": "", "?!": "", "\u0301": "", "🚀": "",
	} {
		if got := string(key(nil, in)); got != want {
			t.Errorf("the key of %q is %q, want %q", in, got, want)
		}
	}
}

// A key is stable: folding it again changes nothing, nor does what is between its letters.
func TestKeysAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringN(0, 20, -1).Draw(t, "s")
		k := string(key(nil, s))
		if again := string(key(nil, k)); again != k {
			t.Fatalf("%q folds to %q, and that to %q", s, k, again)
		}
		if spaced := string(key(nil, strings.Join(strings.Split(k, ""), " "))); spaced != k {
			t.Fatalf("with spaces %q is %q", k, spaced)
		}
	})
}

func TestCasing(t *testing.T) {
	long := strings.Repeat("The meeting went on, and Jo spoke for a while. ", 500)
	for text, want := range map[string]casing{
		"so we went home": lowerCase, "SO WE WENT HOME": upperCase, "So we went home with Ada.": mixedCase, "": lowerCase, "123 ?!": lowerCase, "日本": lowerCase,
		"How HubPeak Changed Pricing Forever": titleCase, "How to win at pricing with Ada Lund": mixedCase,
		long: mixedCase, strings.ToLower(long): lowerCase, strings.ToUpper(long): upperCase,
	} {
		if got := casingOf(text); got != want {
			t.Errorf("%.40q has casing %d, want %d", text, got, want)
		}
	}
}

func TestShapes(t *testing.T) {
	for text, want := range map[string]shape{
		"acme": allLower, "Acme": firstCap, "HubPeak": innerCap, "iPad": innerCap, "ACME": allCapital, "123": noLetters, "日本": noLetters, "Hub Peak": firstCap, "Kessler's": firstCap, "3M": allCapital, "Ärzte": firstCap, "hub Peak": firstCap,
	} {
		if got := shapeOf(text); got != want {
			t.Errorf("%q has shape %d, want %d", text, got, want)
		}
	}
}

func TestQuotesAreCutBetweenWords(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "word", "Zürwald", "日本語", "👩‍👧", "\n", "  ", "x-y", strings.Repeat("long", 40)})
	rapid.Check(t, func(t *rapid.T) {
		before := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "before"), " ")
		after := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "after"), " ")
		text := before + " NAME " + after
		start := len(before) + 1
		q := quote(text, start, start+4)
		if !utf8.ValidString(q) || !strings.Contains(q, "NAME") || len(q) > 2*quoteReach+20 || strings.ContainsAny(q, "\n\t") {
			t.Fatalf("quote %q of %q", q, text)
		}
		if cut := !strings.HasPrefix(q, "… "); cut && start <= quoteReach == strings.HasPrefix(q, "…") {
			t.Fatalf("quote %q has the wrong beginning", q)
		}
	})
}

func TestWindowsCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"hub", "peak", "日本", "é", "'", "’s", "\xff", "-", strings.Repeat("x", 90)}), 0, 80).Draw(t, "parts"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "between"))
		size := rapid.IntRange(1, 64).Draw(t, "size")
		for from := 0; from < len(text); {
			to := windowEnd(text, from, size)
			if to <= from || to > len(text) || to < len(text) && to-from < size {
				t.Fatalf("window %d:%d of %d bytes, size %d", from, to, len(text), size)
			}
			from = to
		}
	})
}

func TestRecognizedSpeech(t *testing.T) {
	cues := func(lines ...string) (out []feeds.Cue) {
		for _, l := range lines {
			out = append(out, feeds.Cue{Text: l})
		}
		return out
	}
	for text, want := range map[string]bool{
		"so we went home and then we slept":                   true,
		"So we went home. Then we slept. It was late.":        true,
		"So we went home [laughter]. “Then” we slept (well).": false,
		"": false,
	} {
		if got := looksRecognised(cues(text)); got != want {
			t.Errorf("%q looks recognized: %v, want %v", text, got, want)
		}
	}
	for _, c := range []struct {
		doc  feeds.Document
		want bool
	}{
		{feeds.Document{Text: "so we went home"}, false},
		{feeds.Document{Cues: cues("so we went home")}, true},
		{feeds.Document{Cues: cues("“So”, (we) went [home].")}, true},
		{feeds.Document{Cues: cues("“So”, (we) went [home]."), Origin: feeds.Publisher}, false},
		{feeds.Document{Cues: cues("so we went home"), Origin: feeds.None}, false},
		{feeds.Document{Text: "so we went home", Origin: feeds.Speech}, true},
	} {
		if got := spoken(&c.doc); got != c.want {
			t.Errorf("%+v is spoken: %v, want %v", c.doc, got, c.want)
		}
	}
}

func TestPhrasebook(t *testing.T) {
	b := newPhrasebook([]string{"brought to you by", "use code"}, []string{"free trial", "use"})
	for text, want := range map[string]string{
		"use code free trial":              "[1 3 2]",
		"Brought to you, by nobody":        "[0]",
		"brought to your house":            "[]",
		"free trials":                      "[]",
		"":                                 "[]",
		"reuse codes, use it":              "[3]",
		"ÜBER use — free\ntrial, use code": "[3 2 1 3]",
	} {
		var got []string
		for _, n := range b.find(plainWords(text), nil) {
			got = append(got, string(rune('0'+n)))
		}
		if s := "[" + strings.Join(got, " ") + "]"; s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}
