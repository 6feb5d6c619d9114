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

func (g *group) key() sortKey { return sortKey{g.at, g.doc} }

// place is a position in newest-first and oldest-first order.
type sortKey struct {
	at  int64
	doc uint64
}

func (p sortKey) compare(o sortKey) int {
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

// grouping is room to group passages in, used again for the next segment: a frequent
// word is in a hundred segments. It is for one goroutine.
type grouping struct {
	counts []uint32 // by document; all 0 between uses
	docs   []uint32
	firsts []uint32 // by document in docs: a passage that answers
	group  group
	run    [1]run
}

// groups visits a group for the passages of each document in a segment. The group is
// the same each time: a visitor that wants it keeps a copy.
func (g *grouping) groups(s *segment, found *roaring.Bitmap, visit func(g *group)) error {
	if found.IsEmpty() {
		return nil
	}
	p, err := s.docMap()
	if err != nil {
		return err
	}
	const head = 1 << 31
	if len(g.counts) < len(p.docs) {
		g.counts = make([]uint32, len(p.docs))
	}
	counts, docs, firsts := g.counts, g.docs[:0], g.firsts[:0]
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
	g.docs, g.firsts = docs, firsts
	for k, o := range docs {
		c := counts[o]
		counts[o] = 0
		g.run[0] = run{s, found, p.of(o)}
		g.group = group{at: p.at[firsts[k]], doc: p.docs[o], ord: o, count: int(c &^ head), head: c&head != 0, runs: g.run[:]}
		visit(&g.group)
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
