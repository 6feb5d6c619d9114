package detect

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Classes of a byte in the loops that split a text into words.
const (
	breakByte = 0    // ends a word
	wideByte  = 0xff // starts or continues a rune of several bytes
)

// foldByte maps ASCII letters to lower case and digits to themselves. Other ASCII bytes end a
// word.
var foldByte = func() (t [256]byte) {
	for c := range 256 {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			t[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		case c >= utf8.RuneSelf:
			t[c] = wideByte
		}
	}
	return t
}()

// foldLatin holds the folded form of the runes below 0x600, so that most texts need no Unicode
// decomposition.
var foldLatin = func() (t [0x600]string) {
	for r := rune(utf8.RuneSelf); r < rune(len(t)); r++ {
		t[r] = foldSlow(r)
	}
	return t
}()

// foldRune returns what a rune adds to a key: lower case, without accents. It is empty for
// runes that are not letters or digits, which end a word, and [ignorable] for combining marks
// and soft hyphens, which add nothing and do not end the word.
func foldRune(r rune) string {
	if r < rune(len(foldLatin)) && r >= utf8.RuneSelf {
		return foldLatin[r]
	}
	return foldSlow(r)
}

const ignorable = "\x00"

func foldSlow(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ø', 'Ø':
		return "o"
	case 'ł', 'Ł':
		return "l"
	case 'đ', 'Đ':
		return "d"
	case 'ı':
		return "i"
	case '\u200d', '\u200c', '\u00ad', '\ufeff':
		return ignorable // joiners and soft hyphens
	}
	if unicode.Is(unicode.Mn, r) {
		return ignorable
	}
	if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
		return ""
	}
	var in [utf8.UTFMax]byte
	var out [64]byte
	n := utf8.EncodeRune(in[:], r)
	folded := norm.NFKD.Append(out[:0], in[:n]...)
	var key []byte
	for len(folded) > 0 {
		c, size := utf8.DecodeRune(folded)
		folded = folded[size:]
		if !unicode.IsLetter(c) && !unicode.IsNumber(c) {
			continue // a mark, or the slash of ½
		}
		key = utf8.AppendRune(key, unicode.ToLower(c))
	}
	return string(key)
}

// isWordByItself reports whether a rune is a word by itself. Scripts that are written without
// spaces are matched rune by rune.
func isWordByItself(r rune) bool {
	if r < 0xe00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// key appends the key of s: its letters and digits, folded.
func key(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if f := foldByte[c]; f != breakByte {
				dst = append(dst, f)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if f := foldRune(r); f != ignorable {
			dst = append(dst, f...)
		}
	}
	return dst
}
