package attribute

import (
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/index/detect/words"
)

// endings are those of English and Dutch inflection, the longest first. A stem only has to be the same for the forms
// of a word: it needn't be a word.
var endings = []string{"ations", "ation", "ingen", "ings", "ness", "ing", "tje", "ers", "eren", "eerd", "jes", "ed", "er", "en", "es", "je", "ly", "s", "e", "d", "t"}

// stem cuts the endings of a word, and one letter of two that are the same at the end.
func stem(w string) string {
	if n := spelled[w]; n > 0 {
		return strconv.Itoa(n)
	}
	if number(w) > 0 {
		return w
	}
	for range 2 {
		for _, e := range endings {
			if s, ok := strings.CutSuffix(w, e); ok && len(s) >= 4 {
				w = s
				break
			}
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	if s, ok := strings.CutSuffix(w, "y"); ok && len(s) >= 3 {
		w = s + "i"
	}
	return w
}

// ordinary reports whether a word is in a dictionary of English or Dutch, so that it is no mistyped name.
func ordinary(w string) bool { return level(w) > words.Unknown }

// everyday reports whether a word is among the usual ones of English or Dutch.
func everyday(w string) bool { return level(w) >= words.Rare }

func level(w string) words.Level {
	return max(words.English().Level(w), words.Dutch().Level(w))
}
