package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
)

// written makes a document of one passage for each text, in a language.
func written(id, language string, published time.Time, texts ...string) index.Entry {
	e := index.Entry{Document: id, Revision: "1", Kind: feeds.Page, Network: "web", URL: "https://pages.example/" + id, Published: published, Month: published.Format("2006-01")}
	e.Passages = append(e.Passages, index.Passage{ID: passage.ID(id, 0), Document: id, Language: language})
	for i, s := range texts {
		e.Passages = append(e.Passages, index.Passage{ID: passage.ID(id, i+1), Document: id, Number: i + 1, Text: s, Language: language, From: float64(i) * 30, To: float64(i)*30 + 30})
	}
	return e
}

// library opens an index of documents of a single passage, one for each line: "id
// language: text". The first is the newest.
func library(t testing.TB, lines ...string) *search.Index {
	t.Helper()
	x := open(t)
	var entries []index.Entry
	for i, line := range lines {
		name, text, ok := strings.Cut(line, ": ")
		id, language, ok2 := strings.Cut(name, " ")
		if !ok || !ok2 {
			t.Fatalf("a line is written \"id language: text\", not %q", line)
		}
		e := written(id, language, noon.Add(-time.Duration(i)*time.Hour))
		e.Passages[0].Text = text
		entries = append(entries, e)
	}
	put(t, x, entries...)
	return x
}

// expect is what a query finds: ids in alphabetical order.
type expect struct{ asked, found string }

func check(t *testing.T, x *search.Index, table []expect) {
	t.Helper()
	for _, e := range table {
		got := strings.Fields(found(t, x, e.asked))
		slices.Sort(got)
		if s := strings.Join(got, " "); s != e.found {
			t.Errorf("%-40s found %q, want %q", e.asked, s, e.found)
		}
	}
}

// page searches and fails the test on an error.
func page(t testing.TB, x *search.Index, r search.Request) search.Page {
	t.Helper()
	p, err := x.Search(context.Background(), r)
	if err != nil {
		t.Fatalf("%q: %v", r.Query.Text, err)
	}
	return p
}

// everyPage follows the cursors to the end, with between called after each page.
func everyPage(t testing.TB, x *search.Index, r search.Request, between func(n int)) []search.Result {
	t.Helper()
	var out []search.Result
	for n := 0; ; n++ {
		if n > 500 {
			t.Fatal("the pages have no end")
		}
		p := page(t, x, r)
		if len(p.Results) > r.Limit && r.Limit > 0 {
			t.Fatalf("a page of %d results where %d were asked", len(p.Results), r.Limit)
		}
		out = append(out, p.Results...)
		if p.Next == "" {
			return out
		}
		r.Cursor = p.Next
		if between != nil {
			between(n)
		}
	}
}

func documentsOf(results []search.Result) []string {
	out := []string{}
	for _, r := range results {
		out = append(out, r.Document)
	}
	return out
}

func name(prefix string, i int) string { return fmt.Sprintf("%s%02d", prefix, i) }
