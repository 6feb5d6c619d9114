package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// A sketch is what is kept of a text to tell how much of it another has. The text is cut
// in four; of each part the runs of three words are hashed, and of 24 bins of hashes the
// least is kept, a byte of it. Two parts agree in as many bins as they have runs in
// common. A short text has a single byte.
type sketch []byte

// Measured on a hundred invented episodes that share many of their sentences: 0.2 % of
// the pairs of different ones agree, and of two transcripts of one episode that each have
// one word in twelve misheard 100 %, one in ten 99 %, one in seven 88 %.
const (
	quarters = 4
	bins     = 24 // of a quarter
	alike    = 20 // bins of all that must agree: a fifth of the runs in common
	atLeast  = 3  // bins of each quarter, for an advertisement may fill one
)

// agrees is in how many bins two texts agree if they are the same, else 0.
func (s sketch) agrees(o sketch) int {
	if len(s) != len(o) || len(s) == 0 {
		return 0
	}
	if len(s) < quarters*bins {
		return 1 // the same key says all there is to say of a short text
	}
	all := 0
	for q := range quarters {
		n := 0
		for i := q * bins; i < (q+1)*bins; i++ {
			if s[i] != 0 && s[i] == o[i] {
				n++
			}
		}
		if n < atLeast {
			return 0
		}
		all += n
	}
	if all < alike {
		return 0
	}
	return all
}

// signature is the sketch of an entry's text, and the keys under which those like it are
// looked for: every other pair of bins, or all words of a short text.
func signature(e *index.Entry) (sketch, []string) {
	size := 0
	for _, p := range e.Passages {
		size += len(p.Text)
	}
	words := make([]uint64, 0, size/5)
	for _, p := range e.Passages {
		if p.Number > 0 {
			words = hashWords(words, p.Text)
		}
	}
	if len(words) == 0 && len(e.Passages) > 0 {
		words = hashWords(words, e.Passages[0].Text)
	}
	if len(words) < leastWords {
		return nil, nil
	}
	if len(words) < shortWords {
		h := uint64(1)
		for _, w := range words {
			h = mix(h ^ w)
		}
		return sketch{1}, []string{fmt.Sprintf("e%016x", h)}
	}
	var least [quarters * bins]uint64
	for i := 2; i < len(words); i++ {
		h := mix(words[i-2] ^ mix(words[i-1]^mix(words[i])))
		b := i*quarters/len(words)*bins + int(h%bins)
		if h = h | 1; least[b] == 0 || h < least[b] {
			least[b] = h
		}
	}
	out := make(sketch, len(least))
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

// hashWords appends the hashes of the words, without links, handles and case.
func hashWords(out []uint64, s string) []uint64 {
	for _, f := range strings.Fields(s) {
		if f[0] == '@' || strings.Contains(f, "://") {
			continue
		}
		h, n := uint64(14695981039346656037), 0
		for i := 0; i < len(f); {
			r, size := rune(f[i]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(f[i:])
			}
			i += size
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			} else if r >= utf8.RuneSelf {
				r = unicode.ToLower(r)
			}
			if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				h = (h ^ uint64(r)) * 1099511628211
				n++
			}
		}
		if n > 0 {
			out = append(out, h)
		}
	}
	return out
}

// mix spreads the bits of x (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
