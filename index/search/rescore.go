package search

import (
	"cmp"
	"slices"

	"github.com/namedrop/namedrop/index/search/query"
)

const (
	rescoreDepth    = 40  // documents that are rescored
	rescorePassages = 3   // passages of each that are read
	titleWeight     = 0.7 // weight of the title, relative to a passage
)

// rescore reads the documents of the list, adds to their scores and sorts them again.
func (s *session) rescore(v *evaluation, parts []leaf, list []*group) error {
	for _, g := range list {
		if err := v.check(); err != nil {
			return err
		}
		best, read := 0.0, 0
		var failed error
		g.passages(func(seg *segment, i uint32) bool {
			p, err := s.read(seg, i)
			if err != nil {
				failed = err
				return false
			}
			best = max(best, s.close(p.view, parts))
			read++
			return read < rescorePassages
		})
		if failed != nil {
			return failed
		}
		title, err := s.titleOf(g)
		if err != nil {
			return err
		}
		// Added to the first score, which has the same scale.
		g.score += best + titleWeight*s.close(title, parts)
	}
	slices.SortStableFunc(list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.key().compare(a.key()))
	})
	return nil
}

// titleOf cuts the title of a document into words, in the language of its first matching
// passage.
func (s *session) titleOf(g *group) (*query.View, error) {
	_, h, err := s.head(g)
	if err != nil {
		return nil, err
	}
	p, err := s.read(g.runs[0].seg, g.runs[0].first())
	if err != nil {
		return nil, err
	}
	return query.NewView(h.Title, p.p.Language), nil
}

// close scores one passage by its words: how often, how exact, how close to each other.
func (s *session) close(v *query.View, parts []leaf) float64 {
	score, beside := 0.0, 0 // beside: words that follow each other in the order typed
	var first []query.Span
	for _, l := range parts {
		spans := v.Spans(l.n)
		if len(spans) == 0 {
			continue
		}
		exact := 0.0
		if w, ok := l.n.(query.Word); ok {
			exact = exactness(v, spans, w.Term, l.typed)
		}
		score += l.weight * (saturate(len(spans)) + exact)
		here := nearest(spans, first)
		if n := len(first); n > 0 && here.From == first[n-1].To+1 {
			beside++
		}
		first = append(first, here)
	}
	if len(first) > 1 {
		lo, hi := first[0].From, first[0].To
		for _, sp := range first {
			lo, hi = min(lo, sp.From), max(hi, sp.To)
		}
		score *= 1 + 1/float64(1+max(0, hi-lo-len(first)+1)) + 0.1*float64(beside)
	}
	for _, h := range s.query.Hints {
		for _, sp := range v.Spans(h) {
			if len(first) > 0 && abs(sp.From-first[0].From) <= len(s.query.Hints)+len(first) {
				score *= 1.12
				break
			}
		}
	}
	return score
}

// exactness is the bonus of a word that is spelled as it was typed and not another form of
// it. Typed capitals and accents that match add to it. Lower case adds nothing: people type
// names without capitals too.
func exactness(v *query.View, spans []query.Span, term, typed string) float64 {
	best := 0.0
	for _, sp := range spans {
		if !v.Spelled(sp, term) {
			continue
		}
		best = max(best, 0.3)
		if typed != term && v.Text[sp.Start:sp.End] == typed {
			return 0.5
		}
	}
	return best
}

// nearest returns the span closest to the last one chosen.
func nearest(spans, chosen []query.Span) query.Span {
	if len(chosen) == 0 {
		return spans[0]
	}
	at := chosen[len(chosen)-1].To
	return slices.MinFunc(spans, func(a, b query.Span) int { return cmp.Compare(abs(a.From-at), abs(b.From-at)) })
}

func abs(n int) int { return max(n, -n) }
