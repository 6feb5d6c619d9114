package search

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	segapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// phrase returns the passages with the words of a phrase next to each other: first the
// passages that have all words, then of those the ones whose positions fit.
func (v *evaluation) phrase(s *segment, p query.Phrase, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	out := roaring.New()
	for _, variant := range p.Variants {
		b, err := v.variant(s, variant, within)
		if err != nil {
			return nil, err
		}
		if len(p.Variants) == 1 {
			return b, nil
		}
		out.Or(b)
	}
	return out, nil
}

func (v *evaluation) variant(s *segment, p query.Variant, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	all, covered, err := v.paired(s, p, within)
	if err != nil || all != nil && all.IsEmpty() {
		return all, err
	}
	d, err := s.seg.Dictionary(fieldText)
	if err != nil {
		return nil, fmt.Errorf("reading the words of partition %s: %w", s.part.name, err)
	}
	lists := make([]segapi.PostingsList, len(p.Terms))
	for i, term := range p.Terms {
		if covered[i] && len(p.Terms) == 2 {
			return all, nil // the pair is the whole phrase
		}
		if lists[i], err = d.PostingsList([]byte(term), s.deleted, nil); err != nil {
			return nil, fmt.Errorf("reading a term of partition %s: %w", s.part.name, err)
		}
		if covered[i] {
			continue
		}
		b := bitmap(lists[i].Iterator(false, false, false, nil))
		if all == nil {
			all = b
		} else {
			all = roaring.And(all, b)
		}
		if all.IsEmpty() {
			return all, nil
		}
	}
	if len(lists) == 1 {
		return all, nil
	}
	readers := make([]segapi.PostingsIterator, len(lists))
	for i, l := range lists {
		readers[i] = l.Iterator(true, false, true, nil)
		o, ok := readers[i].(segapi.OptimizablePostingsIterator)
		if !ok {
			return nil, fmt.Errorf("reading positions in partition %s: not possible in %T", s.part.name, readers[i])
		}
		o.ReplaceActual(all)
	}
	var keep []uint32
	var starts, next, at []int // starts: positions where the phrase may begin
	for it := all.Iterator(); it.HasNext(); {
		doc := it.Next()
		if err := v.tick(); err != nil {
			return nil, err
		}
		starts = starts[:0]
		for i, r := range readers {
			post, err := r.Next()
			if err != nil || post == nil || post.Number() != uint64(doc) {
				return nil, fmt.Errorf("reading positions in partition %s: passage %d is missing: %w", s.part.name, doc, err)
			}
			if i == 0 {
				starts = positionsOf(post, starts)
				continue
			}
			if len(starts) == 0 {
				continue // the other readers must still move on
			}
			next, at = next[:0], positionsOf(post, at[:0])
			for _, at := range at {
				at -= p.Positions[i]
				for _, s := range starts {
					if s == at {
						next = append(next, at)
						break
					}
				}
			}
			starts, next = next, starts
		}
		if len(starts) > 0 {
			keep = append(keep, doc)
		}
	}
	return roaring.BitmapOf(keep...), nil
}

// paired returns the passages, of those in within, that have the frequent neighbours of the
// phrase as pairs. It returns within if the phrase has no two frequent neighbours. covered
// are the words that the pairs account for.
func (v *evaluation) paired(s *segment, p query.Variant, within *roaring.Bitmap) (all *roaring.Bitmap, covered []bool, err error) {
	all, covered = within, make([]bool, len(p.Terms))
	for i := 1; i < len(p.Terms); i++ {
		a, b := p.Terms[i-1], p.Terms[i]
		if p.Positions[i] != p.Positions[i-1]+1 || !text.Frequent(a) || !text.Frequent(b) {
			continue
		}
		found, err := s.term(fieldPairs, pairTerm(a, b))
		if err != nil {
			return nil, nil, err
		}
		if all = clipTo(found, all); all.IsEmpty() {
			return all, covered, nil
		}
		covered[i-1], covered[i] = true, true
	}
	return all, covered, nil
}

// positionsOf reads the positions of a word in a passage. analysis.exact stores three in
// each location.
func positionsOf(post segapi.Posting, out []int) []int {
	for _, l := range post.Locations() {
		for _, n := range [...]uint64{l.Pos(), l.Start(), l.End()} {
			if n > 0 {
				out = append(out, int(n))
			}
		}
	}
	return out
}

// near returns the passages where both sides are close. It narrows to the passages that have
// both, and reads the text of those.
func (v *evaluation) near(s *segment, n query.Near, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	b, err := v.operand(s, n.Left, within)
	if err != nil || b.IsEmpty() {
		return b, err
	}
	if b, err = v.operand(s, n.Right, b); err != nil || b.IsEmpty() {
		return b, err
	}
	return v.verify(s, n, b)
}

// operand returns the passages where one side of NEAR may match. A NEAR inside is left to
// verify.
func (v *evaluation) operand(s *segment, n query.Node, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	if inner, ok := n.(query.Near); ok {
		b, err := v.operand(s, inner.Left, within)
		if err != nil || b.IsEmpty() {
			return b, err
		}
		return v.operand(s, inner.Right, b)
	}
	if _, ok := n.(query.Mention); ok {
		return roaring.New(), nil // a brand has no position until it is resolved to names
	}
	return v.eval(s, n, within)
}

// raw returns the passages with the words exactly as written. It narrows to those that have
// them in any case, and reads the text of those.
func (v *evaluation) raw(s *segment, r query.Raw, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	b := within
	for _, w := range r.Words {
		for _, t := range text.Tokenize(w, nil) {
			if !t.Outer {
				continue
			}
			found, err := s.term(fieldText, t.Term)
			if err != nil {
				return nil, err
			}
			if b == nil {
				b = found
			} else {
				b = roaring.And(b, found)
			}
		}
	}
	if b == nil || b.IsEmpty() {
		return roaring.New(), nil
	}
	return v.verify(s, r, b)
}

// verify matches n against the stored text of each candidate, with the same code as the
// matching in memory.
func (v *evaluation) verify(s *segment, n query.Node, candidates *roaring.Bitmap) (*roaring.Bitmap, error) {
	var keep []uint32
	for it := candidates.Iterator(); it.HasNext(); {
		i := it.Next()
		if err := v.tick(); err != nil {
			return nil, err
		}
		p, err := s.passage(i)
		if err != nil {
			return nil, err
		}
		if len(query.NewView(p.Text, p.Language).Spans(n)) > 0 {
			keep = append(keep, i)
		}
	}
	return roaring.BitmapOf(keep...), nil
}

// passage reads a stored passage.
func (s *segment) passage(i uint32) (index.Passage, error) {
	var raw []byte
	err := s.seg.VisitStoredFields(uint64(i), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == fieldPassage {
			raw = append(raw, value...)
			return false
		}
		return true
	})
	if err != nil {
		return index.Passage{}, fmt.Errorf("reading a passage of partition %s: %w", s.part.name, err)
	}
	p, err := decodePassage(raw)
	if err != nil {
		return p, fmt.Errorf("partition %s: %w", s.part.name, err)
	}
	return p, nil
}
