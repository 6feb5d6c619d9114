package search

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index/search/query"
)

// Relevance is found in two steps. The first looks at all documents that answer and
// needs only which passages have which words: rare words count more, a document with
// several such passages more than one with a single one, the head most. The second
// reads the best of these and looks at the words themselves: as spelled before other
// forms, close together before far apart, near the small words that were asked too.
const (
	reread      = 40  // documents looked at closely
	headWorth   = 0.5 // of the words, once more, where the head answers
	mostLeaves  = 12  // parts of a query weighed one by one
	rereadParts = 3   // passages of each looked at closely
)

// scored is a document in a ranking.
type scored struct {
	place
	month string
	score float64
}

// ranked returns a page by relevance. The ranking of the first page is kept for the
// next ones, so that they neither repeat nor skip while documents arrive.
func (s *session) ranked(r Request, c *cursor) (Page, error) {
	var list []scored
	var id uint64
	skip := 0
	if c != nil {
		skip, id = c.Rank, c.List
		list = s.x.ranked.get(id)
	}
	if skip >= MaxRanked {
		return Page{}, fmt.Errorf("%w: relevance goes %d results deep; sort by date to read on, or export them all", ErrRequest, MaxRanked)
	}
	v := s.evaluation()
	if list == nil {
		var err error
		if list, err = s.rank(v, r.Unfolded); err != nil {
			return Page{}, err
		}
		if len(list) > r.Limit {
			id = s.x.ranked.keep(list)
		}
	}
	if skip >= len(list) {
		return Page{}, nil
	}
	end := min(len(list), skip+r.Limit)
	found, err := s.regroup(v, list[skip:end])
	if err != nil {
		return Page{}, err
	}
	if !r.Unfolded {
		for _, g := range found {
			if g.similar, err = s.siblings(v, g); err != nil {
				return Page{}, err
			}
		}
	}
	var page Page
	if end < len(list) {
		page.Next = cursor{Order: Relevance, Rank: end, List: id}.String()
	}
	page.Results, err = s.results(v, r, found)
	return page, err
}

// leaf is a part of the query that is weighed.
type leaf struct {
	n      query.Node
	weight float64
}

// leaves lists what a query looks for: words, phrases and the like.
func leaves(root query.Node) []leaf {
	var out []leaf
	query.Walk(root, func(n query.Node, positive bool) bool {
		switch n.(type) {
		case query.And, query.Or, query.Not, query.Words:
			return true
		case query.Word, query.Phrase, query.Prefix, query.Fuzzy, query.Raw, query.Near:
			if positive && len(out) < mostLeaves {
				out = append(out, leaf{n: n})
			}
		}
		return false
	})
	return out
}

// hasOr reports whether documents may answer by different parts of the query.
func hasOr(root query.Node) bool {
	found := false
	query.Walk(root, func(n query.Node, positive bool) bool {
		if _, or := n.(query.Or); or && positive {
			found = true
		}
		return !found
	})
	return found
}

