package search

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"math"
	"slices"
	"sync/atomic"
	"time"
)

// Search returns a page of results.
func (x *Index) Search(ctx context.Context, r Request) (Page, error) {
	started := time.Now()
	if err := r.check(); err != nil {
		return Page{}, err
	}
	c, err := readCursor(r.Cursor, r.Order)
	if err != nil {
		return Page{}, err
	}
	var page Page
	var until time.Time
	loose := c != nil && c.Loose
	if !loose {
		page, err = x.search(ctx, r, c, &until)
		loose = c == nil && r.Forgiving && err == nil && len(page.Results) == 0
	}
	if loose {
		page, err = x.forgive(ctx, r, c, &until)
	}
	page.Took = since(started)
	if page.Results == nil {
		page.Results = []Result{}
	}
	return page, err
}

// forgive answers a request that nothing answers as it stands.
func (x *Index) forgive(ctx context.Context, r Request, c *cursor, until *time.Time) (Page, error) {
	loose, err := x.loosened(ctx, r, until)
	if err != nil || loose == nil {
		return Page{}, err
	}
	page, err := x.search(ctx, *loose, c, until)
	if errors.Is(err, ErrTooCostly) {
		return Page{}, nil // that nothing answers the query itself still holds
	}
	page.Instead = loose.Query.Explain()
	if page.Next != "" {
		next, err := readCursor(page.Next, r.Order)
		if err != nil {
			return Page{}, err
		}
		next.Loose = true
		page.Next = next.String()
	}
	return page, err
}

func (x *Index) search(ctx context.Context, r Request, c *cursor, until *time.Time) (page Page, err error) {
	s, err := x.begin(ctx, r.full(), until)
	if err != nil {
		return Page{}, err
	}
	defer s.end()
	defer recovered("searching", &err)
	if r.Order == Relevance {
		return s.ranked(r, c)
	}
	return s.dated(r, c)
}

// reach is a partition with the earliest and latest time in it.
type reach struct {
	p        *partition
	from, to int64
}

// reaches lists the partitions that hold something.
func (s *session) reaches() ([]reach, error) {
	var out []reach
	for _, p := range s.parts {
		snap, err := s.open(p)
		if err != nil {
			return nil, err
		}
		if snap == nil || len(snap.segments) == 0 {
			continue
		}
		r := reach{p, math.MaxInt64, math.MinInt64}
		for _, seg := range snap.segments {
			b, err := seg.bounds()
			if err != nil {
				return nil, err
			}
			r.from, r.to = min(r.from, b.from), max(r.to, b.to)
		}
		out = append(out, r)
	}
	return out, nil
}

// dated walks the partitions in the order of time and stops when the page is full:
// when nothing in the partitions left could come before its last result.
func (s *session) dated(r Request, c *cursor) (Page, error) {
	walk := &walk{s: s, v: s.evaluation(), newest: r.Order == Newest}
	var err error
	if walk.left, err = s.reaches(); err != nil {
		return Page{}, err
	}
	if c != nil {
		walk.after = &place{c.At, c.Doc}
	}
	found, err := walk.takeFolded(r.Limit+1, r.Unfolded)
	if err != nil {
		return Page{}, err
	}
	var page Page
	if len(found) > r.Limit {
		found = found[:r.Limit]
		last := found[r.Limit-1]
		page.Next = cursor{Order: r.Order, At: last.at, Doc: last.doc}.String()
	}
	page.Results, err = s.results(walk.v, r, found)
	return page, err
}

// walk goes through partitions in the order of time.
type walk struct {
	s      *session
	v      *evaluation
	newest bool
	left   []reach
	after  *place
}

// before reports whether a comes before b in the order walked.
func (w *walk) before(a, b place) bool {
	if w.newest {
		return a.compare(b) > 0
	}
	return a.compare(b) < 0
}

