package search_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest/archive"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

func hostileArchive(t *testing.T, o search.Options) *search.Index {
	t.Helper()
	x, err := search.Open(t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	put(t, x, slices.Collect(archive.Archive{Seed: 1, Passages: 2000, Months: 6}.Entries())...)
	return x
}

// Whatever is asked, there is an answer or a clear refusal. That it comes within the
// budget is the next test's; how soon is told by make bench-search.
func TestHostileQueriesAreAnsweredOrRefused(t *testing.T) {
	x := hostileArchive(t, search.Options{})
	for _, h := range archive.HostileQueries() {
		ended, slowest, err := archive.AskHostile(context.Background(), x, h)
		if err != nil {
			t.Error(err)
		}
		t.Logf("%s: %s, %v", h.Name, ended, slowest)
	}
	for _, r := range []search.Request{{Limit: 10_000}, {Limit: -1}, {Order: "sideways"}, {Cursor: "???"}, {Cursor: "e30"}} {
		if _, err := x.Search(context.Background(), r); !errors.Is(err, search.ErrRequest) {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

// A search whose budget is spent gives up, whatever it is at: what the parser lets through
// asks the clock on its way.
func TestASpentBudgetEndsEverySearch(t *testing.T) {
	x := hostileArchive(t, search.Options{Budget: time.Nanosecond})
	for _, h := range archive.HostileQueries() {
		ended, _, err := archive.AskHostile(context.Background(), x, h)
		if err != nil {
			t.Error(err)
		}
		if ended == "answered" {
			t.Errorf("%s: answered though its time was over", h.Name)
		}
	}
}

// Indexing goes on while hostile queries are asked without a pause.
func TestHostileQueriesDoNotStopIndexing(t *testing.T) {
	x := hostileArchive(t, search.Options{Budget: 50 * time.Millisecond})
	before, err := x.Stats()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // only against waiting for ever
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	stop := make(chan struct{})
	defer close(stop)
	for range 8 {
		wg.Go(func() {
			for {
				for _, h := range archive.HostileQueries() {
					select {
					case <-stop:
						return
					default:
					}
					if _, _, err := archive.AskHostile(ctx, x, h); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for i := range 10 {
		if err := x.Put(ctx, []index.Entry{episode(fmt.Sprint("late", i), "t", noon, "acme", "acme again")}); err != nil {
			t.Fatal(err)
		}
	}
	after, err := x.Stats()
	if err != nil || after.Passages != before.Passages+30 { // with their heads
		t.Errorf("%d passages before, %d after, %v", before.Passages, after.Passages, err)
	}
}

func TestSearchesEndWithTheirContext(t *testing.T) {
	x := open(t)
	put(t, x, episode("a", "t", noon, "acme"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, order := range []search.Order{search.Newest, search.Relevance} {
		if _, err := x.Search(ctx, search.Request{Query: parse(t, "acme"), Order: order}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", order, err)
		}
	}
}

func TestAClosedIndexSaysSo(t *testing.T) {
	x := open(t)
	x.Close()
	if _, err := x.Search(context.Background(), search.Request{}); !errors.Is(err, search.ErrClosed) {
		t.Errorf("search: %v", err)
	}
	if err := x.Put(context.Background(), []index.Entry{episode("a", "t", noon, "acme")}); !errors.Is(err, search.ErrClosed) {
		t.Errorf("put: %v", err)
	}
	if err := x.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

// Highlights never split a rune, and never let through markup that isn't theirs.
func FuzzHighlight(f *testing.F) {
	for _, s := range []string{"<b>acme</b> & \"x\"", "é東ß acme’s", "\xff<\x00acme>", strings.Repeat("wörd <i> acme ", 80), "<mark>acme</mark>"} {
		f.Add(`acme "x" b* wörd~1`, s)
	}
	f.Add("東", strings.Repeat("東京<br>", 200))
	f.Fuzz(func(t *testing.T, asked, text string) {
		q, err := query.ParseAt(asked, noon)
		if err != nil {
			return
		}
		for _, fr := range []search.Fragment{search.Highlight(q, text, "en"), search.Snippet(q, text, "en", 100)} {
			bare := strings.ReplaceAll(strings.ReplaceAll(fr.HTML, "<mark>", ""), "</mark>", "")
			if strings.ContainsAny(bare, "<>\"") || !utf8.ValidString(fr.HTML) {
				t.Fatalf("markup from outside in %q", fr.HTML)
			}
			if strings.Count(fr.HTML, "<mark>") != len(fr.Marks) || strings.Count(fr.HTML, "</mark>") != len(fr.Marks) {
				t.Fatalf("%d marks in %q", len(fr.Marks), fr.HTML)
			}
			if utf8.ValidString(text) && !utf8.ValidString(fr.Text) {
				t.Fatalf("a rune was split: %q", fr.Text)
			}
			if !strings.Contains(text, fr.Text) {
				t.Fatalf("%q isn't in the text", fr.Text)
			}
			n, last := utf8.RuneCountInString(fr.Text), 0
			for _, m := range fr.Marks {
				if m[0] < last || m[1] <= m[0] || m[1] > n {
					t.Fatalf("marks %v in %d code points", fr.Marks, n)
				}
				last = m[1]
			}
		}
	})
}
