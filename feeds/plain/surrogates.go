package plain

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// surrogates matches two character references that are the UTF-16 halves of one character, as
// programs write them that count in UTF-16. Parsers of XML and HTML reject them.
var surrogates = regexp.MustCompile(`&#(?:[xX]0*([dD][89abAB][[:xdigit:]]{2})|0*(5[56]\d{3}));&#(?:[xX]0*([dD][c-fC-F][[:xdigit:]]{2})|0*(5[67]\d{3}));`)

// joinSurrogates replaces them by the character.
func joinSurrogates(text []byte) []byte {
	if !bytes.Contains(text, []byte(";&#")) {
		return text
	}
	return surrogates.ReplaceAllFunc(text, func(pair []byte) []byte {
		m := surrogates.FindSubmatch(pair)
		r := utf16.DecodeRune(reference(m[1], m[2]), reference(m[3], m[4]))
		if r == '\ufffd' {
			return pair
		}
		return []byte(string(r))
	})
}

func reference(hex, decimal []byte) rune {
	digits, base := string(hex), 16
	if digits == "" {
		digits, base = string(decimal), 10
	}
	n, err := strconv.ParseUint(digits, base, 16)
	if err != nil {
		return 0
	}
	return rune(n)
}
