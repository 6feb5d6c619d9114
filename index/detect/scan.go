package detect

import "unicode/utf8"

const (
	maxTokens  = 6   // words a name may be spread over in the text
	maxLetters = 128 // letters in a run of words; longer names are matched by their beginning
)

// powers[n] is prime to the n, to cut a run of words out of the rolling hash.
var powers = func() (p [maxLetters + 1]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * prime
	}
	return p
}()

// span is a run of words whose key is in the table; offsets are bytes.
type span struct {
	start, end   int
	first, count uint32 // entries
	plural       bool   // found without its last "s"
}

// scanner holds the last few word starts of a text; it lives on the stack.
type scanner struct {
	table  *table
	hash   uint64              // over all letters so far
	letter int                 // letters so far
	marks  [maxTokens + 2]mark // ring of word starts
	words  int
}

type mark struct {
	hash   uint64
	letter int
	at     int
}

// scan appends every run of one to six words whose key is known. It reads the text
// once and allocates nothing but dst's growth.
func (t *table) scan(text string, dst []span) []span {
	var s scanner
	s.table = t
	var h, before uint64
	var letters int
	inside := false
	for i := 0; i < len(text); {
		f := foldByte[text[i]]
		if f == breakByte {
			if inside {
				inside = false
				s.hash, s.letter = h, letters
				dst = s.wordEnd(text, i, before, dst)
			}
			i++
			continue
		}
		if f != wideByte {
			if !inside {
				inside = true
				s.mark(h, letters, i)
			}
			before = h
			h = h*prime + uint64(f)
			letters++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		folded := foldRune(r)
		switch {
		case folded == vanishes:
		case folded == "":
			if inside {
				inside = false
				s.hash, s.letter = h, letters
				dst = s.wordEnd(text, i, before, dst)
			}
		default:
			alone := standsAlone(r)
			if alone && inside {
				inside = false
				s.hash, s.letter = h, letters
				dst = s.wordEnd(text, i, before, dst)
			}
			if !inside {
				inside = true
				s.mark(h, letters, i)
			}
			for j := range len(folded) {
				before = h
				h = h*prime + uint64(folded[j])
				letters++
			}
			if alone {
				inside = false
				s.hash, s.letter = h, letters
				dst = s.wordEnd(text, i+size, before, dst)
			}
		}
		i += size
	}
	if inside {
		s.hash, s.letter = h, letters
		dst = s.wordEnd(text, len(text), before, dst)
	}
	return dst
}

func (s *scanner) mark(h uint64, letters, at int) {
	s.words++
	s.marks[s.words&7] = mark{h, letters, at}
}

// wordEnd looks up the runs that end at byte end: the last word, the last two, …
// Only where the last letter is an s are the runs without it looked up too.
func (s *scanner) wordEnd(text string, end int, before uint64, dst []span) []span {
	t := s.table
	plural := text[end-1]|0x20 == 's'
	for k := range min(s.words, maxTokens) {
		m := &s.marks[(s.words-k)&7]
		n := s.letter - m.letter
		if n > maxLetters {
			break
		}
		h := s.hash - m.hash*powers[n]
		if t.maybe(mix(h)) {
			if first, count := t.find(h); count > 0 {
				dst = append(dst, span{m.at, end, first, count, false})
			}
		}
		if plural && n > 2 {
			h = before - m.hash*powers[n-1]
			if t.maybe(mix(h)) {
				if first, count := t.find(h); count > 0 {
					dst = append(dst, span{m.at, end, first, count, true})
				}
			}
		}
	}
	return dst
}