// rank orders all documents that answer.
func (s *session) rank(v *evaluation, unfolded bool) ([]scored, error) {
	parts := leaves(s.query.Root)
	bySegment, err := s.weigh(parts)
	if err != nil {
		return nil, err
	}
	total := 0.0
	for _, l := range parts {
		total += l.weight
	}
	if total == 0 {
		total = 1
	}
	var mu sync.Mutex
	best := &top{walk: &walk{newest: true}, most: MaxRanked, at: map[uint64]*group{}, byScore: true}
	err = s.each(func(v *evaluation, p *partition) error {
		found, snap, err := s.eval(v, p)
		if err != nil {
			return err
		}
		for i, seg := range snap.list() {
			err := groups(seg, found[i], func(g *group) {
				if each := bySegment[seg]; each != nil {
					g.score = weightOf(g, parts, each)
				} else {
					g.score = total * saturated(g.count)
				}
				if g.head {
					g.score += headWorth * total
				}
				if best.beaten(g) {
					return
				}
				mu.Lock()
				best.add(g)
				mu.Unlock()
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := best.sorted()
	if err := s.reread(v, parts, list[:min(len(list), reread)]); err != nil {
		return nil, err
	}
	out := make([]scored, 0, len(list))
	told := map[uint64]bool{}
	for _, g := range list {
		if !unfolded {
			p, err := g.runs[0].seg.places()
			if err != nil {
				return nil, err
			}
			if told[p.story[g.ord]] {
				continue
			}
			told[p.story[g.ord]] = true
		}
		out = append(out, scored{g.key(), g.runs[0].seg.part.name, g.score})
	}
	return out, nil
}

// saturated is how much n passages count: each further one less.
func saturated(n int) float64 { return float64(n) / (float64(n) + 1.2) }

// weightOf scores a group by the parts its passages answer.
func weightOf(g *group, parts []leaf, each []*roaring.Bitmap) float64 {
	score := 0.0
	for k, b := range each {
		n := 0
		g.passages(func(_ *segment, i uint32) bool {
			if b.Contains(i) {
				n++
			}
			return n < 16
		})
		if n > 0 {
			score += parts[k].weight * saturated(n)
		}
	}
	return score
}

// weigh gives each part the weight of its rarity over the whole index. Where the
// parts are alternatives it also returns which passages answer which.
func (s *session) weigh(parts []leaf) (map[*segment][]*roaring.Bitmap, error) {
	alternatives := hasOr(s.query.Root)
	var mu sync.Mutex
	var all uint64
	df := make([]uint64, len(parts))
	by := map[*segment][]*roaring.Bitmap{}
	if len(parts) < 2 {
		for i := range parts {
			parts[i].weight = 1
		}
		return by, nil
	}
	err := s.each(func(v *evaluation, p *partition) error {
		found, snap, err := s.eval(v, p)
		if err != nil {
			return err
		}
		for i, seg := range snap.list() {
			each := make([]*roaring.Bitmap, len(parts))
			counts := make([]uint64, len(parts))
			for k := range parts {
				var within *roaring.Bitmap
				if cost(parts[k].n) > 2 {
					within = found[i] // dear to ask; its rarity among the answers will do
				}
				b, err := v.eval(seg, parts[k].n, within)
				if err != nil {
					return err
				}
				counts[k], each[k] = b.GetCardinality(), b
			}
			mu.Lock()
			all += seg.all().GetCardinality()
			for k := range counts {
				df[k] += counts[k]
			}
			if alternatives {
				by[seg] = each
			}
			mu.Unlock()
		}
		return nil
	})
	for k := range parts {
		parts[k].weight = math.Log(1 + (float64(all)-float64(min(df[k], all))+0.5)/(float64(df[k])+0.5))
	}
	return by, err
}

// list is the snapshot's segments; none of a partition that was dropped.
func (s *snapshot) list() []*segment {
	if s == nil {
		return nil
	}
	return s.segments
}

// reread looks closely at the first of the list and orders them anew.
func (s *session) reread(v *evaluation, parts []leaf, list []*group) error {
	for _, g := range list {
		if err := v.check(); err != nil {
			return err
		}
		best, read := 0.0, 0
		var failed error
		g.passages(func(seg *segment, i uint32) bool {
			p, err := seg.passage(i)
			if err != nil {
				failed = err
				return false
			}
			best = max(best, s.close(query.NewView(p.Text, p.Language), parts))
			read++
			return read < rereadParts
		})
		if failed != nil {
			return failed
		}
		g.score += best // on top of the first step, in the same measure
	}
	slices.SortStableFunc(list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.key().compare(a.key()))
	})
	return nil
}

// close scores one passage by its words: how often, how exact, how near each other.
func (s *session) close(v *query.View, parts []leaf) float64 {
	score := 0.0
	var first []query.Span
	for _, l := range parts {
		spans := v.Spans(l.n)
		if len(spans) == 0 {
			continue
		}
		exact := 0.0
		if w, ok := l.n.(query.Word); ok {
			for _, sp := range spans {
				if v.Spelled(sp, w.Term) {
					exact = 0.3
					break
				}
			}
		}
		score += l.weight * (saturated(len(spans)) + exact)
		first = append(first, nearest(spans, first))
	}
	if len(first) > 1 {
		lo, hi := first[0].From, first[0].To
		for _, sp := range first {
			lo, hi = min(lo, sp.From), max(hi, sp.To)
		}
		score *= 1 + 1/float64(1+max(0, hi-lo-len(first)+1))
	}
	for _, h := range s.query.Hints {
		for _, sp := range v.Spans(h) {
			if len(first) > 0 && abs(sp.From-first[0].From) <= len(s.query.Hints)+len(first) {
				score *= 1.05
				break
			}
		}
	}
	return score
}

// nearest is the span closest to those chosen before.
func nearest(spans, chosen []query.Span) query.Span {
	if len(chosen) == 0 {
		return spans[0]
	}
	at := chosen[len(chosen)-1].To
	return slices.MinFunc(spans, func(a, b query.Span) int { return cmp.Compare(abs(a.From-at), abs(b.From-at)) })
}

func abs(n int) int { return max(n, -n) }

// regroup finds the documents of a ranking again, with what answers in them now.
func (s *session) regroup(v *evaluation, list []scored) ([]*group, error) {
	wanted := map[string]map[uint64]*group{}
	for _, d := range list {
		if wanted[d.month] == nil {
			wanted[d.month] = map[uint64]*group{}
		}
		wanted[d.month][d.doc] = nil
	}
	for _, p := range s.parts {
		docs := wanted[p.name]
		if docs == nil {
			continue
		}
		found, snap, err := s.eval(v, p)
		if err != nil {
			return nil, err
		}
		for i, seg := range snap.list() {
			err := groups(seg, found[i], func(g *group) {
				if old, ok := docs[g.doc]; ok && old == nil {
					docs[g.doc] = g.keep()
				} else if ok {
					old.join(g)
				}
			})
			if err != nil {
				return nil, err
			}
		}
	}
	out := make([]*group, 0, len(list))
	for _, d := range list {
		if g := wanted[d.month][d.doc]; g != nil { // else deleted meanwhile
			g.score = d.score
			out = append(out, g)
		}
	}
	return out, nil
}

// rankings keeps the last few rankings that more pages may be asked of.
type rankings struct {
	mu   sync.Mutex
	next uint64
	list map[uint64][]scored
}

const rankingsKept = 64

func (k *rankings) keep(list []scored) uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.list == nil {
		k.list = map[uint64][]scored{}
	}
	k.next++
	k.list[k.next] = list
	delete(k.list, k.next-rankingsKept)
	return k.next
}

func (k *rankings) get(id uint64) []scored {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.list[id]
}
