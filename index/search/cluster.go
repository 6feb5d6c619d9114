package search

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/index"
)

// A near-duplicate cluster is a document with its copies. The ledger computes it
// (index/cluster), and the entry carries its name. Documents of one cluster are shown as one
// result, with those that match too listed under it.

// clusterOf is the name of an entry's cluster. An entry without one is alone in its own, which
// is named as the ledger would name it.
func clusterOf(e *index.Entry) string { return cmp.Or(e.Cluster, e.Document) }

func clusterTerm(h uint64) string { return fmt.Sprintf("s%016x", h) }

// siblings returns the other documents of g's cluster that match too, newest first.
func (s *session) siblings(v *evaluation, g *group) ([]*group, error) {
	s.reading = g.runs[0].seg.part
	p, err := g.runs[0].seg.docMap()
	if err != nil {
		return nil, err
	}
	term := clusterTerm(p.cluster[g.ord])
	var out []*group
	for _, part := range s.parts { // a cluster may span many months
		s.reading = part
		snap, err := s.open(part)
		if err != nil {
			return nil, err
		}
		for k, seg := range snap.list() {
			b, err := seg.term(fieldCluster, term)
			if err != nil {
				return nil, err
			}
			for it := b.Iterator(); it.HasNext() && len(out) < maxSimilar; {
				i := it.Next()
				p, err := seg.docMap()
				if err != nil {
					return nil, err
				}
				o := group{at: p.at[i], doc: p.docs[p.ord[i]], ord: p.ord[i]}
				if o.doc == g.doc {
					continue
				}
				found, _, err := s.eval(v, part)
				if err != nil {
					return nil, err
				}
				o.runs = []run{{seg, found[k], p.of(o.ord)}}
				if o.runs[0].answers() {
					out = append(out, &o)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(b.doc, a.doc))
	})
	return out, nil
}

// maxSimilar is how many documents of a cluster are returned.
const maxSimilar = 50

// answers reports whether one of the passages matches.
func (r run) answers() bool {
	for _, i := range r.own {
		if r.found.Contains(i) {
			return true
		}
	}
	return false
}
