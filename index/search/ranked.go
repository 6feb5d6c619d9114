package search

import (
	"fmt"
	"sync"
)

// scored is a document in a ranking.
type scored struct {
	sortKey
	month   string
	cluster uint64
	score   float64
}

// firstDepth is the least depth of the ranking for a first page. Few readers go further; for
// them a deeper ranking is made.
const firstDepth = 100

// ranked returns a page by relevance. The ranking of the first page is kept for the next
// ones, so that they neither repeat nor skip a document while new ones arrive.
func (s *session) ranked(r Request, c *cursor) (Page, error) {
	var list ranking
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
	depth := max(firstDepth, 2*r.Limit)
	if len(list.docs) > 0 {
		depth = MaxRanked
	}
	for !list.whole && len(list.docs) <= skip+r.Limit {
		next, err := s.rank(v, r.Unfolded, depth)
		if err != nil {
			return Page{}, err
		}
		list.extend(next, r.Unfolded)
		depth = MaxRanked
	}
	if skip >= len(list.docs) {
		return Page{}, nil
	}
	end := min(len(list.docs), skip+r.Limit)
	found, err := s.regroup(v, list.docs[skip:end])
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
	if end < len(list.docs) {
		page.Next = cursor{Order: Relevance, Rank: end, List: s.x.ranked.keep(id, list)}.String()
	}
	page.Results, err = s.results(v, r, found)
	return page, err
}

// ranking is the matching documents, the best first. whole is set if it has all of them, or
// MaxRanked.
type ranking struct {
	docs  []scored
	whole bool
}

// extend appends the documents that only a deeper ranking has. What was already shown stays
// where it was.
func (k *ranking) extend(deeper ranking, unfolded bool) {
	docs, clusters := map[uint64]bool{}, map[uint64]bool{}
	for _, d := range k.docs {
		docs[d.doc], clusters[d.cluster] = true, true
	}
	out := k.docs[:len(k.docs):len(k.docs)]
	for _, d := range deeper.docs {
		if !docs[d.doc] && (unfolded || !clusters[d.cluster]) {
			out = append(out, d)
		}
	}
	k.docs, k.whole = out[:min(len(out), MaxRanked)], deeper.whole
}

// regroup finds the documents of a kept ranking again, with the passages that match now.
func (s *session) regroup(v *evaluation, list []scored) ([]*group, error) {
	wanted := map[string]map[uint64]*group{}
	for _, d := range list {
		if s.grouped[d.doc] != nil {
			continue
		}
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
		s.reading = p
		found, snap, err := s.eval(v, p)
		if err != nil {
			return nil, err
		}
		for i, seg := range snap.list() {
			err := v.group.groups(seg, found[i], func(g *group) {
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
		g := s.grouped[d.doc]
		if g == nil {
			g = wanted[d.month][d.doc]
		}
		if g != nil { // otherwise it was deleted meanwhile
			g.score = d.score
			out = append(out, g)
		}
	}
	return out, nil
}

// rankings keeps the last few rankings, for their next pages.
type rankings struct {
	mu   sync.Mutex
	next uint64
	list map[uint64]ranking
}

const rankingsKept = 64

// keep stores a ranking under its id, or under a new id if it has none.
func (k *rankings) keep(id uint64, r ranking) uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.list == nil {
		k.list = map[uint64]ranking{}
	}
	if _, known := k.list[id]; !known {
		k.next++
		id = k.next
		delete(k.list, k.next-rankingsKept)
	}
	k.list[id] = r
	return id
}

func (k *rankings) get(id uint64) ranking {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.list[id]
}
