package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// signature is a MinHash signature: a short summary of a text that shows how much of it
// another text shares. The text is cut into four quarters. In each quarter the runs of three
// words (shingles) are hashed, the hashes fall into 24 bins, and one byte of the smallest
// hash of each bin is kept. Two quarters agree in about as many bins as they share runs,
// because the smallest of two sets is the same when it is in both. Comparing quarters
// separately keeps apart texts that share only an intro or an advertisement. A short text
// has a signature of one byte.
type signature []byte

// Measured on a hundred invented episodes that share many sentences: 0.2 % of the pairs of
// different episodes agree. Of two transcripts of one episode 100 % agree if each has one
// word in twelve misheard, 99 % with one in ten, 88 % with one in seven.
const (
	quarters      = 4
	bins          = 24 // in a quarter
	minAgreeing   = 20 // bins that must agree in all: a fifth of the runs in common
	minPerQuarter = 3  // bins that must agree in each quarter: an advertisement may fill one quarter
)

// agrees returns in how many bins two texts agree if they are near-duplicates, otherwise 0.
func (s signature) agrees(o signature) int {
	if len(s) != len(o) || len(s) == 0 {
		return 0
	}
	if len(s) < quarters*bins {
		return 1 // short texts are compared by their key, which is a hash of all words
	}
	all := 0
	for q := range quarters {
		n := 0
		for i := q * bins; i < (q+1)*bins; i++ {
			if s[i] != 0 && s[i] == o[i] {
				n++
			}
		}
		if n < minPerQuarter {
			return 0
		}
		all += n
	}
	if all < minAgreeing {
		return 0
	}
	return all
}

// signatureOf returns the signature of an entry's text and the keys under which near-
// duplicates are looked up (locality-sensitive hashing): a pair of bins makes a key, so
// documents that share a pair are candidates. For a short text the key is the hash of all
// words. room is scratch memory for the hashes of the words. Both are stored in the index,
// so the same text must always give the same result.
func signatureOf(e *index.Entry, room *[]uint64) (signature, []string) {
	words := (*room)[:0]
	for i := range e.Passages {
		if p := &e.Passages[i]; p.Number > 0 {
			words = hashWords(words, p.Text)
		}
	}
	if len(words) == 0 && len(e.Passages) > 0 {
		words = hashWords(words, e.Passages[0].Text)
	}
	*room = words
	if len(words) < minWords {
		return nil, nil
	}
	if len(words) < shortWords {
		h := uint64(1)
		for _, w := range words {
			h = mix(h ^ w)
		}
		return signature{1}, []string{fmt.Sprintf("e%016x", h)}
	}
	least := minHashes(words)
	out := make(signature, len(least))
	for i, h := range least {
		if h != 0 {
			out[i] = byte(h>>8) | 1
		}
	}
	var keys []string
	for i := 0; i+1 < len(least); i += 4 {
		if a, b := least[i], least[i+1]; a != 0 && b != 0 {
			keys = append(keys, fmt.Sprintf("b%02x%012x", i/4, mix(a^mix(b))>>16))
		}
	}
	return out, keys
}

// minHashes returns the smallest hashes of runs of three words, by quarter and bin. 0 means
// that a bin is empty.
func minHashes(words []uint64) (least [quarters * bins]uint64) {
	i := 2
	for q := range quarters {
		for end := (len(words)*(q+1) + quarters - 1) / quarters; i < end; i++ {
			h := mix(words[i-2] ^ mix(words[i-1]^mix(words[i])))
			l := &least[q*bins+int(h%bins)]
			if h |= 1; *l == 0 || h < *l {
				*l = h
			}
		}
	}
	return least
}

// FNV-1a, of code points.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashWords appends the hashes of the words. It skips links and handles, and ignores case
// and punctuation.
func hashWords(out []uint64, s string) []uint64 {
	h, n := uint64(fnvOffset), 0
	start, left := 0, false // of the word; whether it is left out
	for i := 0; i < len(s); {
		r, size := rune(lower[s[i]]), 1
		if r > ' ' {
			h = (h ^ uint64(r)) * fnvPrime
			n++
			i++
			continue
		}
		if s[i] >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == ' ' || r >= utf8.RuneSelf && unicode.IsSpace(r):
			if n > 0 && !left {
				out = append(out, h)
			}
			h, n = fnvOffset, 0
			start, left = i+size, false
		case r >= utf8.RuneSelf:
			if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
				h = (h ^ uint64(r)) * fnvPrime
				n++
			}
		case s[i] == '@' && i == start, strings.HasPrefix(s[i:], "://"):
			left = true
		}
		i += size
	}
	if n > 0 && !left {
		out = append(out, h)
	}
	return out
}

// lower maps letters and digits to lower case, white space to a space, and other ASCII
// characters to 0, which the hash of a word skips.
var lower = func() (of [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch r := unicode.ToLower(rune(c)); {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			of[c] = byte(r)
		case unicode.IsSpace(r):
			of[c] = ' '
		}
	}
	return of
}()

// mix spreads the bits of x (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
