package passage

import (
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/search/text"
)

// longestMarker is the length in bytes of the longest word that is looked up.
const longestMarker = 10

// vote counts marker words. It returns the language that s is clearly written in if that is not
// l, else Plain.
func vote(l text.Language, s string) text.Language {
	var n [text.LanguageCount]int
	words := 0
	for i := 0; i < len(s); i++ {
		if separators[s[i]] == spaceSeparator {
			continue
		}
		from := i
		for i++; i < len(s) && separators[s[i]] != spaceSeparator; i++ {
		}
		words++
		if i-from > longestMarker {
			continue
		}
		m := markerLanguage(s[from:i])
		n[m]++
		// Stop when the rest can't change the result: a word takes at least two bytes with its space, a marker three.
		if left := len(s) - i; m == l && n[l]*20 >= words+left/2 && n[l]*2 >= words-n[text.Plain]-n[l]+left/3 {
			return text.Plain
		}
	}
	most, best := 0, text.Plain
	for _, m := range text.Languages {
		if n[m] > most {
			most, best = n[m], m
		}
	}
	if n[l]*2 >= most && n[l]*20 >= words || most*8 < words || most < 3 {
		return text.Plain
	}
	if best == l {
		return text.Plain
	}
	return best
}

// separators are the bytes between words and around them.
var separators = func() (of [256]separator) {
	for _, c := range " \n\t\r" {
		of[c] = spaceSeparator
	}
	for _, c := range ".,!?:;\"'()" {
		of[c] = punctuation
	}
	return of
}()

type separator uint8

const (
	spaceSeparator separator = 1 + iota
	punctuation
)

// markerLanguage returns the language of a marker word, without regard to case and accents.
func markerLanguage(word string) text.Language {
	for word != "" && separators[word[0]] == punctuation {
		word = word[1:]
	}
	for word != "" && separators[word[len(word)-1]] == punctuation {
		word = word[:len(word)-1]
	}
	key, n, ascii := pack(word)
	if !ascii {
		key, n = packFolded(word)
	}
	if n < 2 || n > 8 {
		return text.Plain
	}
	return markers.of(key)
}

// pack packs a word of up to eight letters into a number, in lower case. Setting bit 0x20 also
// changes bytes that aren't letters, but never into a letter of a marker.
func pack(word string) (key uint64, n int, ascii bool) {
	all := byte(0)
	for i := 0; i < len(word); i++ {
		all |= word[i]
		key = key<<8 | uint64(word[i]|0x20)
	}
	return key, len(word), all < utf8.RuneSelf
}

// packFolded packs a word folded as [text.Fold] does. It folds the letters of Latin-1 itself,
// because text.Fold has to look for combining marks and allocates a string.
func packFolded(word string) (key uint64, n int) {
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c < utf8.RuneSelf:
			key, n = key<<8|uint64(c|0x20), n+1
		case c == 0xc3 && i+1 < len(word) && word[i+1]>>6 == 0b10:
			i++
			k, m, _ := pack(latin1[word[i]&0x3f])
			key, n = key<<(8*m)|k, n+m
		default:
			key, n, _ = pack(text.Fold(word))
			return key, n
		}
	}
	return key, n
}

// latin are the folded letters from U+00C0 to U+00FF.
var latin1 = func() (out [64]string) {
	for i := range out {
		out[i] = text.Fold(string(rune(0xc0 + i)))
	}
	return out
}()

// table maps words of up to eight letters, packed into a number, to their language. Nine of ten
// words are not markers, and one look-up rejects most of them.
type table [1 << tableBits]struct {
	word     uint64
	language text.Language
}

const tableBits = 9 // a quarter of it is full

func (t *table) at(word uint64) int { return int(word * 0x9e3779b97f4a7c15 >> (64 - tableBits)) }

func (t *table) of(word uint64) text.Language {
	i := t.at(word)
	for t[i].word != word {
		if t[i].word == 0 {
			return text.Plain
		}
		i = (i + 1) % len(t)
	}
	return t[i].language
}

// markers are words of one of the five languages that the other four don't have. A word of two
// languages maps to Plain.
var markers = func() *table {
	of := map[string]text.Language{}
	for l, words := range map[text.Language]string{
		text.English: "the and of to that is was for with you this are they we have not be from what but there which would about your our been",
		text.Dutch:   "het een en van ik je dat niet zijn op te voor met ook maar aan wij jij naar wat dit worden heeft bij geen heb deze wel",
		text.German:  "der das und ich nicht ein eine ist zu den auf für mit sich dem auch wir aber von wird noch sind haben oder einen hat",
		text.French:  "les des une est que pour dans qui pas vous nous sur avec mais sont cette il je ce ont aux leur être très donc",
		text.Spanish: "el los las una por para con como pero más este esta muy hay son yo porque cuando también nosotros tiene está del lo",
	} {
		for _, w := range strings.Fields(words) {
			w = text.Fold(w)
			if _, taken := of[w]; taken {
				of[w] = text.Plain
				continue
			}
			of[w] = l
		}
	}
	out := new(table)
	for w, l := range of {
		key, _, _ := pack(w)
		i := out.at(key)
		for out[i].word != 0 {
			i = (i + 1) % len(out)
		}
		out[i].word, out[i].language = key, l
	}
	return out
}()
