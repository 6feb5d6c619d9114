package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// partitions lists the names of an index's partitions, in order.
func partitions(t testing.TB, x *search.Index) string {
	t.Helper()
	st, err := x.Stats()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range st.Partitions {
		out = append(out, fmt.Sprintf("%s:%d", p.Name, p.Passages))
	}
	return strings.Join(out, " ")
}

// inMonth puts a document into the partition of that name.
func inMonth(month, id string, published time.Time, texts ...string) index.Entry {
	e := written(id, "en", published, texts...)
	e.Month = month
	return e
}

func TestMonthsYearsAndUndated(t *testing.T) {
	x := open(t)
	at := func(s string) time.Time {
		p, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	put(t, x,
		inMonth("2026-11", "now", at("2026-11-05"), "acme"),
		inMonth("2026-11", "late", at("2026-11-30"), "acme"),
		inMonth("2024", "old", at("2024-03-01"), "acme"), // months older than two years share a year
		inMonth("2004", "first", at("2004-10-01"), "acme"),
		inMonth("2031-01", "future", at("2031-01-01"), "acme"),
		inMonth("undated", "undated", time.Time{}, "acme"),
		inMonth("", "nameless", time.Unix(0, 0), "acme"), // no name is undated too
		inMonth("2026-10", "moved", at("2026-12-24"), "acme"),
	)
	if got, want := partitions(t, x), "2004:2 2024:2 2026-10:2 2026-11:4 2031-01:2 undated:4"; got != want {
		t.Errorf("partitions %s, want %s", got, want)
	}
	// The scan by date goes by the times in the partitions, not by their names.
	for order, want := range map[search.Order]string{
		search.Newest: "future moved late now old first nameless undated",
		search.Oldest: "undated nameless first old now late moved future",
	} {
		r := search.Request{Query: parse(t, "acme"), Order: order, Unfolded: true}
		if got := ids(page(t, x, r)); got != want {
			t.Errorf("%s: %s, want %s", order, got, want)
		}
		r.Limit = 1
		if got := strings.Join(documentsOf(everyPage(t, x, r, nil)), " "); got != want {
			t.Errorf("%s, one by one: %s, want %s", order, got, want)
		}
	}
	check(t, x, []expect{
		{"after:2027", "future"},
		{"on:2004", "first"},
		{"before:1971", "nameless undated"},
		{"on:2026-12", "moved"},
		{"after:2026-11 before:2026-12", "late now"},
	})
	for _, bad := range []string{"2026-1", "20261", "../2026-11", "november", "2026-11-01", "2026-11/x", "UNDATED"} {
		if err := x.Put(t.Context(), []index.Entry{inMonth(bad, "bad", noon, "acme")}); err == nil {
			t.Errorf("the partition %q was made", bad)
		}
	}
	check(t, x, []expect{{"acme", "first future late moved nameless now old undated"}})
}

// Retention drops whole months. What is left is found, the dropped documents are not, and
// a document of a dropped month can be put again.
func TestDroppingMonths(t *testing.T) {
	dir := t.TempDir()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var entries []index.Entry
	for i := range 26 { // two years and two months
		e := written(name("m", i), "en", noon.AddDate(0, -i, 0), "acme")
		e.Seq = uint64(100 - i)
		entries = append(entries, e)
	}
	put(t, x, entries...)
	const keepMonths = 24
	oldest := noon.AddDate(0, -keepMonths+1, 0).Format("2006-01")
	st, err := x.Stats()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range st.Partitions {
		if p.Name < oldest {
			if err := x.Drop(p.Name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := x.Drop("1999-01"); err != nil {
		t.Errorf("a month that is not there: %v", err)
	}
	left := func(when string) {
		t.Helper()
		got := documentsOf(everyPage(t, x, search.Request{Query: parse(t, "acme"), Limit: 5, Unfolded: true}, nil))
		if len(got) != keepMonths || slices.Contains(got, "m24") || slices.Contains(got, "m25") || x.Offset() != 100 {
			t.Errorf("%s: %d documents, offset %d: %v", when, len(got), x.Offset(), got)
		}
		if lost := x.Lost(); len(lost) != 0 {
			t.Errorf("%s: a dropped month counts as lost: %v", when, lost)
		}
	}
	left("after dropping")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = search.Open(dir, search.Options{}); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	left("after a restart")
	put(t, x, entries[25])
	check(t, x, []expect{{"acme on:2024", "m23 m25"}})
}

// A page of the newest reads the newest months only. This shows in what a search does
// with a month that cannot be read any more: nothing, where the page is full before it.
func TestAPageOfTheNewestIsTheSameWithOrWithoutOldMonths(t *testing.T) {
	few, many := open(t), open(t)
	for i := range 30 {
		e := written(name("d", i), "en", noon.AddDate(0, -i, 0), "acme", "globex "+name("w", i))
		put(t, many, e)
		if i < 6 {
			put(t, few, e)
		}
	}
	for _, asked := range []string{"acme", "globex", `"globex w03"`, "w0*", "acme OR globex"} {
		r := search.Request{Query: parse(t, asked), Limit: 3, Unfolded: true}
		a, b := page(t, few, r), page(t, many, r)
		if ids(a) != ids(b) {
			t.Errorf("%s: %s with six months, %s with thirty", asked, ids(a), ids(b))
		}
	}
}

// Entries of many months in one call are on disk together: the offset is the highest.
func TestOneCallOverManyMonths(t *testing.T) {
	dir := t.TempDir()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var entries []index.Entry
	for i := range 18 {
		e := written(name("d", i), "en", noon.AddDate(0, -i%9, -i/9), "acme")
		e.Seq = uint64(i + 1)
		entries = append(entries, e)
	}
	put(t, x, entries...)
	for range 2 {
		if n := len(strings.Fields(found(t, x, "acme"))); n != 18 || x.Offset() != 18 {
			t.Errorf("%d documents, offset %d", n, x.Offset())
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if x, err = search.Open(dir, search.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	x.Close()
}
