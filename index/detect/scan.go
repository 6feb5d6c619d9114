package detect

import (
	"math"
	"unicode/utf8"
)

const (
	maxTokens  = 6   // words of a text that one look-up may span
	maxLetters = 100 // in one word; longer runs of letters are skipped
)

// powers[n] is prime to the power of n: the factor that shifts a hash by n letters, so that
// the hash of two words is hash(a)*powers[len(b)] + hash(b) and no letter is read twice.
var powers = func() (p [128]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * prime
	}
	return p
}()

// span is a run of words whose hash is that of an entry. Offsets are bytes. It is a claim to
// be checked by match, since two keys may have the same hash.
type span struct {
	start, end int
	entry      int32
	plural     bool // the hash is of the key with an added s
}

// run is a sequence of words that may be the beginning of a key.
type run struct {
	hash  uint64
	start int
	words int
}

// scan appends a span for each run of one to six words that may be a key. It reads the text
// once and allocates only to grow dst. Most runs end at the first word, because the filter
// knows the beginnings of all keys.
func (t *table) scan(text string, dst []span) []span { return t.scanMost(text, math.MaxInt, dst) }

// scanMost is scan that stops once dst has more than most spans.
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
				break // neither a letter nor a digit of ASCII: the subtraction makes breakByte (0) wrap to 255, so one comparison rejects both 0 and wideByte
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

// goesOn looks one word ahead: it checks with the filter whether a key continues with the
// next two letters. Many words begin some key by chance, and this drops most of them without
// hashing the next word. It may say yes wrongly, never no: when the next two bytes are not
// plain letters it says yes.
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

// wideWord continues a word that has letters beyond ASCII. Characters of scripts that are
// written without spaces are words by themselves and end the word before them.
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
