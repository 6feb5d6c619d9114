// Package sound writes words down as they sound, in English, Dutch or German, and says
// how alike two of them are to the ear.
//
// The notation is rough on purpose: one letter a sound, vowels in five classes, voiced
// and unvoiced consonants apart but close. It serves to find "any gas" where Enagas was
// said, not to transcribe.
package sound

import "strings"

// Language is how a word's letters are read.
type Language uint8

const (
	English Language = iota
	Dutch
	German
)

// LanguageOf takes a BCP 47 tag; what it does not know is read as English.
func LanguageOf(tag string) Language {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch primary {
	case "nl":
		return Dutch
	case "de":
		return German
	}
	return English
}

// Sounds of the notation beside the plain letters p b t d k g f v s z m n l r w y h and
// the vowels a e i o u.
const (
	sh  = 'S'
	ch  = 'C'
	jay = 'J'
	th  = 'T'
	ach = 'X' // the ch of "Bach"
)

// Append writes the sounds of a word of folded letters and digits. Digits stay as they
// are.
func Append(dst []byte, word []byte, language Language) []byte {
	r := reader{word: word, out: dst, from: len(dst)}
	for r.i < len(r.word) {
		c := r.word[r.i]
		switch {
		case isVowel(c) || c == 'y' && r.i > 0:
			r.vowel(language)
		case c >= '0' && c <= '9' || c >= 0x80:
			r.put(c, 1)
		case language == Dutch && r.dutch():
		case language == German && r.german():
		default:
			r.consonant(language)
		}
	}
	return r.out
}

type reader struct {
	word []byte
	i    int
	out  []byte
	from int
}

// put writes one sound for n letters; a doubled sound is heard once.
func (r *reader) put(s byte, n int) {
	r.i += n
	if len(r.out) > r.from && r.out[len(r.out)-1] == s && (s < '0' || s > '9') {
		return
	}
	r.out = append(r.out, s)
}

func (r *reader) has(s string) bool {
	return len(r.word)-r.i >= len(s) && string(r.word[r.i:r.i+len(s)]) == s
}

func (r *reader) at(n int) byte {
	if i := r.i + n; i >= 0 && i < len(r.word) {
		return r.word[i]
	}
	return 0
}

func (r *reader) last(n int) bool { return r.i+n >= len(r.word) }

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

func soft(c byte) bool { return c == 'e' || c == 'i' || c == 'y' }
