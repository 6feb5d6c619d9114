package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// casing is how a text uses capitals, which decides how much one proves.
type casing uint8

const (
	mixedCase casing = iota // normal writing: a capital is evidence
	lowerCase               // no capitals, as in many captions
	upperCase               // capitals only
	titleCase               // A Headline: Most Words Have One
)

// sampleBytes is the size of each sample of a text that is read to judge its casing.
const sampleBytes = 4 << 10

// casingOf returns the casing of a text by its share of capitals. It reads samples at the
// beginning, the middle and the end.
func casingOf(text string) casing {
	var upper, lower int
	count := func(s string) {
		for i := range len(s) {
			switch c := s[i]; {
			case c >= 'a' && c <= 'z':
				lower++
			case c >= 'A' && c <= 'Z':
				upper++
			}
		}
	}
	if len(text) <= 3*sampleBytes {
		count(text)
	} else {
		mid := len(text) / 2
		count(text[:sampleBytes])
		count(text[mid : mid+sampleBytes])
		count(text[len(text)-sampleBytes:])
	}
	switch {
	case upper == 0, upper*200 < upper+lower:
		return lowerCase
	case upper > 3*lower:
		return upperCase
	}
	if isHeadline(text) {
		return titleCase
	}
	return mixedCase
}

// headlineWords is how many words a headline may have.
const headlineWords = 24

// isHeadline reports whether nearly every longer word of a short text has a capital.
func isHeadline(text string) bool {
	if len(text) > 200 {
		return false
	}
	capital, words := 0, 0
	for w := range strings.FieldsSeq(text) {
		if len(w) < 4 || strings.Contains(w, "://") || w[0] == '@' || w[0] == '#' {
			continue
		}
		words++
		if beginsUpper(w) {
			capital++
		}
	}
	return words >= 4 && words <= headlineWords && capital*4 >= words*3
}

// shape is how a name's letters are cased.
type shape uint8

const (
	allLower   shape = iota
	firstCap         // Hubspot
	innerCap         // HubSpot, iPad
	allCapital       // HUBSPOT
	noLetters
)

func shapeOf(s string) shape {
	var upper, lower int
	first, inner := false, false
	start := true
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
			if start {
				first = true
			} else {
				inner = true
			}
			start = false
		case unicode.IsLower(r):
			lower++
			start = false
		default:
			start = r != '\'' && r != '’'
		}
	}
	switch {
	case upper == 0 && lower == 0:
		return noLetters
	case upper == 0:
		return allLower
	case lower == 0:
		return allCapital
	case inner:
		return innerCap
	case first:
		return firstCap
	}
	return allLower
}

func beginsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
