package search

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/index"
)

// A story is a document and what is nearly the same: reposts, and the same episode
// from another source with another transcript. A document joins the story of one that
// came before it in its month or the month beside it. Short texts are the same when
// their words are. Of longer ones the sketches are compared, see sketch: episodes of
// different shows that share an advertisement or a story told twice agree in a part,
// two transcripts of one recording from beginning to end.
const (
	minWords   = 8  // under which nothing is similar
	shortWords = 60 // under which all words must be the same
)

// stories finds the story of each entry of one call of Put.
type clusters struct {
	g     *generation
	snaps map[string]*snapshot
	new   map[string][]cluster // by key: those of this call
	words []uint64             // room for signature
}

func newClusters(g *generation) *clusters {
	return &clusters{g: g, snaps: map[string]*snapshot{}, new: map[string][]cluster{}}
}

func (s *clusters) close() {
	for _, snap := range s.snaps {
		snap.close()
	}
}

// story is what the head of a document is indexed with: its keys and its story.
type cluster struct {
	id        string // the first document of the story
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

// mostCandidates is how many documents that share a key are compared, in a segment.
const maxSharing = 100

// look considers the documents of this month and those beside it that share a key.
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

// sharing lists the heads with one of the keys, which are few.
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

// beside is a partition and its neighbours in time.
func beside(parts []*partition, p *partition) []*partition {
	i := slices.Index(parts, p)
	if i < 0 {
		return nil
	}
	return parts[max(0, i-1):min(len(parts), i+2)]
}

func clusterTerm(h uint64) string { return fmt.Sprintf("s%016x", h) }

// siblings lists the other documents of g's story that answer too, in the order of
// the document's time, newest first.
func (s *session) siblings(v *evaluation, g *group) ([]*group, error) {
	p, err := g.runs[0].seg.docMap()
	if err != nil {
		return nil, err
	}
	term := clusterTerm(p.cluster[g.ord])
	var out []*group
	for _, part := range s.parts { // a story may go on from month to month
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

// mostSimilar is how many documents of a story are told.
const maxSimilar = 50

// answers reports whether one of the passages does.
func (r run) answers() bool {
	for _, i := range r.own {
		if r.found.Contains(i) {
			return true
		}
	}
	return false
}
