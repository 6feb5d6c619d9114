package search

import (
	"cmp"
	"math"
	"slices"
)

// timeRange is a partition with its earliest and latest time.
type timeRange struct {
	p        *partition
	from, to int64
}

// timeRanges returns the partitions that hold something.
func (s *session) timeRanges() ([]timeRange, error) {
	var out []timeRange
	for _, p := range s.parts {
		s.reading = p
		snap, err := s.open(p)
		if err != nil {
			return nil, err
		}
		if snap == nil || len(snap.segments) == 0 {
			continue
		}
		r := timeRange{p, math.MaxInt64, math.MinInt64}
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

// dated returns a page by date. It scans the partitions in the order of time and stops when
// nothing in the partitions left can come before the page's last result. So a page of the
// newest reads a month or two of an archive of years. The times in a partition decide, not
// its name: the two may differ.
func (s *session) dated(r Request, c *cursor) (Page, error) {
	scan := &dateScan{s: s, v: s.evaluation(), newest: r.Order == Newest}
	var err error
	if scan.left, err = s.timeRanges(); err != nil {
		return Page{}, err
	}
	if c != nil {
		scan.after = &sortKey{c.At, c.Doc}
	}
	found, err := scan.nextFolded(r.Limit+1, r.Unfolded)
	if err != nil {
		return Page{}, err
	}
	var page Page
	if len(found) > r.Limit {
		found = found[:r.Limit]
		last := found[r.Limit-1]
		page.Next = cursor{Order: r.Order, At: last.at, Doc: last.doc}.String()
	}
	page.Results, err = s.results(scan.v, r, found)
	return page, err
}

// dateScan reads partitions in the order of time.
type dateScan struct {
	s      *session
	v      *evaluation
	newest bool
	left   []timeRange
	after  *sortKey
}

// before reports whether a comes before b in the order of the scan.
func (w *dateScan) before(a, b sortKey) bool {
	if w.newest {
		return a.compare(b) > 0
	}
	return a.compare(b) < 0
}

// nextFolded returns the next n groups, without those that are near-duplicates of one that
// comes before.
func (w *dateScan) nextFolded(n int, unfolded bool) ([]*group, error) {
	if unfolded {
		return w.next(n)
	}
	for more := n + 8; ; more *= 2 {
		list, err := w.next(more)
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
				continue // listed under the other, on this page or an earlier one
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

// next returns the next n groups.
func (w *dateScan) next(n int) ([]*group, error) {
	if w.newest {
		slices.SortFunc(w.left, func(a, b timeRange) int { return cmp.Compare(b.to, a.to) })
	} else {
		slices.SortFunc(w.left, func(a, b timeRange) int { return cmp.Compare(a.from, b.from) })
	}
	h := &topK{scan: w, limit: 2*n + 8, at: map[uint64]*group{}}
	for _, r := range w.left {
		if w.after != nil && (w.newest && r.from > w.after.at || !w.newest && r.to < w.after.at) {
			continue // all of it is on earlier pages
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
		w.s.reading = r.p
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
