package sound

import (
	"iter"
	"strings"
)

// wordsOf returns the words of a name, its runs of letters and digits.
func wordsOf(name string) iter.Seq[string] {
	return strings.FieldsFuncSeq(name, func(r rune) bool {
		return r < 0x80 && !upper(byte(r)) && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func lower(word string) []byte { return []byte(strings.ToLower(word)) }

// initials reports whether a word is two to five capitals, perhaps with digits.
func initials(word string) bool {
	n := 0
	for i := range len(word) {
		switch c := word[i]; {
		case upper(c):
			n++
		case c >= 'a' && c <= 'z' || c >= 0x80:
			return false
		}
	}
	return n >= 2 && n <= 5
}

// camelParts splits a word where a capital follows a small letter: "AcelRx" is "Acel" and "Rx".
func camelParts(word string) (parts []string) {
	from := 0
	for i := 1; i < len(word); i++ {
		if upper(word[i]) && word[i-1] >= 'a' && word[i-1] <= 'z' {
			parts = append(parts, word[from:i])
			from = i
		}
	}
	return append(parts, word[from:])
}
