package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// rereads is how often text may have been read in the wrong encoding, one reading on top of the other.
const rereads = 3

// Reread returns a text whose UTF-8 was read as Latin-1 or windows-1252 before it was sent ("CafÃ©") as it
// was meant ("Café"). It changes no letters unless the text has at least one sequence that nobody would write:
// a quotation mark, a dash or a ™ behind a capital letter can be meant. The control characters of Latin-1,
// which nobody writes, become those of windows-1252.
func Reread(s string) string {
	for range rereads {
		t, changed := reread(s)
		if !changed {
			break
		}
		s = t
	}
	if strings.IndexByte(s, 0xc2) < 0 { // with which they begin in UTF-8
		return s
	}
	return strings.Map(windows, s)
}

// windows returns what a control character from 0x80 to 0x9F is in windows-1252: "It\u0092s" is "It’s". No
// text has these controls, but for the line end 0x85.
func windows(r rune) rune {
	if r >= 0x80 && r <= 0x9f && r != 0x85 {
		if c := charmap.Windows1252.DecodeByte(byte(r)); c != utf8.RuneError {
			return c
		}
	}
	return r
}

func reread(s string) (string, bool) {
	if !scrambled(s) {
		return s, false
	}
	var b strings.Builder
	certain := false
	last, before := 0, ' ' // before is the character before the one at i
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		meant, tail, odd := sequence(s[i:], r)
		length := utf8.RuneLen(r) + len(tail)
		if tail == "" {
			before = r
			i += n
			continue
		}
		after, _ := utf8.DecodeRuneInString(s[i+length:])
		certain = certain || odd || unmeant(before, r, tail, after)
		b.WriteString(s[last:i])
		b.WriteRune(meant)
		i += length
		last, before = i, meant
	}
	if !certain {
		return s, false
	}
	b.WriteString(s[last:])
	return b.String(), true
}

// scrambled reports whether a text may have such a sequence: the bytes that begin a character of UTF-8 are
// the letters Â to ô in Latin-1, and those begin with 0xC3 in UTF-8.
func scrambled(s string) bool {
	for {
		at := strings.IndexByte(s, 0xc3)
		if at < 0 || at+2 >= len(s) {
			return false
		}
		if s = s[at+2:]; s[0] >= 0xc2 && s[0] <= 0xe2 {
			return true
		}
	}
}

// sequence returns the character whose UTF-8, read as windows-1252, is at the beginning of s, and what of
// it follows the first letter. odd reports whether that has a character that follows no letter in any text.
func sequence(s string, lead rune) (meant rune, tail string, odd bool) {
	more := 0
	switch {
	case lead >= 0xc2 && lead <= 0xdf:
		more = 1
	case lead >= 0xe0 && lead <= 0xef:
		more = 2
	case lead >= 0xf0 && lead <= 0xf4:
		more = 3
	default:
		return 0, "", false
	}
	raw := []byte{byte(lead)}
	rest := s[utf8.RuneLen(lead):]
	length := 0
	for range more {
		r, n := utf8.DecodeRuneInString(rest[length:])
		c, ok := byteOf(r)
		if !ok || c&0xc0 != 0x80 {
			return 0, "", false
		}
		raw = append(raw, c)
		length += n
		odd = odd || !strings.ContainsRune(punctuation+signs, r)
	}
	meant, n := utf8.DecodeRune(raw)
	if n != len(raw) || !unicode.IsGraphic(meant) && !strings.ContainsRune("\u00ad\u200b\u200d\ufeff", meant) && meant > 0x9f { // up to there it may be a part of another
		return 0, "", false
	}
	return meant, rest[:length], odd
}

// punctuation and signs are the characters of windows-1252 from 0x80 to 0xBF that may stand behind a letter.
const (
	punctuation = "\u00a0\u00ad‘’“”‹›«»…–—•·"
	signs       = "™®©ªº¹²³°±§†‡¼½¾"
)

// unmeant reports whether a capital letter with such a character behind it is not what was written: the
// capital is inside a word that began in small letters, a letter follows at once ("Ã‡A"), or it is an Â
// that belongs to no word ("Â©"). The names of letters are words: "the Å’s", "A–Å—".
func unmeant(before, capital rune, tail string, after rune) bool {
	sign, _ := utf8.DecodeRuneInString(tail)
	switch {
	case !unicode.IsUpper(capital):
		return false
	case unicode.IsLower(before):
		return true
	case unicode.IsLetter(after):
		return strings.ContainsRune(signs+"“”«»‹›\u00ad", sign)
	}
	return capital == 'Â' && !unicode.IsLetter(before) && strings.ContainsRune(signs, sign)
}

// byteOf returns the byte that is r in windows-1252, or in Latin-1 where the byte has no meaning there.
func byteOf(r rune) (byte, bool) {
	if r <= 0xff {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
