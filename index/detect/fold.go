package detect

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Classes of a byte in the token loop.
const (
	breakByte = 0    // ends a token
	wideByte  = 0xff // starts or continues a rune of several bytes
)

// foldByte maps an ASCII letter to lower case and a digit to itself; other ASCII bytes
// break a token.
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

// foldLatin holds the folded form of the runes below 0x600, which spares the common
// case the decomposition.
var foldLatin = func() (t [0x600]string) {
	for r := rune(utf8.RuneSelf); r < rune(len(t)); r++ {
		t[r] = foldSlow(r)
	}
	return t
}()

// foldRune is a rune's part of a key: lower case, without accents. It is empty for
// what is no letter or digit. Combining marks fold to "\x00": they vanish without
// breaking the token.
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
		if unicode.Is(unicode.Mn, c) {
			continue
		}
		key = utf8.AppendRune(key, unicode.ToLower(c))
	}
	return string(key)
}

// standsAlone reports whether a rune is a word by itself: scripts written without
// spaces are matched rune by rune.
func isWordByItself(r rune) bool {
	if r < 0xe00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// key appends the letters and digits of s, folded.
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
