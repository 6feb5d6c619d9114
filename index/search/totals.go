package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/index/search/query"
)

// Totals counts everything that a search finds. It is the second request beside a page of
// results.
type Totals struct {
	Documents int                `json:"documents"`
	Passages  int                `json:"passages"`
	Brands    []Count            `json:"brands"`
	Sources   []Count            `json:"sources"`
	Kinds     []Count            `json:"kinds"`
	Languages []Count            `json:"languages"`
	Speakers  []Count            `json:"speakers"`
	Months    []Count            `json:"months"`            // by time
	Days      []Count            `json:"days"`              // the timeline, by time
	Suggest   string             `json:"suggest,omitempty"` // the query with its likely typos corrected
	Instead   string             `json:"instead,omitempty"` // as Page.Instead
	Relaxed   *query.Explanation `json:"relaxed,omitempty"` // as Page.Relaxed
	Took      time.Duration      `json:"took"`

	Rebuilding []string `json:"rebuilding,omitempty"` // as Page.Rebuilding
}

// Count is a value and the number of documents that have it.
type Count struct {
	Value     string `json:"value"`
	Documents int    `json:"documents"`
}

// Facet names a list of Totals.
type Facet string

const (
	ByBrand    Facet = "brand"
	BySource   Facet = "source"
	ByKind     Facet = "kind"
	ByLanguage Facet = "language"
	BySpeaker  Facet = "speaker"
)

var facetFields = map[Facet]string{
	ByBrand: fieldBrand, BySource: fieldSource, ByKind: fieldKind, ByLanguage: fieldLang, BySpeaker: fieldSpeaker,
}

// maxFacetValues is how many values of a facet are returned, the most frequent ones.
const maxFacetValues = 50

// Totals counts what r finds in all partitions. It ignores Order, Limit and Cursor. facets
// are the lists that are wanted; none means all.
func (x *Index) Totals(ctx context.Context, r Request, facets ...Facet) (Totals, error) {
	started := time.Now()
	if len(facets) == 0 {
		facets = []Facet{ByBrand, BySource, ByKind, ByLanguage, BySpeaker}
	}
	var until time.Time
	t, err := withRetry(x, &until, func() (Totals, error) { return x.count(ctx, r, facets, &until) })
	if err == nil && t.Documents == 0 && r.Relax {
		var loose *Request
		if loose, err = x.relaxed(ctx, r, &until); err == nil && loose != nil {
			most, failed := x.count(ctx, *loose, facets, &until)
			if err = failed; errors.Is(err, ErrTooCostly) {
				err = nil // the count for the query itself is right: 0
			} else {
				relaxed := loose.Query.Explanation()
				// What it found instead is corrected already.
				most.Suggest = ""
				if most.Documents == 0 {
					most.Suggest = t.Suggest
				}
				most.Relaxed, most.Instead = &relaxed, relaxed.String()
				t = most
			}
		}
	}
	t.Took, t.Rebuilding = since(started), x.Rebuilding()
	return t, err
}

func (x *Index) count(ctx context.Context, r Request, facets []Facet, until *time.Time) (t Totals, err error) {
	s, err := x.begin(ctx, r.full(), until)
	if err != nil {
		return Totals{}, err
	}
	defer s.end()
	defer recovered("counting", &err)
	defer catchFaults()()
	all := newFacetCounts()
	var mu sync.Mutex
	err = s.each(func(v *evaluation, p *partition) error {
		found, snap, err := s.eval(v, p)
		if err != nil {
			return err
		}
		mine := newFacetCounts()
		for i := range found {
			if err := v.check(); err != nil {
				return err
			}
			if err := mine.count(snap.segments[i], found[i].ManyIterator(), facets); err != nil {
				return err
			}
		}
		mu.Lock()
		all.add(mine)
		mu.Unlock()
		return nil
	})
	if err != nil {
		return Totals{}, err
	}
	t = all.totals()
	if t.Documents < rareDocuments {
		if t.Suggest, err = s.suggest(r.Query, r.Watched); err != nil {
			return Totals{}, err
		}
	}
	return t, nil
}

func (t *facetCounts) totals() Totals {
	out := Totals{Documents: t.documents, Passages: t.passages}
	out.Brands, out.Sources, out.Kinds = frequent(t.values[ByBrand]), frequent(t.values[BySource]), frequent(t.values[ByKind])
	out.Languages, out.Speakers = frequent(t.values[ByLanguage]), frequent(t.values[BySpeaker])
	months := map[string]int{}
	days := map[string]int{}
	for d, n := range t.days {
		day := time.Unix(d*86400, 0).UTC()
		days[day.Format("2006-01-02")] += n
		months[day.Format("2006-01")] += n
	}
	out.Days, out.Months = byValue(days), byValue(months)
	return out
}

func counts(m map[string]int) []Count {
	out := make([]Count, 0, len(m))
	for v, n := range m {
		out = append(out, Count{v, n})
	}
	return out
}

func frequent(m map[string]int) []Count {
	out := counts(m)
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Value, b.Value))
	})
	return out[:min(len(out), maxFacetValues)]
}

func byValue(m map[string]int) []Count {
	out := counts(m)
	slices.SortFunc(out, func(a, b Count) int { return cmp.Compare(a.Value, b.Value) })
	return out
}
