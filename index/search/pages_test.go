package search_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// Many documents have the same second: feeds often give a date without a time. Pages of
// every size list each of them once.
func TestPagesOfEqualTimes(t *testing.T) {
	x := open(t)
	var entries []index.Entry
	for i := range 45 {
		entries = append(entries, written(name("d", i), "en", noon.AddDate(0, 0, -(i/15)*20), "acme of the day"))
	}
	put(t, x, entries...)
	for _, order := range []search.Order{search.Newest, search.Oldest, search.Relevance} {
		var first []string
		for _, limit := range []int{1, 7, 15, 16, 44, 45, 46} {
			got := documentsOf(everyPage(t, x, search.Request{Query: parse(t, "acme"), Order: order, Limit: limit, Unfolded: true}, nil))
			if first == nil {
				first = slices.Clone(got)
			}
			if !slices.Equal(got, first) {
				t.Errorf("%s, pages of %d: %v, pages of one: %v", order, limit, got, first)
			}
			if slices.Sort(got); len(slices.Compact(got)) != 45 {
				t.Errorf("%s, pages of %d: %d documents", order, limit, len(slices.Compact(got)))
			}
		}
	}
}

func TestOldestFirstIsNewestFirstBackwards(t *testing.T) {
	x := open(t)
	var entries []index.Entry
	for i := range 40 {
		entries = append(entries, written(name("d", i), "en", noon.Add(-time.Duration(i*i)*time.Hour), "acme"))
	}
	put(t, x, entries...)
	newest := documentsOf(everyPage(t, x, search.Request{Query: parse(t, "acme"), Order: search.Newest, Limit: 6, Unfolded: true}, nil))
	oldest := documentsOf(everyPage(t, x, search.Request{Query: parse(t, "acme"), Order: search.Oldest, Limit: 6, Unfolded: true}, nil))
	slices.Reverse(oldest)
	if !slices.Equal(newest, oldest) || len(newest) != 40 {
		t.Errorf("newest %v\noldest backwards %v", newest, oldest)
	}
}

// Between the pages documents arrive, change and go; what stays is listed once.
func TestPagesWhileTheIndexChanges(t *testing.T) {
	for _, order := range []search.Order{search.Newest, search.Oldest, search.Relevance} {
		x := open(t)
		var entries []index.Entry
		for i := range 30 {
			entries = append(entries, written(name("d", i), "en", noon.AddDate(0, 0, -2*i), "acme of the day"))
		}
		put(t, x, entries...)
		r := search.Request{Query: parse(t, "acme"), Order: order, Limit: 4, Unfolded: true}
		got := documentsOf(everyPage(t, x, r, func(n int) {
			put(t, x, written(name("newer", n), "en", noon.AddDate(0, 0, n+1), "acme acme acme"), written(name("older", n), "en", noon.AddDate(-1, 0, -n), "acme"))
			put(t, x, entries[29-n]) // the same again
			if n == 1 {
				if err := x.Delete(t.Context(), []string{"d20"}); err != nil {
					t.Fatal(err)
				}
			}
		}))
		seen := map[string]int{}
		for _, id := range got {
			seen[id]++
		}
		for i := range 30 {
			id := name("d", i)
			if want := 1; id != "d20" && seen[id] != want {
				t.Errorf("%s: %s is listed %d times: %v", order, id, seen[id], got)
			}
		}
	}
}

// The document that a cursor was taken at may be deleted: the next page goes on after it.
func TestACursorOutlivesItsDocument(t *testing.T) {
	for _, order := range []search.Order{search.Newest, search.Oldest, search.Relevance} {
		x := open(t)
		for i := range 6 {
			put(t, x, written(name("d", i), "en", noon.AddDate(0, 0, -i), "acme"))
		}
		r := search.Request{Query: parse(t, "acme"), Order: order, Limit: 2, Unfolded: true}
		first := page(t, x, r)
		if err := x.Delete(t.Context(), documentsOf(first.Results)); err != nil {
			t.Fatal(err)
		}
		r.Cursor, r.Limit = first.Next, 10
		rest := page(t, x, r)
		both := append(documentsOf(first.Results), documentsOf(rest.Results)...)
		if slices.Sort(both); strings.Join(both, " ") != "d00 d01 d02 d03 d04 d05" || rest.Next != "" {
			t.Errorf("%s: %v, next %q", order, both, rest.Next)
		}
	}
}

// A cursor comes from outside: whatever it is, it gets an answer or an error that says so.
func TestForgedCursors(t *testing.T) {
	x := library(t, "a en: acme", "b en: acme")
	encoded := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for _, c := range []struct {
		cursor  string
		order   search.Order
		refused bool
	}{
		{"nonsense!", search.Newest, true},
		{encoded("not json"), search.Newest, true},
		{encoded(`{"o":"oldest","t":1,"d":1}`), search.Newest, true}, // of another order
		{encoded(`{"o":"relevance","r":-1}`), search.Relevance, true},
		{encoded(`{"o":"relevance","r":2000}`), search.Relevance, true}, // deeper than relevance goes
		{encoded(`{"o":"relevance","r":1999}`), search.Relevance, false},
		{encoded(`{"o":"relevance","r":1,"l":99999}`), search.Relevance, false}, // a ranking that is not kept any more
		{encoded(`{"o":"newest","t":-9223372036854775808,"d":0}`), search.Newest, false},
		{encoded(`{"o":"newest","t":9223372036854775807,"d":18446744073709551615}`), search.Newest, false},
		{encoded(`{"o":"oldest","t":-9223372036854775808}`), search.Oldest, false},
		{encoded(`{"o":"newest","f":true}`), search.Newest, false},
	} {
		_, err := x.Search(t.Context(), search.Request{Query: parse(t, "acme"), Order: c.order, Cursor: c.cursor})
		if refused := errors.Is(err, search.ErrRequest); refused != c.refused || err != nil && !refused {
			t.Errorf("%s: %v", c.cursor, err)
		}
	}
	// One for the far future lists all, one for the far past nothing.
	r := search.Request{Query: parse(t, "acme"), Cursor: encoded(`{"o":"newest","t":9223372036854775807}`)}
	if got := ids(page(t, x, r)); got != "a b" {
		t.Errorf("from the end of time: %q", got)
	}
	r.Cursor = encoded(`{"o":"newest","t":-9223372036854775808}`)
	if got := ids(page(t, x, r)); got != "" {
		t.Errorf("from before all time: %q", got)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	x := library(t, "a en: acme")
	for _, r := range []search.Request{
		{Limit: -1}, {Limit: search.MaxLimit + 1}, {Order: "random"},
	} {
		if _, err := x.Search(t.Context(), r); !errors.Is(err, search.ErrRequest) {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if got := page(t, x, search.Request{Passages: 1000}); len(got.Results[0].Passages) > 20 {
		t.Errorf("%d passages of one document", len(got.Results[0].Passages))
	}
}
