package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// group is the passages of one document that answer.
type group struct {
	at    int64
	doc   uint64
	runs  []run
	count int
	head  bool   // the head answers
	ord   uint32 // of the document in its segment
	score float64

	similar []*group // of its story, folded under it
}

// run is the part of a group that lies in one segment.
type run struct {
	seg   *segment
	found *roaring.Bitmap
	own   []uint32 // the document's passages; those in found answer
}

// first is a passage that answers.
func (r run) first() uint32 {
	for _, i := range r.own {
		if r.found.Contains(i) {
			return i
		}
	}
	return r.own[0]
}

func (g *group) key() place { return place{g.at, g.doc} }

// place is a position in newest-first and oldest-first order.
type place struct {
	at  int64
	doc uint64
}

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.at, o.at), cmp.Compare(p.doc, o.doc))
}

// passages calls visit for each passage of the group.
func (g *group) passages(visit func(s *segment, i uint32) bool) {
	for _, r := range g.runs {
		for _, i := range r.own {
			if r.found.Contains(i) && !visit(r.seg, i) {
				return
			}
		}
	}
}

// groups visits a group for the passages of each document in a segment. The group is
// the same each time: a visitor that wants it keeps a copy.
func groups(s *segment, found *roaring.Bitmap, visit func(g *group)) error {
	if found.IsEmpty() {
		return nil
	}
	p, err := s.places()
	if err != nil {
		return err
	}
	const head = 1 << 31
	counts := make([]uint32, len(p.docs))
	docs := make([]uint32, 0, min(len(p.docs), int(found.GetCardinality())))
	firsts := make([]uint32, 0, cap(docs)) // by document: a passage that answers
	var buf [512]uint32
	for it := found.ManyIterator(); ; {
		n := it.NextMany(buf[:])
		if n == 0 {
			break
		}
		for _, i := range buf[:n] {
			o := p.ord[i]
			if counts[o] == 0 {
				docs = append(docs, o)
				firsts = append(firsts, i)
			}
			counts[o]++
			if p.number[i] == 0 {
				counts[o] |= head
			}
		}
	}
	g, runs := new(group), make([]run, 1)
	for k, o := range docs {
		runs[0] = run{s, found, p.of(o)}
		*g = group{at: p.at[firsts[k]], doc: p.docs[o], ord: o, count: int(counts[o] &^ head), head: counts[o]&head != 0, runs: runs}
		visit(g)
	}
	return nil
}

// keep copies a group that was visited.
func (g *group) keep() *group {
	c := *g
	c.runs = slices.Clone(g.runs)
	return &c
}

// join makes one group of two of the same document.
func (g *group) join(o *group) {
	g.runs = append(g.runs, o.runs...)
	g.count += o.count
	g.head = g.head || o.head
	g.score = max(g.score, o.score)
}
