package detect

import "unicode/utf8"

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

// window holds the hashes of the last one to six words, each run as one key.
type window struct {
	one, two, three, four, five, six uint64

	starts [8]int // of the last words, a ring
	words  int
}

// scan appends a span for every run of one to six words whose key is known. It reads
// the text once and allocates nothing but dst's growth.
func (t *table) scan(text string, dst []span) []span {
	var w window
	bloom, shift := t.bloom, t.shift
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
			w = window{}
			continue
		}
		p := powers[letters&127]
		w.six = w.five*p + h
		w.five = w.four*p + h
		w.four = w.three*p + h
		w.three = w.two*p + h
		w.two = w.one*p + h
		w.one = h
		w.words++
		w.starts[w.words&7] = start
		// One branch for all six: nearly always none is known.
		known := bloom[w.one>>shift]>>(w.one>>12&63) | bloom[w.two>>shift]>>(w.two>>12&63) |
			bloom[w.three>>shift]>>(w.three>>12&63) | bloom[w.four>>shift]>>(w.four>>12&63) |
			bloom[w.five>>shift]>>(w.five>>12&63) | bloom[w.six>>shift]>>(w.six>>12&63)
		if known&1 != 0 {
			dst = t.look(&w, i, dst)
		}
	}
	return dst
}

// look finds what the filter let through, the longest run first.
func (t *table) look(w *window, end int, dst []span) []span {
	runs := [maxTokens]uint64{w.one, w.two, w.three, w.four, w.five, w.six}
	for k := min(w.words, maxTokens) - 1; k >= 0; k-- {
		h := runs[k]
		if t.maybe(h) {
			dst = t.find(h, w.starts[(w.words-k)&7], end, dst)
		}
	}
	return dst
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
		alone := standsAlone(r)
		if alone && letters > 0 {
			return h, letters, i
		}
		if folded != vanishes {
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
