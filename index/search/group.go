package search

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// group is the matching passages of one document.
type group struct {
	at    int64
	doc   uint64
	runs  []run
	count int
	head  bool   // whether the head matches
	ord   uint32 // of the document in its segment
	score float64

	similar []*group // the other documents of its cluster, folded under it
}

// run is the part of a group that lies in one segment.
type run struct {
	seg   *segment
	found *roaring.Bitmap
	own   []uint32 // the document's passages; those in found match
}

// first returns a passage that matches.
func (r run) first() uint32 {
	for _, i := range r.own {
		if r.found.Contains(i) {
			return i
		}
	}
	return r.own[0]
}

func (g *group) key() sortKey { return sortKey{g.at, g.doc} }

// sortKey is a position in newest-first and oldest-first order. The hash of the document
// breaks ties, so that the order of documents of the same second never changes.
type sortKey struct {
	at  int64
	doc uint64
}

func (p sortKey) compare(o sortKey) int {
	return cmp.Or(cmp.Compare(p.at, o.at), cmp.Compare(p.doc, o.doc))
}

// passages calls visit for each passage of the group until it returns false.
func (g *group) passages(visit func(s *segment, i uint32) bool) {
	for _, r := range g.runs {
		for _, i := range r.own {
			if r.found.Contains(i) && !visit(r.seg, i) {
				return
			}
		}
	}
}

// grouping is scratch memory for grouping passages, reused from segment to segment: a
// frequent word matches in a hundred of them. One goroutine may use it.
type grouping struct {
	counts []uint32 // by document; all 0 between uses
	docs   []uint32
	firsts []uint32 // by document in docs: a passage that matches
	group  group
	run    [1]run
}

// groups calls visit with a group for each document that has passages in found. It passes
// the same group each time: a visitor that needs it later calls keep.
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

// keep returns a copy of a visited group.
func (g *group) keep() *group {
	c := *g
	c.runs = slices.Clone(g.runs)
	return &c
}

// join adds the passages of o, which is of the same document.
func (g *group) join(o *group) {
	g.runs = append(g.runs, o.runs...)
	g.count += o.count
	g.head = g.head || o.head
	g.score = max(g.score, o.score)
}
