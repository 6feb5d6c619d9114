package search

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/index/search/text"
)

// Relaxing. People type whole sentences ("what do people say about acme pricing"),
// misspell names, write HubSpot as two words, and remember quotes wrongly. A query is
// never relaxed while anything matches it. When nothing does and the request has Relax,
// words that the index lacks are corrected, and documents that have most of the words
// match ("minimum should match"). Most is counted by weight: a rare word counts more than a
// frequent one, the name of a watched brand more, and a word that questions are asked with
// (people, say) less.

const (
	relaxShare   = 0.8 // share of the best document's weight that a document must reach
	watchedBoost = 2   // factor for a word of a watched name
	askingFactor = 0.3 // factor for a word that questions are asked with

	maxTellingShare = 0.15 // a word in a larger share of the passages says nothing alone
)

// relax is relaxWords without panics.
func (s *session) relax(words []query.Word, watched []string) (m query.MinimumMatch, err error) {
	defer recovered("searching", &err)
	defer catchFaults()()
	return s.relaxWords(words, watched)
}

// relaxed returns the request to answer instead of r. It returns nil if r stays as it is:
// it does not ask for relaxing, there is nothing to relax, or no time is left.
func (x *Index) relaxed(ctx context.Context, r Request, until *time.Time) (*Request, error) {
	if !r.Relax {
		return nil, nil
	}
	filters := r
	filters.Query = query.Query{}
	q, changed, err := r.Query.Relax(func(words []query.Word, rest query.Node) (query.MinimumMatch, error) {
		within := filters.full()
		if rest != nil {
			within = within.And(rest)
		}
		s, err := x.begin(ctx, within, until)
		if err != nil {
			return query.MinimumMatch{}, err
		}
		defer s.end()
		return s.relax(words, r.Watched)
	})
	if errors.Is(err, ErrTooCostly) {
		return nil, nil
	}
	if err != nil || !changed {
		return nil, err
	}
	next := r
	next.Query, next.Relax = q, false
	return &next, nil
}

// relaxWords weighs the words by their rarity and finds the weight that the best document
// reaches.
func (s *session) relaxWords(words []query.Word, watched []string) (query.MinimumMatch, error) {
	parts, err := s.corrected(words)
	if err != nil || len(parts) == 0 {
		return query.MinimumMatch{}, err
	}
	names := map[string]bool{}
	for _, name := range watched {
		for _, t := range text.Tokenize(name, nil) {
			names[t.Term] = !text.StopWord(t.Term)
		}
	}
	m := query.MinimumMatch{}
	full, telling := false, false
	for _, p := range parts {
		part := query.WeightedPart{Node: p.n}
		telling = telling || p.weight > -math.Log(maxTellingShare)
		if w, ok := p.n.(query.Word); ok && names[w.Term] {
			p.weight *= watchedBoost
			telling = true
		} else if ok && text.Asking(w.Term) {
			part.Light = true
			p.weight *= askingFactor
		}
		full = full || !part.Light
		part.Weight = max(1, int(10*p.weight))
		m.Parts = append(m.Parts, part)
	}
	if !telling {
		return query.MinimumMatch{}, nil // only frequent words are left: the words that mattered are not in the index
	}
	if !full {
		for i := range m.Parts {
			m.Parts[i].Light = false
		}
	}
	var mu sync.Mutex
	best := 0
	err = s.each(func(v *evaluation, p *partition) error {
		within, snap, err := s.eval(v, p)
		if err != nil {
			return err
		}
		for i, seg := range snap.list() {
			if within[i].IsEmpty() {
				continue
			}
			sums, _, err := v.sums(seg, m)
			if err != nil {
				return err
			}
			docs, err := seg.docMap()
			if err != nil {
				return err
			}
			heaviest := 0
			for it := within[i].Iterator(); it.HasNext(); {
				heaviest = max(heaviest, sums[docs.ord[it.Next()]])
			}
			mu.Lock()
			best = max(best, heaviest)
			mu.Unlock()
		}
		return nil
	})
	if err != nil || best == 0 {
		return query.MinimumMatch{}, err
	}
	m.Minimum = max(1, int(math.Ceil(relaxShare*float64(best))))
	return m, nil
}

// sums returns, by document, the total weight of the parts it has. holders are the passages
// with a part that is not light.
func (v *evaluation) sums(s *segment, m query.MinimumMatch) (sums []int, holders *roaring.Bitmap, err error) {
	p, err := s.docMap()
	if err != nil {
		return nil, nil, err
	}
	sums, holders = make([]int, len(p.docs)), roaring.New()
	counted := make([]int, len(p.docs)) // the part that was counted last, from 1
	for k, part := range m.Parts {
		here, err := v.eval(s, part.Node, nil)
		if err != nil {
			return nil, nil, err
		}
		if !part.Light {
			holders.Or(here)
		}
		for it := here.Iterator(); it.HasNext(); {
			if o := p.ord[it.Next()]; counted[o] != k+1 {
				counted[o] = k + 1
				sums[o] += part.Weight
			}
		}
	}
	return sums, holders, nil
}

// minimumMatch returns the passages with one of the parts, of documents that reach the
// minimum.
func (v *evaluation) minimumMatch(s *segment, m query.MinimumMatch, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	sums, holders, err := v.sums(s, m)
	if err != nil {
		return nil, err
	}
	p, err := s.docMap()
	if err != nil {
		return nil, err
	}
	var keep []uint32
	for it := clipTo(holders, within).Iterator(); it.HasNext(); {
		if i := it.Next(); sums[p.ord[i]] >= m.Minimum {
			keep = append(keep, i)
		}
	}
	return roaring.BitmapOf(keep...), nil
}
