package detect

import (
	"strings"

	"github.com/namedrop/namedrop/index/detect/words"
)

// rhymes are letters whose names are taken for one another: "FTL" for FPL.
var rhymes = func() (t [256]uint8) {
	for i, group := range []string{"bcdegptvz3", "fsx", "mn", "ajkh8", "quw", "iy", "lo", "r"} {
		for _, c := range group {
			t[c] = uint8(i + 1)
		}
	}
	return t
}()

// soundsSpelt reports whether a folded word is a name of initials with one letter
// misheard.
func soundsSpelt(name string, word string) bool {
	if len(name) != len(word) || len(name) < 3 || name == word {
		return false
	}
	wrong := 0
	for i := range len(name) {
		a, b := name[i], word[i]
		if a == b {
			continue
		}
		if wrong++; wrong > 1 || rhymes[a] == 0 || rhymes[a] != rhymes[b] && !confusable(a, b) {
			return false
		}
	}
	return wrong == 1
}

// confusable holds the pairs that share no vowel but a consonant.
func confusable(a, b byte) bool {
	switch string([]byte{min(a, b), max(a, b)}) {
	case "ps", "bf", "fp", "cs", "sz", "lm", "ln":
		return true
	}
	return false
}

// hearInitials looks for initials with one letter misheard.
func (d *Detector) hearInitials(w *work, field int32) {
	text := w.readings[field].text
	for v := range w.spelt {
		name := &w.spelt[v]
		e := &d.entries[name.entry]
		for i := range w.ear.words {
			word := &w.ear.words[i]
			n := word.end - word.start
			if n != len(e.key) && n != len(e.key)+2 {
				continue
			}
			k := string(key(w.ear.letter[:0], text[word.start:word.end]))
			if n > len(e.key) {
				k = strings.TrimSuffix(k, "s")
			}
			if soundsSpelt(e.key, k) && words.English().Level(k) == words.Unknown && !w.named(name.brand, field, word.start, word.end) {
				w.alike = append(w.alike, candidate{
					brand: name.brand, entry: name.entry, field: field, words: 1, start: word.start, end: word.end,
					traits: misheard, sound: soundMatch{e.name, 0.85, 400, 1},
				})
			}
		}
	}
}
