// Package text makes text from strangers fit to be put into a message: titles, names and
// quotes. Clean it first, cut it to the channel's limit, and escape it last: an escape that
// is cut in two is visible garbage.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean returns the text composed (NFC) and on one line, without what can't be seen but
// changes what is read: controls, directional overrides and zero-width characters. Joiners
// stay, since Persian, Indic scripts and emoji need them.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case r == '\u200C', r == '\u200D':
			return r
		case unicode.IsControl(r), r == '\u200B', r == '\u2060', r == '\uFEFF', r == '\u00AD',
			r == '\u200E', r == '\u200F', r == '\u061C',
			r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069',
			r >= 0xE0000 && r <= 0xE007F: // tags: invisible ASCII
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

// Cut returns the text in at most that many characters, with … where something was left
// out. Characters are UTF-16 units, the strictest of the ways in which services count.
// What is one character to a reader is never cut in two.
func Cut(s string, most int) string {
	if Length(s) <= most {
		return s
	}
	runes := []rune(s)
	end, n := 0, 1 // for the …
	for end < len(runes) && n+units(runes[end]) <= most {
		n += units(runes[end])
		end++
	}
	for end > 0 && joined(runes, end) {
		end--
	}
	return strings.TrimRight(string(runes[:end]), " ") + "…"
}

// Length is the length of the text in UTF-16 units.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n += units(r)
	}
	return n
}

func units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

const joiner = '\u200D'

// joined reports whether the character at i belongs to the one before it.
func joined(runes []rune, i int) bool {
	before, r := runes[i-1], runes[i]
	switch {
	case unicode.In(r, unicode.M), r == joiner, r == '\u200C', before == joiner,
		r >= 0x1F3FB && r <= 0x1F3FF: // colours of skin
		return true
	case flag(before) && flag(r): // the second half of a flag, if an odd number comes before it
		n := 0
		for j := i - 1; j >= 0 && flag(runes[j]); j-- {
			n++
		}
		return n%2 == 1
	}
	return false
}

func flag(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
