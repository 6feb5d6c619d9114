package search

import (
	"container/heap"
	"slices"
	"sync/atomic"
)

// topK keeps the first groups of an order, up to a limit.
type topK struct {
	scan   *dateScan
	limit  int
	groups []*group // a heap with the last of the order on top
	at     map[uint64]*group
	last   atomic.Pointer[group] // the last of a full list

	byScore bool // best first, the newest of equals
}

// before reports whether a comes before b.
func (t *topK) before(a, b *group) bool {
	if t.byScore && a.score != b.score {
		return a.score > b.score
	}
	return t.scan.before(a.key(), b.key())
}

func (t *topK) Len() int           { return len(t.groups) }
func (t *topK) Less(i, j int) bool { return t.before(t.groups[j], t.groups[i]) }
func (t *topK) Swap(i, j int)      { t.groups[i], t.groups[j] = t.groups[j], t.groups[i] }
func (t *topK) Push(g any)         { t.groups = append(t.groups, g.(*group)) }
func (t *topK) Pop() any {
	g := t.groups[len(t.groups)-1]
	t.groups = t.groups[:len(t.groups)-1]
	return g
}

// beaten reports whether the list is full and g comes after all of it. It may be called
// while another goroutine adds: the end only moves forward, so a stale answer is safe.
func (t *topK) beaten(g *group) bool {
	last := t.last.Load()
	return last != nil && !t.before(g, last)
}

func (t *topK) add(g *group) {
	if t.scan.after != nil && !t.scan.before(*t.scan.after, g.key()) {
		return
	}
	if same := t.at[g.doc]; same != nil {
		same.join(g)
		heap.Init(t)
		return
	}
	if len(t.groups) >= t.limit {
		if !t.before(g, t.groups[0]) {
			return
		}
		delete(t.at, heap.Pop(t).(*group).doc)
	}
	g = g.keep()
	heap.Push(t, g)
	t.at[g.doc] = g
	if len(t.groups) >= t.limit {
		end := group{at: t.groups[0].at, doc: t.groups[0].doc, score: t.groups[0].score}
		t.last.Store(&end)
	}
}

func (t *topK) sorted() []*group {
	out := slices.Clone(t.groups)
	slices.SortFunc(out, func(a, b *group) int {
		if t.before(a, b) {
			return -1
		}
		return 1
	})
	return out
}
