package detect

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// plainScan finds what scan finds in the slow and obvious way: it compares every run of one to six
// words with every key. It shows what the filters must not lose. Runs that begin with a single
// letter are left to other tests, because only some names may begin so; letters holds where they
// are.
func plainScan(text string, entries []entry) (found []span, letters map[int]bool) {
	letters = map[int]bool{}
	type word struct {
		start, end int
		key        string
	}
	var words []word
	open, marks := -1, -1 // the word being read, where combining marks before it begin
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		var folded string
		switch {
		case r < utf8.RuneSelf && foldByte[byte(r)] == breakByte:
		case r < utf8.RuneSelf:
			folded = string(rune(foldByte[byte(r)]))
		default:
			folded = foldRune(r)
		}
		alone := r >= utf8.RuneSelf && isWordByItself(r)
		switch {
		case folded == "":
			open, marks = -1, -1
		case folded == ignorable && open >= 0:
			words[open].end = i + size
		case folded == ignorable:
			if marks < 0 {
				marks = i
			}
		case open < 0 || alone:
			start := i
			if marks >= 0 {
				start = marks
			}
			words = append(words, word{start, i + size, folded})
			open, marks = len(words)-1, -1
		default:
			words[open].key += folded
			words[open].end = i + size
		}
		if alone {
			open = -1
		}
		i += size
	}
	for i := range words {
		key := ""
		if len(words[i].key) == 1 {
			letters[words[i].start] = true
			continue
		}
		for n := i; n < min(i+maxTokens, len(words)) && len(words[n].key) <= maxLetters; n++ {
			key += words[n].key
			for e := range entries {
				// An s by itself is a possessive's, and the name before it has been found.
				if k := entries[e].key; key == k || key == k+"s" && words[n].key != "s" {
					found = append(found, span{words[i].start, words[n].end, int32(e), key != k})
				}
			}
		}
	}
	return found, letters
}

func scanned(d *Detector, text string, letters map[int]bool) []span {
	return slices.DeleteFunc(d.table.scan(text, nil), func(s span) bool {
		k := string(key(nil, text[s.start:s.end]))
		collision := k != d.entries[s.entry].key && k != d.entries[s.entry].key+"s"
		return collision || letters[s.start] || s.plural && endsAlone(text[:s.end])
	})
}

// endsAlone reports whether the last letter of a text is a word by itself, apart from combining
// marks.
func endsAlone(text string) bool {
	letters := 0
	for text != "" {
		r, size := utf8.DecodeLastRuneInString(text)
		if r < utf8.RuneSelf && foldByte[byte(r)] == breakByte || r >= utf8.RuneSelf && foldRune(r) == "" {
			break
		}
		if r < utf8.RuneSelf || foldRune(r) != ignorable {
			letters++
		}
		text = text[:len(text)-size]
	}
	return letters == 1
}

// FuzzScan compares the scan with its filters to the slow way.
func FuzzScan(f *testing.F) {
	d, err := New([]index.Brand{
		{ID: "a", Name: "Hub Peak"}, {ID: "b", Name: "Q X R"}, {ID: "c", Name: "to"}, {ID: "d", Name: "tone"}, {ID: "e", Name: "a b c d e f"},
		{ID: "f", Name: "Zürwald"}, {ID: "g", Name: "日本"}, {ID: "h", Name: "hubp"}, {ID: "i", Name: "hubpeaks it"}, {ID: "j", Name: "3M"},
	}, Options{})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{
		"hub peaks it", "to ne to one", "a bc de f", "a b c d e f g", "日本 日 本", "hub p", "3 m", "zu\u0308rwald Zürwalds", "q-x.r's", "hub\u00adpeak", "to\xffne", "to[\u0591S", "hub peak\x16š",
	} {
		f.Add(s)
	}
	byPlace := func(a, b span) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.entry, b.entry))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 || strings.Contains(text, "\x00") {
			return
		}
		want, letters := plainScan(text, d.entries)
		got := scanned(d, text, letters)
		slices.SortFunc(want, byPlace)
		slices.SortFunc(got, byPlace)
		if !slices.Equal(want, got) {
			t.Errorf("%q: slow %v, fast %v", text, want, got)
		}
	})
}
