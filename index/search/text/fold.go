package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plain maps letters that Unicode does not decompose, but that people type without marks.
var plain = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe",
	'ø': "o", 'Ø': "o", 'đ': "d", 'Đ': "d", 'ł': "l", 'Ł': "l", 'ı': "i",
	'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ĳ': "ij", 'Ĳ': "ij", 'ŋ': "n",
}

// Fold brings a word to the form in which it is compared: lower case, without accents and
// other marks, ligatures taken apart. Folding twice changes nothing.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return fold(s)
		}
	}
	return s
}

func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			// accents and invisible joiners
		case plain[r] != "":
			b.WriteString(plain[r])
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
