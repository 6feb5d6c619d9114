package search

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/index"
)

// A near-duplicate cluster is a document with its re-posts, and the same episode from another
// source with another transcript. A document joins the cluster of one that arrived before
// it in its month or a neighbouring partition. Short texts are near-duplicates if their words
// are the same. Longer ones are compared by signature: episodes that share an advertisement
// agree in one part, two transcripts of one recording from beginning to end. A cluster is
// named after its first document; the name stays when that document is deleted.
const (
	minWords   = 8  // shorter texts are in no cluster
	shortWords = 60 // in shorter texts all words must be the same
)

// clusters finds the cluster of each entry of one call of Put. It also knows the entries of
// the call that are not in the index yet.
type clusters struct {
	g     *generation
	snaps map[string]*snapshot
	new   map[string][]cluster // by key: the documents of this call
	words []uint64             // scratch memory for signatureOf
}

func newClusters(g *generation) *clusters {
	return &clusters{g: g, snaps: map[string]*snapshot{}, new: map[string][]cluster{}}
}

func (s *clusters) close() {
	for _, snap := range s.snaps {
		snap.close()
	}
}

// cluster is what the head of a document is indexed with: the name of its cluster and the
// keys to find it by.
type cluster struct {
	id        string // the first document of the cluster
	signature signature
	terms     []string
}

func (s *clusters) find(e *index.Entry, home *partition) (cluster, error) {
	sk, keys := signatureOf(e, &s.words)
	st := cluster{id: e.Document, signature: sk}
	best := 0
	consider := func(id string, other signature) {
		if n := sk.agrees(other); n > best || n == best && n > 0 && id < st.id {
			st.id, best = id, n
		}
	}
	for _, k := range keys {
		for _, o := range s.new[k] {
			consider(o.id, o.signature)
		}
	}
	if best == 0 && len(keys) > 0 {
		if err := s.findIndexed(e.Document, home, keys, consider); err != nil {
			return st, err
		}
	}
	for _, k := range keys {
		s.new[k] = append(s.new[k], st)
	}
	st.terms = append(keys, clusterTerm(hash(st.id)))
	return st, nil
}

// maxSharing is how many documents that share a key are compared in a segment.
const maxSharing = 100

// findIndexed considers the indexed documents that share a key, in this partition and its
// neighbours.
func (s *clusters) findIndexed(doc string, home *partition, keys []string, consider func(id string, other signature)) error {
	terms := make([][]byte, len(keys))
	for i, k := range keys {
		terms[i] = []byte(k)
	}
	for _, p := range beside(s.g.list(), home) {
		snap := s.snaps[p.name]
		if snap == nil {
			var err error
			if snap, err = p.snapshot(); errors.Is(err, ErrClosed) && p.isBroken() {
				continue
			}
			if err != nil {
				return withPartition(p, err)
			}
			s.snaps[p.name] = snap
		}
		for _, seg := range snap.segments {
			heads, err := seg.sharing(terms)
			if err != nil {
				return err
			}
			for _, i := range heads {
				h, err := seg.head(i)
				if err != nil {
					return err
				}
				if h.Cluster != "" && h.Cluster != doc {
					consider(h.Cluster, h.Signature)
				}
			}
		}
	}
	return nil
}

// sharing returns the heads that have one of the keys.
func (s *segment) sharing(keys [][]byte) ([]uint32, error) {
	d, err := s.seg.Dictionary(fieldCluster)
	if err != nil {
		return nil, fmt.Errorf("reading field %s of partition %s: %w", fieldCluster, s.part.name, err)
	}
	var heads []uint32
	for _, k := range keys {
		list, err := d.PostingsList(k, s.deleted, nil)
		if err != nil {
			return nil, fmt.Errorf("reading a term of partition %s: %w", s.part.name, err)
		}
		if list.Count() == 0 {
			continue
		}
		for it := bitmap(list.Iterator(false, false, false, nil)).Iterator(); it.HasNext() && len(heads) < maxSharing; {
			if i := it.Next(); !slices.Contains(heads, i) {
				heads = append(heads, i)
			}
		}
	}
	return heads, nil
}

// beside returns a partition and its neighbours in time.
func beside(parts []*partition, p *partition) []*partition {
	i := slices.Index(parts, p)
	if i < 0 {
		return nil
	}
	return parts[max(0, i-1):min(len(parts), i+2)]
}

func clusterTerm(h uint64) string { return fmt.Sprintf("s%016x", h) }

// siblings returns the other documents of g's cluster that match too, newest first.
func (s *session) siblings(v *evaluation, g *group) ([]*group, error) {
	p, err := g.runs[0].seg.docMap()
	if err != nil {
		return nil, err
	}
	term := clusterTerm(p.cluster[g.ord])
	var out []*group
	for _, part := range s.parts { // a cluster may span many months
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
