package cluster

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The parameters of 64-bit FNV-1a.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashString returns the FNV-1a hash of s.
func hashString(s string) uint64 {
	h := uint64(fnvOffset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

// hashWords appends a hash of each word of s. Case and punctuation don't count, and
// words that are a link or a handle are left out: a repost often adds one.
func hashWords(out []uint64, s string) []uint64 {
	hash, letters := uint64(fnvOffset), 0
	start, skip := 0, false // where the word begins; whether it is a link or a handle
	for i := 0; i < len(s); {
		r, size := rune(asciiClass[s[i]]), 1
		if r > ' ' { // an ASCII letter or digit: nearly all of most texts
			hash = (hash ^ uint64(r)) * fnvPrime
			letters++
			i++
			continue
		}
		if s[i] >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == ' ' || r >= utf8.RuneSelf && unicode.IsSpace(r):
			if letters > 0 && !skip {
				out = append(out, hash)
			}
			hash, letters = fnvOffset, 0
			start, skip = i+size, false
		case r >= utf8.RuneSelf:
			if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
				hash = (hash ^ uint64(r)) * fnvPrime
				letters++
			}
		case s[i] == '@' && i == start, strings.HasPrefix(s[i:], "://"):
			skip = true
		}
		i += size
	}
	if letters > 0 && !skip {
		out = append(out, hash)
	}
	return out
}

// asciiClass maps an ASCII letter or digit to its lower case, white space to a space,
// and every other byte to 0.
var asciiClass = func() (class [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch r := unicode.ToLower(rune(c)); {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			class[c] = byte(r)
		case unicode.IsSpace(r):
			class[c] = ' '
		}
	}
	return class
}()
