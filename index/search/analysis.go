package search

import (
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// analysis is a passage cut into words once, for its three fields of words.
type analysis struct {
	text     string
	language text.Language
	tokens   []text.Token
	throttle *throttle
}

// exact returns the words with their positions. A bleve location has room for three numbers:
// position, start and end. Start and end are not needed, because the stored text is cut
// again to find the bytes. So each location holds three positions instead (counted from 1; 0
// is unused), which makes the index a fifth smaller. positionsOf reads them back.
func (c *analysis) exact() bleveindex.TokenFrequencies {
	c.throttle.wait()
	c.tokens = text.Tokenize(c.text, make([]text.Token, 0, len(c.text)/5+1))
	words := newTermBag(len(c.tokens))
	var positions slab[bleveindex.TokenLocation]
	lists := make([]*bleveindex.TokenLocation, len(c.tokens))
	for i := range c.tokens {
		t := &c.tokens[i]
		f := words.at(t.Term)
		n := len(f.Locations)
		if n > 0 {
			if l := f.Locations[n-1]; l.Start == 0 {
				l.Start = t.Pos + 1
				continue
			} else if l.End == 0 {
				l.End = t.Pos + 1
				continue
			}
		} else {
			f.Locations = lists[i : i : i+1] // most words have one
		}
		l := positions.next()
		l.Position = t.Pos + 1
		f.Locations = append(f.Locations, l)
		f.SetFrequency(n + 1)
	}
	return words.freqs
}

func (c *analysis) loose() bleveindex.TokenFrequencies {
	words := newTermBag(len(c.tokens) / 2)
	for i := range c.tokens {
		for _, s := range query.Loose(c.language, c.tokens[i].Term) {
			words.at(s)
		}
	}
	return words.freqs
}

// pairs returns the pairs of neighbours that are both frequent words. A phrase of frequent
// words ("the who") would otherwise read the positions of nearly every passage. Few passages
// have a given pair, so it narrows the phrase like a rare word.
func (c *analysis) pairs() bleveindex.TokenFrequencies {
	pairs := newTermBag(len(c.tokens) / 4)
	var before, here []string // frequent words at the position before and at this one
	at := -1
	for i := range c.tokens {
		t := &c.tokens[i]
		if !text.Frequent(t.Term) {
			continue
		}
		if t.Pos != at {
			before, here = here, before[:0]
			if t.Pos != at+1 {
				before = before[:0]
			}
			at = t.Pos
		}
		here = append(here, t.Term)
		for _, b := range before {
			pairs.at(pairTerm(b, t.Term))
		}
	}
	c.tokens = nil
	return pairs.freqs
}

func pairTerm(a, b string) string { return a + " " + b }

// termBag collects the terms of a field. An index is made of millions of them, so they are
// allocated in blocks.
type termBag struct {
	freqs bleveindex.TokenFrequencies
	room  slab[bleveindex.TokenFreq]
	bytes []byte // of the terms
}

func newTermBag(size int) *termBag {
	return &termBag{freqs: make(bleveindex.TokenFrequencies, size), bytes: make([]byte, 0, 8*size)}
}

func (b *termBag) at(term string) *bleveindex.TokenFreq {
	f := b.freqs[term]
	if f == nil {
		f = b.room.next()
		from := len(b.bytes)
		b.bytes = append(b.bytes, term...)
		f.Term = b.bytes[from:len(b.bytes):len(b.bytes)]
		b.freqs[term] = f
	}
	return f
}

// slab allocates values in blocks, for values that are freed together.
type slab[T any] struct{ free []T }

func (s *slab[T]) next() *T {
	if len(s.free) == 0 {
		s.free = make([]T, 32)
	}
	v := &s.free[0]
	s.free = s.free[1:]
	return v
}
