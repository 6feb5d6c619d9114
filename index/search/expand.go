package search

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/vellum"

	"github.com/namedrop/namedrop/index/search/query"
)

// prefix returns the passages with a word that begins with the term.
func (v *evaluation) prefix(s *segment, n query.Prefix) (*roaring.Bitmap, error) {
	return v.expand(s, nil, []byte(n.Term), after(n.Term))
}

// after returns the first string that sorts behind all strings with the prefix, nil if there
// is none.
func after(prefix string) []byte {
	b := []byte(prefix)
	for len(b) > 0 {
		if b[len(b)-1]++; b[len(b)-1] != 0 {
			return b
		}
		b = b[:len(b)-1]
	}
	return nil
}

// fuzzy returns the passages with a word that the automaton accepts.
func (v *evaluation) fuzzy(s *segment, n query.Fuzzy) (*roaring.Bitmap, error) {
	return v.expand(s, n.Automaton(), nil, nil)
}

func (v *evaluation) expand(s *segment, a vellum.Automaton, start, end []byte) (*roaring.Bitmap, error) {
	d, err := s.seg.Dictionary(fieldText)
	if err != nil {
		return nil, fmt.Errorf("reading the words of partition %s: %w", s.part.name, err)
	}
	var found []*roaring.Bitmap
	it := d.AutomatonIterator(a, start, end)
	for {
		e, err := it.Next()
		if err != nil {
			return nil, fmt.Errorf("reading the words of partition %s: %w", s.part.name, err)
		}
		if e == nil {
			break
		}
		if err := v.tick(); err != nil {
			return nil, err
		}
		b, err := s.postings(d, e.Term)
		if err != nil {
			return nil, err
		}
		found = append(found, b)
	}
	switch len(found) {
	case 0:
		return roaring.New(), nil
	case 1:
		return found[0], nil
	}
	return roaring.FastOr(found...), nil
}
