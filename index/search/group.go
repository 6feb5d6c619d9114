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
	head  bool // the head answers
	score float64
}

// run is the part of a group that lies in one segment: neighbours from first to last.
type run struct {
	seg         *segment
	found       *roaring.Bitmap
	first, last uint32
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
		it := r.found.Iterator()
		it.AdvanceIfNeeded(r.first)
		for it.HasNext() {
			i := it.Next()
			if i > r.last {
				break
			}
			if !visit(r.seg, i) {
				return
			}
		}
	}
}

// groups makes one group of each run of neighbours that belong to one document.
func groups(s *segment, found *roaring.Bitmap, visit func(g group)) error {
	if found.IsEmpty() {
		return nil
	}
	p, err := s.places()
	if err != nil {
		return err
	}
	var cur group
	for it := found.ManyIterator(); ; {
		var buf [256]uint32
		n := it.NextMany(buf[:])
		if n == 0 {
			break
		}
		for _, i := range buf[:n] {
			if cur.count > 0 && p.doc[i] == cur.doc {
				cur.runs[0].last = i
				cur.count++
				continue
			}
			if cur.count > 0 {
				visit(cur)
			}
			cur = group{at: p.at[i], doc: p.doc[i], count: 1, head: p.number[i] == 0, runs: []run{{s, found, i, i}}}
		}
	}
	if cur.count > 0 {
		visit(cur)
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
