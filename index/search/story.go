package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// A story is a document and what is nearly the same: reposts, and the same episode
// from another source with another transcript. A document joins the story of one that
// came before it in its month or the month beside it. Short texts are the same when
// their words are; of longer ones runs of three words are hashed, the least hash of
// each of 48 bins kept, and two of 24 pairs of bins have to agree, which two
// transcripts of one recording do and two recordings don't.
const (
	leastWords = 8  // under which nothing is similar
	shortWords = 60 // under which all words must be the same
	bands      = 24
)

// stories finds the story of each entry of one call of Put.
type stories struct {
	g     *generation
	snaps map[string]*snapshot
	new   map[string][]string // by band: the stories of this call
}

func newStories(g *generation) *stories {
	return &stories{g: g, snaps: map[string]*snapshot{}, new: map[string][]string{}}
}

func (s *stories) close() {
	for _, snap := range s.snaps {
		snap.close()
	}
}

// story is what the head of a document is indexed with: its bands and its story.
type story struct {
	id    string // the first document of the story
	terms []string
}

func (s *stories) of(e *index.Entry, home *partition) (story, error) {
	keys := signature(e)
	st := story{id: e.Document}
	votes := map[string]int{}
	for _, k := range keys {
		for _, id := range s.new[k] {
			votes[id]++
		}
	}
	if len(votes) == 0 && len(keys) > 0 {
		if err := s.look(e.Document, home, keys, votes); err != nil {
			return st, err
		}
	}
	need := 2
	if len(keys) == 1 {
		need = 1
	}
	best := 0
	for id, n := range votes {
		if n >= need && (n > best || n == best && id < st.id) {
			st.id, best = id, n
		}
	}
	for _, k := range keys {
		s.new[k] = append(s.new[k], st.id)
	}
	st.terms = append(keys, storyTerm(hash(st.id)))
	return st, nil
}

// look counts the bands that documents of this month and those beside it share.
func (s *stories) look(doc string, home *partition, keys []string, votes map[string]int) error {
	for _, p := range beside(s.g.list(), home) {
		snap := s.snaps[p.name]
		if snap == nil {
			var err error
			if snap, err = p.snapshot(); err != nil {
				return err
			}
			s.snaps[p.name] = snap
		}
		for _, seg := range snap.segments {
			heads := map[uint32]int{}
			for _, k := range keys {
				b, err := seg.term(fieldStory, k)
				if err != nil {
					return err
				}
				for it := b.Iterator(); it.HasNext() && len(heads) < 100; {
					heads[it.Next()]++
				}
			}
			for i, n := range heads {
				h, err := seg.head(i)
				if err != nil {
					return err
				}
				if h.Story != "" && h.Story != doc {
					votes[h.Story] = max(votes[h.Story], n)
				}
			}
		}
	}
	return nil
}

// beside is a partition and its neighbours in time.
func beside(parts []*partition, p *partition) []*partition {
	i := slices.Index(parts, p)
	if i < 0 {
		return nil
	}
	return parts[max(0, i-1):min(len(parts), i+2)]
}

func storyTerm(h uint64) string { return fmt.Sprintf("s%016x", h) }

// signature is the bands of an entry's text, or one key for a short one.
func signature(e *index.Entry) []string {
	size := 0
	for _, p := range e.Passages {
		size += len(p.Text)
	}
	words := make([]uint64, 0, size/5)
	for _, p := range e.Passages {
		if p.Number > 0 {
			words = hashWords(words, p.Text)
		}
	}
	if len(words) == 0 && len(e.Passages) > 0 {
		words = hashWords(words, e.Passages[0].Text)
	}
	if len(words) < leastWords {
		return nil
	}
	if len(words) < shortWords {
		h := uint64(1)
		for _, w := range words {
			h = mix(h ^ w)
		}
		return []string{fmt.Sprintf("e%016x", h)}
	}
	var bins [2 * bands]uint64
	for i := 2; i < len(words); i++ {
		h := mix(words[i-2] ^ mix(words[i-1]^mix(words[i])))
		b := h % uint64(len(bins))
		if h = h | 1; bins[b] == 0 || h < bins[b] {
			bins[b] = h
		}
	}
	var out []string
	for k := range bands {
		if a, b := bins[2*k], bins[2*k+1]; a != 0 && b != 0 {
			out = append(out, fmt.Sprintf("b%02x%012x", k, mix(a^mix(b))>>16))
		}
	}
	return out
}

// hashWords appends the hashes of the words, without links, handles and case.
func hashWords(out []uint64, s string) []uint64 {
	for _, f := range strings.Fields(s) {
		if f[0] == '@' || strings.Contains(f, "://") {
			continue
		}
		h, n := uint64(14695981039346656037), 0
		for i := 0; i < len(f); {
			r, size := rune(f[i]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(f[i:])
			}
			i += size
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			} else if r >= utf8.RuneSelf {
				r = unicode.ToLower(r)
			}
			if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				h = (h ^ uint64(r)) * 1099511628211
				n++
			}
		}
		if n > 0 {
			out = append(out, h)
		}
	}
	return out
}

// mix spreads the bits of x (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// siblings lists the other documents of g's story that answer too, in the order of
// the document's time, newest first.
func (s *session) siblings(v *evaluation, g *group) ([]*group, error) {
	p, err := g.runs[0].seg.places()
	if err != nil {
		return nil, err
	}
	term := storyTerm(p.story[g.ord])
	var out []*group
	for _, part := range beside(s.parts, g.runs[0].seg.part) {
		snap, err := s.open(part)
		if err != nil {
			return nil, err
		}
		for k, seg := range snap.list() {
			b, err := seg.term(fieldStory, term)
			if err != nil {
				return nil, err
			}
			for it := b.Iterator(); it.HasNext() && len(out) < mostSimilar; {
				i := it.Next()
				p, err := seg.places()
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
const mostSimilar = 50

// answers reports whether one of the passages does.
func (r run) answers() bool {
	for _, i := range r.own {
		if r.found.Contains(i) {
			return true
		}
	}
	return false
}
