package search_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// A document of many passages is replaced again and again while others read it. A reader
// sees one edition or the next, never passages of both: each passage of an edition has its
// number.
func TestReadersSeeOneEdition(t *testing.T) {
	x := open(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	edition := func(n int) index.Entry {
		var texts []string
		for range 5 {
			texts = append(texts, fmt.Sprintf("acme edition%d", n))
		}
		return written("doc", "en", noon, texts...)
	}
	put(t, x, edition(0))
	var done atomic.Bool
	var searches atomic.Int64
	var wg sync.WaitGroup
	for _, order := range []search.Order{search.Newest, search.Relevance} {
		wg.Go(func() {
			for !done.Load() {
				p, err := x.Search(ctx, search.Request{Query: parse(t, "acme"), Order: order, Passages: 20})
				if err != nil {
					t.Error(err)
					return
				}
				if len(p.Results) != 1 || p.Results[0].Matching != 5 {
					t.Errorf("%s: %d results, %+v", order, len(p.Results), p.Results)
					return
				}
				first := p.Results[0].Passages[0].Text
				for _, f := range p.Results[0].Passages {
					if f.Text != first {
						t.Errorf("%s: %q beside %q", order, f.Text, first)
						return
					}
				}
				searches.Add(1)
			}
		})
	}
	for n := 1; n <= 20; n++ {
		put(t, x, edition(n))
		if got := found(t, x, fmt.Sprintf("edition%d", n)); got != "doc" {
			t.Errorf("edition %d is not found after Put returned", n)
		}
	}
	done.Store(true)
	wg.Wait()
	if searches.Load() == 0 {
		t.Error("nothing was searched meanwhile")
	}
}

// Writers of different documents do not lose each other's, and what one deleted another
// does not bring back.
func TestWritersTakeTurns(t *testing.T) {
	x := open(t)
	var wg sync.WaitGroup
	const writers, each = 4, 8
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				id := fmt.Sprintf("w%d-%d", w, i)
				if err := x.Put(t.Context(), []index.Entry{written(id, "en", noon.AddDate(0, -w%2, -i), "acme")}); err != nil {
					t.Error(err)
					return
				}
				if i%2 == 1 {
					if err := x.Delete(t.Context(), []string{id}); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
	got := strings.Fields(found(t, x, "acme"))
	if len(got) != writers*each/2 {
		t.Errorf("%d documents: %v", len(got), got)
	}
	for _, id := range got {
		if n := id[len(id)-1] - '0'; n%2 == 1 {
			t.Errorf("%s was deleted, but is found", id)
		}
	}
}

// A search that waits for a slot ends with its context, and the slot is not lost.
func TestWaitingForASlotEndsWithTheContext(t *testing.T) {
	x, err := search.Open(t.TempDir(), search.Options{Searches: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	put(t, x, written("a", "en", noon, "acme"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		_, err := x.Search(ctx, search.Request{Query: parse(t, "acme")})
		if err == nil {
			continue // the slot was free; select may take it before the context
		}
	}
	for range 3 {
		if got := found(t, x, "acme"); got != "a" {
			t.Errorf("after cancelled searches: %q", got)
		}
	}
}

// Closing waits for what runs, and all that comes later is refused.
func TestClosingWhileOthersWork(t *testing.T) {
	x, err := search.Open(t.TempDir(), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, x, written("a", "en", noon, "acme"))
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			for n := range 200 {
				var err error
				if i == 0 {
					err = x.Put(t.Context(), []index.Entry{written(name("d", n%5), "en", noon, "acme")})
				} else {
					_, err = x.Search(t.Context(), search.Request{Query: parse(t, "acme")})
				}
				if err != nil && !strings.Contains(err.Error(), "closed") {
					t.Errorf("while closing: %v", err)
				}
				if err != nil {
					return
				}
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if err := x.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}
