package search

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index/search/query"
)

// Ranking has two phases. The first scores every document that matches. It needs only the
// bitmaps of which passages have which words: rare words count more, several matching
// passages more than one, and the head most. The second phase (rescore.go) reads the text
// of the best few and scores the words themselves: the typed spelling before other forms,
// words close together before words far apart, the common words of the query nearby.
// Reading the text of every match would take seconds for a frequent word.
const (
	headWeight = 0.5 // share of the weight that is added if the head matches
	maxLeaves  = 12  // parts of a query that are weighed one by one
)

// leaf is a part of the query that is weighed.
type leaf struct {
	n      query.Node
	weight float64
	typed  string // a word as it was typed
}

// leaves returns the words, phrases and the like that a query looks for.
func leaves(q query.Query) []leaf {
	var out []leaf
	query.Walk(q.Root, func(n query.Node, positive bool) bool {
		switch n.(type) {
		case query.And, query.Or, query.Not, query.Words, query.MinimumMatch:
			return true
		case query.Word, query.Phrase, query.Prefix, query.Fuzzy, query.Raw, query.Near:
			if positive && len(out) < maxLeaves {
				l := leaf{n: n}
				if w, ok := n.(query.Word); ok {
					l.typed = q.Typed(w)
				}
				out = append(out, l)
			}
		}
		return false
	})
	return out
}

// hasOr reports whether documents may match by different parts of the query.
func hasOr(root query.Node) bool {
	found := false
	query.Walk(root, func(n query.Node, positive bool) bool {
		switch n.(type) {
		case query.Or, query.MinimumMatch:
			found = found || positive
		}
		return !found
	})
	return found
}

// rank returns the matching documents, the best first, at most depth of them.
func (s *session) rank(v *evaluation, unfolded bool, depth int) (ranking, error) {
	parts := leaves(s.query)
	bySegment, err := s.weigh(parts)
	if err != nil {
		return ranking{}, err
	}
	total := 0.0
	for _, l := range parts {
		total += l.weight
	}
	if total == 0 {
		total = 1
	}
	var mu sync.Mutex
	best := &topK{scan: &dateScan{newest: true}, limit: depth, at: map[uint64]*group{}, byScore: true}
	err = s.each(func(v *evaluation, p *partition) error {
		found, snap, err := s.eval(v, p)
		if err != nil {
			return err
		}
		for i, seg := range snap.list() {
			err := v.group.groups(seg, found[i], func(g *group) {
				if each := bySegment[seg]; each != nil {
					g.score = weightOf(g, parts, each)
				} else if g.score = total * saturate(g.count); g.head {
					g.score += headWeight * total
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
		return ranking{}, err
	}
	list := best.sorted()
	for _, g := range list[:min(len(list), rescoreDepth)] {
		g.sortByWeight(parts, bySegment)
	}
	if err := s.rescore(v, parts, list[:min(len(list), rescoreDepth)]); err != nil {
		return ranking{}, err
	}
	out := ranking{docs: make([]scored, 0, len(list)), whole: len(list) < depth || depth >= MaxRanked}
	known := map[uint64]bool{}
	for _, g := range list {
		p, err := g.runs[0].seg.docMap()
		if err != nil {
			return ranking{}, err
		}
		cluster := p.cluster[g.ord]
		if known[cluster] && !unfolded {
			continue
		}
		known[cluster] = true
		out.docs = append(out.docs, scored{g.key(), g.runs[0].seg.part.name, cluster, g.score})
	}
	s.grouped = best.at
	return out, nil
}

// saturate is the score of n matches: each further one adds less (as in BM25).
func saturate(n int) float64 { return float64(n) / (float64(n) + 1.2) }

// weightOf scores a group by the parts that its passages match.
func weightOf(g *group, parts []leaf, each []*roaring.Bitmap) float64 {
	score := 0.0
	head := g.runs[0].own[0] // passages are in the order of their numbers
	for k, b := range each {
		n := 0
		g.passages(func(_ *segment, i uint32) bool {
			if b.Contains(i) {
				n++
			}
			return n < 16
		})
		if n > 0 {
			score += parts[k].weight * saturate(n)
		}
		if g.head && b.Contains(head) {
			score += headWeight * parts[k].weight
		}
	}
	return score
}

// sortByWeight sorts the passages of a group by the weight of the parts they match, so that
// the best ones are rescored and shown.
func (g *group) sortByWeight(parts []leaf, by map[*segment][]*roaring.Bitmap) {
	for r := range g.runs {
		each := by[g.runs[r].seg]
		if each == nil {
			continue
		}
		weight := func(i uint32) (w float64) {
			for k, b := range each {
				if b.Contains(i) {
					w += parts[k].weight
				}
			}
			return w
		}
		own := slices.Clone(g.runs[r].own)
		slices.SortStableFunc(own, func(a, b uint32) int { return cmp.Compare(weight(b), weight(a)) })
		g.runs[r].own = own
	}
}

// weigh gives each part the weight of its rarity in the whole index. If the parts are
// alternatives, it also returns which passages match which part.
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
					within = found[i] // costly: its rarity among the matches will do
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
		parts[k].weight = idf(df[k], all)
	}
	return by, err
}

// idf returns the inverse document frequency of what df of all passages have.
func idf(df, all uint64) float64 {
	return math.Log(1 + (float64(all)-float64(min(df, all))+0.5)/(float64(df)+0.5))
}

// list returns the segments. It is empty for a partition that was dropped.
func (s *snapshot) list() []*segment {
	if s == nil {
		return nil
	}
	return s.segments
}