// takeFolded returns the next n groups that no other of their story comes before.
func (w *walk) takeFolded(n int, unfolded bool) ([]*group, error) {
	if unfolded {
		return w.take(n)
	}
	for more := n + 8; ; more *= 2 {
		list, err := w.take(more)
		if err != nil {
			return nil, err
		}
		var out []*group
		for _, g := range list {
			others, err := w.s.siblings(w.v, g)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(others, func(o *group) bool { return w.before(o.key(), g.key()) }) {
				continue // shown under that one, on this page or one before
			}
			g.similar = others
			if out = append(out, g); len(out) == n {
				return out, nil
			}
		}
		if len(list) < more {
			return out, nil
		}
	}
}

// take returns the next n groups.
func (w *walk) take(n int) ([]*group, error) {
	if w.newest {
		slices.SortFunc(w.left, func(a, b reach) int { return cmp.Compare(b.to, a.to) })
	} else {
		slices.SortFunc(w.left, func(a, b reach) int { return cmp.Compare(a.from, b.from) })
	}
	h := &top{walk: w, most: 2*n + 8, at: map[uint64]*group{}}
	for _, r := range w.left {
		if w.after != nil && (w.newest && r.from > w.after.at || !w.newest && r.to < w.after.at) {
			continue // all of it is on pages before
		}
		if len(h.groups) >= n {
			worst := h.sorted()[n-1].at
			if w.newest && r.to < worst || !w.newest && r.from > worst {
				break
			}
		}
		if err := w.v.check(); err != nil {
			return nil, err
		}
		found, snap, err := w.s.eval(w.v, r.p)
		if err != nil {
			return nil, err
		}
		for i := range found {
			if err := w.v.group.groups(snap.segments[i], found[i], h.add); err != nil {
				return nil, err
			}
		}
	}
	out := h.sorted()
	return out[:min(n, len(out))], nil
}

// top keeps the groups that come first.
type top struct {
	walk   *walk
	most   int
	groups []*group // a heap, the last to come on top
	at     map[uint64]*group
	last   atomic.Pointer[group] // where the list ends, once it is full

	byScore bool // best first, of equals the newest
}

// before reports whether a comes before b.
func (t *top) before(a, b *group) bool {
	if t.byScore && a.score != b.score {
		return a.score > b.score
	}
	return t.walk.before(a.key(), b.key())
}

func (t *top) Len() int           { return len(t.groups) }
func (t *top) Less(i, j int) bool { return t.before(t.groups[j], t.groups[i]) }
func (t *top) Swap(i, j int)      { t.groups[i], t.groups[j] = t.groups[j], t.groups[i] }
func (t *top) Push(g any)         { t.groups = append(t.groups, g.(*group)) }
func (t *top) Pop() any {
	g := t.groups[len(t.groups)-1]
	t.groups = t.groups[:len(t.groups)-1]
	return g
}

// beaten reports whether g comes after all that are kept, of which there are enough.
// It may be asked while another goroutine adds.
func (t *top) beaten(g *group) bool {
	last := t.last.Load()
	return last != nil && !t.before(g, last)
}

func (t *top) add(g *group) {
	if t.walk.after != nil && !t.walk.before(*t.walk.after, g.key()) {
		return
	}
	if same := t.at[g.doc]; same != nil {
		same.join(g)
		heap.Init(t)
		return
	}
	if len(t.groups) >= t.most {
		if !t.before(g, t.groups[0]) {
			return
		}
		delete(t.at, heap.Pop(t).(*group).doc)
	}
	g = g.keep()
	heap.Push(t, g)
	t.at[g.doc] = g
	if len(t.groups) >= t.most {
		limit := group{at: t.groups[0].at, doc: t.groups[0].doc, score: t.groups[0].score}
		t.last.Store(&limit)
	}
}

func (t *top) sorted() []*group {
	out := slices.Clone(t.groups)
	slices.SortFunc(out, func(a, b *group) int {
		if t.before(a, b) {
			return -1
		}
		return 1
	})
	return out
}
