package search_test

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

// invented makes documents with all that is counted, the same for the same seed.
func invented(seed uint64, n int) []index.Entry {
	r := rand.New(rand.NewPCG(seed, 1))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	var out []index.Entry
	for i := range n {
		e := written(name("doc", i), "", noon.Add(-time.Duration(r.IntN(100*24))*time.Hour))
		e.Month = e.Published.Format("2006-01")
		e.Kind = feeds.Kinds[r.IntN(len(feeds.Kinds))]
		for _, s := range []string{"s1", "s2", "s3"} {
			if r.IntN(3) == 0 {
				e.Sources = append(e.Sources, s)
			}
		}
		for n := 1; n <= 1+r.IntN(4); n++ {
			p := index.Passage{ID: e.Document + "-" + string(rune('0'+n)), Document: e.Document, Number: n, Language: pick("en", "nl", "de-AT", ""), Text: pick("acme", "globex", "acme globex", "neither")}
			for _, s := range []string{"Ann", "Bo"} {
				if r.IntN(2) == 0 {
					p.Speakers = append(p.Speakers, s)
				}
			}
			e.Passages = append(e.Passages, p)
			for range r.IntN(3) {
				e.Brands = append(e.Brands, index.EntryBrand{Brand: pick("b1", "b2", "b3"), Passage: n, Type: index.Passing, Confidence: float64(r.IntN(100)) / 100})
			}
		}
		out = append(out, e)
	}
	return out
}

// bruteForce counts as the totals do: each document once for each value that one of its
// matching passages has.
func bruteForce(entries []index.Entry, q query.Query) search.Totals {
	counts := map[string]map[string]int{}
	t := search.Totals{}
	for _, e := range entries {
		matching := q.Matching(&e)
		if len(matching) == 0 {
			continue
		}
		t.Documents++
		t.Passages += len(matching)
		values := map[[2]string]bool{{"kinds", string(e.Kind)}: true, {"days", e.Published.Format(time.DateOnly)}: true, {"months", e.Published.Format("2006-01")}: true}
		for _, s := range e.Sources {
			values[[2]string{"sources", s}] = true
		}
		for _, i := range matching {
			p := e.Passages[i]
			if l, _, _ := cutTag(p.Language); l != "" {
				values[[2]string{"languages", l}] = true
			}
			for _, s := range p.Speakers {
				values[[2]string{"speakers", s}] = true
			}
			for _, b := range e.Brands {
				if b.Passage == p.Number {
					values[[2]string{"brands", b.Brand}] = true
				}
			}
		}
		for v := range values {
			if counts[v[0]] == nil {
				counts[v[0]] = map[string]int{}
			}
			counts[v[0]][v[1]]++
		}
	}
	list := func(facet string, byTime bool) []search.Count {
		out := []search.Count{}
		for _, v := range slices.Sorted(maps.Keys(counts[facet])) {
			out = append(out, search.Count{Value: v, Documents: counts[facet][v]})
		}
		if !byTime {
			slices.SortStableFunc(out, func(a, b search.Count) int { return cmp.Compare(b.Documents, a.Documents) })
		}
		return out
	}
	t.Brands, t.Sources, t.Kinds, t.Languages, t.Speakers = list("brands", false), list("sources", false), list("kinds", false), list("languages", false), list("speakers", false)
	t.Months, t.Days = list("months", true), list("days", true)
	return t
}

func cutTag(tag string) (base, region string, found bool) {
	for i := range tag {
		if tag[i] == '-' {
			return tag[:i], tag[i+1:], true
		}
	}
	return tag, "", false
}

// The totals are those of a count by hand, also after documents were replaced, deleted and
// put again, and after the segments were merged.
func TestTotalsAreThoseOfACountByHand(t *testing.T) {
	x := open(t)
	entries := invented(1, 80)
	older := invented(2, 80) // the same documents in an earlier form
	for i := range older {
		older[i].Published, older[i].Month = entries[i].Published, entries[i].Month // a document stays in its month
	}
	for part := range slices.Chunk(older, 23) {
		put(t, x, part...)
	}
	for part := range slices.Chunk(entries, 31) {
		put(t, x, part...)
	}
	compare := func(when string) {
		t.Helper()
		for _, asked := range []string{"", "acme", "globex", "acme globex", "acme -globex", "lang:nl", "kind:podcast", "brand:b1", "brand:b1 confidence:>0.5", "speaker:ann acme", "source:s1,s2", "on:2026-10", "zebra"} {
			q := parse(t, asked)
			got, err := x.Totals(t.Context(), search.Request{Query: q})
			if err != nil {
				t.Fatal(err)
			}
			got.Took, got.Suggest = 0, ""
			if diff := gocmp.Diff(bruteForce(entries, q), got); diff != "" {
				t.Errorf("%s, %q: by hand and by the index:\n%s", when, asked, diff)
			}
		}
	}
	compare("after replacing")
	var gone []string
	for i := 0; i < 80; i += 3 {
		gone = append(gone, entries[i].Document)
	}
	if err := x.Delete(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	kept := entries
	entries = nil
	for i, e := range kept {
		if i%3 != 0 {
			entries = append(entries, e)
		}
	}
	compare("after deleting")
	if err := x.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare("after merging")
	put(t, x, kept[0], kept[3], kept[6])
	entries = append(entries, kept[0], kept[3], kept[6])
	compare("after putting some again")
}

// Only the facets that are asked for are counted, and a list is cut at its most frequent.
func TestFacetsThatAreAskedFor(t *testing.T) {
	x := open(t)
	var entries []index.Entry
	for i := range 60 {
		e := written(name("d", i), "en", noon, "acme")
		for k := range i + 1 {
			e.Sources = append(e.Sources, name("s", k))
		}
		entries = append(entries, e)
	}
	put(t, x, entries...)
	got, err := x.Totals(t.Context(), search.Request{Query: parse(t, "acme")}, search.BySource)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Sources) != 50 || got.Sources[0] != (search.Count{Value: "s00", Documents: 60}) || got.Sources[49] != (search.Count{Value: "s49", Documents: 11}) {
		t.Errorf("%d sources, from %v to %v", len(got.Sources), got.Sources[0], got.Sources[len(got.Sources)-1])
	}
	if len(got.Kinds) != 0 || len(got.Months) != 1 {
		t.Errorf("kinds %v, months %v", got.Kinds, got.Months)
	}
}
