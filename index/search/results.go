package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search/query"
)

// maxCandidates is how many passages of a document are read to choose the best.
const maxCandidates = 6

// results reads what a page shows.
func (s *session) results(v *evaluation, r Request, found []*group) ([]Result, error) {
	h := newHighlighter(s.query, r.Names)
	out := make([]Result, 0, len(found))
	for _, g := range found {
		if err := v.check(); err != nil {
			return nil, err
		}
		res, err := s.result(h, r, g)
		if err != nil {
			return nil, err
		}
		out = append(out, res)
	}
	return out, nil
}

// candidate is a passage that may be shown.
type candidate struct {
	passageRead
	seg   *segment
	i     uint32
	marks [][2]int
	score float64
}

func (s *session) result(h highlighter, r Request, g *group) (Result, error) {
	id, hd, err := s.head(g)
	if err != nil {
		return Result{}, err
	}
	best, err := s.best(g, h, r.Passages)
	if err != nil {
		return Result{}, err
	}
	res := Result{
		Document: id, Revision: hd.Revision, Kind: hd.Kind, Network: hd.Network, Title: hd.Title, URL: hd.URL, Show: hd.Show,
		Sources: hd.Sources, People: hd.People, Brands: hd.Brands, Published: hd.Published, Matching: g.count, Score: g.score,
	}
	for _, o := range g.similar {
		id, h, err := s.head(o)
		if err != nil {
			return Result{}, err
		}
		res.Similar = append(res.Similar, Similar{Document: id, Kind: h.Kind, Network: h.Network, Title: h.Title, URL: h.URL, Show: h.Show, Published: h.Published})
	}
	doc := r.load(id)
	language := ""
	if len(best) > 0 {
		language = best[0].p.Language
	}
	title := query.NewView(hd.Title, language)
	res.TitleHTML = fragment(hd.Title, h.spans(title), 0).HTML
	for _, c := range best {
		var why []string
		var reasons []query.MatchReason
		if r.Explain {
			e, err := c.entry(hd)
			if err != nil {
				return Result{}, err
			}
			reasons = s.query.Why(&e, 0)
			for _, r := range reasons {
				why = append(why, r.String())
			}
		}
		f := Found{
			Why: why, Reasons: reasons, Part: InText,
			Number: c.p.Number, Start: c.p.Start, End: c.p.End, From: c.p.From, To: c.p.To, Speakers: c.p.Speakers,
			Language: c.p.Language,
		}
		if f.Number == 0 {
			f.Part = InHead
		}
		if f.Number == 0 && doc != nil {
			res.Passages = append(res.Passages, h.foundInHead(doc, f, r.Passages)...)
			continue
		}
		f.Fragment, f.Second = fragment(c.p.Text, c.marks, fragmentBytes), secondOf(doc, c.p, shown(c.p.Text, c.marks, fragmentBytes))
		res.Passages = append(res.Passages, f)
	}
	for i := range res.Passages {
		f := &res.Passages[i]
		f.Link = passage.At(hd.Kind, hd.Network, hd.URL, hd.Audio, f.at())
	}
	return res, nil
}

// entry returns as much of the passage's document as an explanation of the match needs.
func (c candidate) entry(h head) (index.Entry, error) {
	e := index.Entry{Kind: h.Kind, Sources: h.Sources, Show: h.Show, Site: h.Site, Title: h.Title, People: h.People, Published: h.Published, Passages: []index.Passage{c.p}}
	f, err := c.seg.facet(fieldBrand)
	if err != nil {
		return e, err
	}
	f.of(c.i, func(ord uint32) {
		brand, t, hundredths := readBrandTerm(f.values[ord])
		e.Brands = append(e.Brands, index.EntryBrand{Brand: brand, Passage: c.p.Number, Type: t, Confidence: float64(hundredths) / 100})
	})
	return e, nil
}

// best reads the first passages of the group and returns the n best, in the order of the
// document.
func (s *session) best(g *group, h highlighter, n int) ([]candidate, error) {
	var all []candidate
	var failed error
	g.passages(func(seg *segment, i uint32) bool {
		p, err := s.read(seg, i)
		if err != nil {
			failed = err
			return false
		}
		c := candidate{passageRead: p, seg: seg, i: i}
		c.marks = h.spans(c.view)
		c.score = worth(c)
		all = append(all, c)
		return len(all) < max(maxCandidates, n)
	})
	if failed != nil {
		return nil, failed
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	all = all[:min(n, len(all))]
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.p.Number, b.p.Number) })
	return all, nil
}

// worth scores how much a passage shows of the query: by its marks, each further one less.
// The head counts a little less, because it repeats what the result shows anyway.
func worth(c candidate) float64 {
	n := float64(len(c.marks))
	w := n / (n + 2)
	if c.p.Number == 0 {
		w *= 0.9
	}
	return w
}

// head reads the stored document of a group. It is with passage 0, which may be in another
// segment than the matching passages.
func (s *session) head(g *group) (string, head, error) {
	r := g.runs[0]
	s.reading = r.seg.part
	raw, err := r.seg.seg.DocID(uint64(r.first()))
	if err != nil {
		return "", head{}, fmt.Errorf("reading an id of partition %s: %w", r.seg.part.name, err)
	}
	id := documentOf(string(raw))
	s.mu.Lock()
	snap := s.snaps[r.seg.part]
	s.mu.Unlock()
	for _, seg := range snap.segments {
		b, err := seg.term("_id", passage.ID(id, 0))
		if err != nil {
			return id, head{}, err
		}
		if b.IsEmpty() {
			continue
		}
		h, err := seg.head(b.Minimum())
		return id, h, err
	}
	return id, head{}, nil
}

func (s *segment) head(i uint32) (head, error) {
	var h head
	var bad error
	err := s.seg.VisitStoredFields(uint64(i), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == fieldHead {
			bad = json.Unmarshal(value, &h)
			return false
		}
		return true
	})
	if err == nil && bad != nil {
		err = errStored
	}
	if err != nil {
		return h, fmt.Errorf("reading a document of partition %s: %w", s.part.name, err)
	}
	return h, nil
}
