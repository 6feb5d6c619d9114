package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// The scan below shares no code with the index: documents are lists of words, and a query
// is a function of them, drawn together with the text that asks for it. The words have no
// other forms in any language.
var atoms = []string{"kova", "lumo", "pexi", "rudo", "sina", "tavo"}

type naiveDocument struct {
	id       string
	day      int
	passages [][]string
}

// naiveQuery is a query as it is typed and what it means for one passage.
type naiveQuery struct {
	typed   string
	matches func(d *naiveDocument, passage []string) bool
}

func has(passage []string, word string) bool { return slices.Contains(passage, word) }

func naiveLeaf(t *rapid.T) naiveQuery {
	a, b := rapid.SampledFrom(atoms).Draw(t, "a"), rapid.SampledFrom(atoms).Draw(t, "b")
	switch rapid.IntRange(0, 5).Draw(t, "leaf") {
	case 0:
		return naiveQuery{`"` + a + " " + b + `"`, func(_ *naiveDocument, p []string) bool {
			for i := 1; i < len(p); i++ {
				if p[i-1] == a && p[i] == b {
					return true
				}
			}
			return false
		}}
	case 1:
		n := rapid.IntRange(1, 4).Draw(t, "n")
		return naiveQuery{fmt.Sprintf("%s NEAR/%d %s", a, n, b), func(_ *naiveDocument, p []string) bool {
			for i, v := range p {
				for j, w := range p {
					if v == a && w == b && i != j && max(i-j, j-i) <= n {
						return true
					}
				}
			}
			return false
		}}
	case 2:
		n := rapid.IntRange(1, 4).Draw(t, "n")
		return naiveQuery{fmt.Sprintf("%s ONEAR/%d %s", a, n, b), func(_ *naiveDocument, p []string) bool {
			for i, v := range p {
				for j := i + 1; j < len(p) && j-i <= n; j++ {
					if v == a && p[j] == b {
						return true
					}
				}
			}
			return false
		}}
	case 3:
		return naiveQuery{a[:2] + "*", func(_ *naiveDocument, p []string) bool {
			return slices.ContainsFunc(p, func(w string) bool { return strings.HasPrefix(w, a[:2]) })
		}}
	case 4:
		day := rapid.IntRange(0, 60).Draw(t, "day")
		return naiveQuery{"before:" + firstDay.AddDate(0, 0, day).Format(time.DateOnly), func(d *naiveDocument, _ []string) bool { return d.day < day }}
	}
	return naiveQuery{`"` + a + `"`, func(_ *naiveDocument, p []string) bool { return has(p, a) }}
}

var firstDay = time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC)

func naive(t *rapid.T, depth int) naiveQuery {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "shape") == 0 {
		return naiveLeaf(t)
	}
	a, b := naive(t, depth-1), naive(t, depth-1)
	switch rapid.IntRange(0, 3).Draw(t, "operator") {
	case 0:
		return naiveQuery{"(" + a.typed + ") OR (" + b.typed + ")", func(d *naiveDocument, p []string) bool { return a.matches(d, p) || b.matches(d, p) }}
	case 1:
		return naiveQuery{"(" + a.typed + ") -(" + b.typed + ")", func(d *naiveDocument, p []string) bool { return a.matches(d, p) && !b.matches(d, p) }}
	case 2:
		return naiveQuery{"NOT (" + a.typed + ")", func(d *naiveDocument, p []string) bool { return !a.matches(d, p) }}
	}
	return naiveQuery{"(" + a.typed + ") (" + b.typed + ")", func(d *naiveDocument, p []string) bool { return a.matches(d, p) && b.matches(d, p) }}
}

func (d naiveDocument) entry() index.Entry {
	var texts []string
	for _, p := range d.passages[1:] {
		texts = append(texts, strings.Join(p, " "))
	}
	e := written(d.id, "en", firstDay.AddDate(0, 0, d.day), texts...)
	e.Passages[0].Text = strings.Join(d.passages[0], " ")
	return e
}

func naiveDocuments(t *rapid.T) []naiveDocument {
	words := rapid.SliceOfN(rapid.SampledFrom(atoms), 0, 7)
	var out []naiveDocument
	for i := range rapid.IntRange(1, 7).Draw(t, "documents") {
		out = append(out, naiveDocument{
			id: name("d", i), day: rapid.IntRange(0, 60).Draw(t, "day"),
			passages: rapid.SliceOfN(words, 1, 3).Draw(t, "passages"),
		})
	}
	return out
}

// A boolean query finds what a scan of all passages finds, in the order of time, whatever
// was put, replaced and deleted before, and its totals count the same.
func TestTheIndexFindsWhatAScanFinds(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		x, err := search.Open(tempDir(t), search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		docs := naiveDocuments(t)
		// Each document is put in an earlier form first, and some are deleted and put again.
		var earlier, entries []index.Entry
		var deleted []string
		for _, d := range docs {
			d.passages = append(slices.Clone(d.passages), []string{"tavo", "kova"})
			earlier = append(earlier, d.entry())
			if rapid.Bool().Draw(t, "deleted") {
				deleted = append(deleted, d.id)
			}
		}
		if err := x.Put(ctx, earlier); err != nil {
			t.Fatal(err)
		}
		if err := x.Delete(ctx, deleted); err != nil {
			t.Fatal(err)
		}
		for _, d := range docs {
			entries = append(entries, d.entry())
		}
		if err := x.Put(ctx, entries); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			q := naive(t, 2)
			parsed, err := parseAt(q.typed)
			if err != nil {
				t.Fatalf("%s: %v", q.typed, err)
			}
			want, passages := []string{}, 0
			slices.SortFunc(docs, func(a, b naiveDocument) int { return b.day - a.day })
			for i := range docs {
				n := 0
				for _, p := range docs[i].passages {
					if q.matches(&docs[i], p) {
						n++
					}
				}
				if passages += n; n > 0 {
					want = append(want, docs[i].id)
				}
			}
			p, err := x.Search(ctx, search.Request{Query: parsed, Limit: 50, Unfolded: true})
			if err != nil {
				t.Fatal(err)
			}
			got := documentsOf(p.Results)
			if !sameByDay(docs, got, want) {
				t.Fatalf("%s: found %v, the scan %v", q.typed, got, want)
			}
			totals, err := x.Totals(ctx, search.Request{Query: parsed})
			if err != nil || totals.Documents != len(want) || totals.Passages != passages {
				t.Fatalf("%s: %d documents, %d passages, the scan %d and %d (%v)", q.typed, totals.Documents, totals.Passages, len(want), passages, err)
			}
		}
	})
}

// sameByDay reports whether two lists have the same documents on the same days, newest
// first; the order within a day is the index's own.
func sameByDay(docs []naiveDocument, a, b []string) bool {
	key := func(list []string) []string {
		var out []string
		for _, id := range list {
			i := slices.IndexFunc(docs, func(d naiveDocument) bool { return d.id == id })
			out = append(out, fmt.Sprintf("%02d %s", 99-docs[i].day, id))
		}
		return out
	}
	x, y := key(a), key(b)
	byDay := func(l []string) bool {
		return slices.IsSortedFunc(l, func(a, b string) int { return strings.Compare(a[:2], b[:2]) })
	}
	ok := byDay(x)
	slices.Sort(x)
	slices.Sort(y)
	return ok && slices.Equal(x, y)
}
