package detect

import (
	"math"
	"unicode/utf8"
)

const (
	maxTokens  = 6   // words a name may be spread over in the text
	maxLetters = 100 // letters of one word; what is longer is no word
)

// powers[n] is prime to the n: what a hash is multiplied with when n letters follow.
var powers = func() (p [128]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * prime
	}
	return p
}()

// span is a run of words with the hash of an entry; offsets are bytes.
type span struct {
	start, end int
	entry      int32
	plural     bool // the entry's key with an s behind it
}

// run is one or more words that a key begins with.
type run struct {
	hash  uint64
	start int
	words int
}

// scan appends a span for every run of one to six words whose key is known. It reads
// the text once and allocates nothing but dst's growth. A run is only carried on while
// some key begins with it, which few do beyond the second word.
func (t *table) scan(text string, dst []span) []span { return t.scanMost(text, math.MaxInt, dst) }

// scanMost is scan that ends early when dst has more than most spans.
func (t *table) scanMost(text string, most int, dst []span) []span {
	var runs [maxTokens + 1]run
	open := 0
	filter, shift := t.filter, t.shift
	for i := 0; i < len(text); {
		for i < len(text) && foldByte[text[i]] == breakByte {
			i++
		}
		start := i
		var h uint64
		for i < len(text) {
			f := foldByte[text[i]]
			if f-1 >= wideByte-1 {
				break // neither a letter nor a digit of ASCII
			}
			h = (h + uint64(f)) * prime
			i++
		}
		letters := i - start
		if i < len(text) && text[i] >= utf8.RuneSelf {
			h, letters, i = wideWord(text, i, h, letters)
		}
		if letters == 0 {
			continue
		}
		if letters > maxLetters {
			open = 0
			continue
		}
		if open > 0 {
			p := powers[letters&127]
			kept := 0
			for _, r := range runs[:open] {
				r.hash = r.hash*p + h
				r.words++
				bits := filter[r.hash>>shift]
				if m := keyBits(r.hash); bits&m == m {
					if dst = t.find(r.hash, r.start, i, dst); len(dst) > most {
						return dst
					}
				}
				if bits&beginBit(r.hash) != 0 && r.words < maxTokens && t.goesOn(r.hash, text, i) {
					runs[kept] = r
					kept++
				}
			}
			open = kept
		}
		bits := filter[h>>shift]
		if m := keyBits(h); bits&m == m {
			if dst = t.find(h, start, i, dst); len(dst) > most {
				return dst
			}
		}
		if bits&beginBit(h) != 0 && t.goesOn(h, text, i) {
			runs[open] = run{h, start, 1}
			open++
		}
	}
	return dst
}

// goesOn looks at the first two letters of the next word, which turns away most words
// that some key happens to begin with. Where there are none to look at, it may.
func (t *table) goesOn(h uint64, text string, end int) bool {
	if end+2 >= len(text) {
		return end < len(text)
	}
	a, b := foldByte[text[end+1]], foldByte[text[end+2]]
	if a-1 >= wideByte-1 || b-1 >= wideByte-1 {
		return true
	}
	h = ((h+uint64(a))*prime + uint64(b)) * prime
	bits, m := t.filter[h>>t.shift], keyBits(h)
	return bits&beginBit(h) != 0 || bits&m == m
}

// wideWord reads on through a word that has letters beyond ASCII. A rune that is a word
// by itself ends it.
func wideWord(text string, i int, h uint64, letters int) (uint64, int, int) {
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			f := foldByte[c]
			if f == breakByte {
				return h, letters, i
			}
			h = (h + uint64(f)) * prime
			letters++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		folded := foldRune(r)
		if folded == "" {
			if letters == 0 {
				i += size
			}
			return h, letters, i
		}
		alone := isWordByItself(r)
		if alone && letters > 0 {
			return h, letters, i
		}
		if folded != ignorable {
			for j := range len(folded) {
				h = (h + uint64(folded[j])) * prime
				letters++
			}
		}
		i += size
		if alone {
			return h, letters, i
		}
	}
	return h, letters, i
}
