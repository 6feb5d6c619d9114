package search

import (
	"cmp"

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

// groups makes a group of the passages of each document in a segment.
func groups(s *segment, found *roaring.Bitmap, visit func(g group)) error {
	if found.IsEmpty() {
		return nil
	}
	p, err := s.places()
	if err != nil {
		return err
	}
	slots := make([]uint32, len(p.docs)) // place in out, from 1
	var out []group
	var buf [512]uint32
	for it := found.ManyIterator(); ; {
		n := it.NextMany(buf[:])
		if n == 0 {
			break
		}
		for _, i := range buf[:n] {
			o := p.ord[i]
			if slots[o] == 0 {
				out = append(out, group{at: p.at[i], doc: p.docs[o]})
				slots[o] = uint32(len(out))
			}
			g := &out[slots[o]-1]
			g.count++
			g.head = g.head || p.number[i] == 0
			g.ord = o
		}
	}
	runs := make([]run, len(out))
	for i := range out {
		runs[i] = run{s, found, p.of(out[i].ord)}
		out[i].runs = runs[i : i+1 : i+1]
		visit(out[i])
	}
	return nil
}

// join makes one group of two of the same document.
func (g *group) join(o group) {
	g.runs = append(g.runs, o.runs...)
	g.count += o.count
	g.head = g.head || o.head
	g.score = max(g.score, o.score)
}
