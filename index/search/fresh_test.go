package search_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/namedrop/namedrop/index/search"
)

// The next search finds what Put has put, and no longer what it replaced, also while other
// searches and merges run.
func TestTheNextSearchFindsWhatWasPut(t *testing.T) {
	x := open(t)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(stop)
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := x.Search(context.Background(), search.Request{Query: parse(t, "acme")}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	// Whoever waits for the offset finds it too.
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if n := x.Offset(); n > 0 && found(t, x, fmt.Sprint("edition", n)) == "" && x.Offset() == n {
				t.Errorf("the offset is %d, but edition%d is not found", n, n)
				return
			}
		}
	})
	for i := 1; i <= 40; i++ {
		word := fmt.Sprint("edition", i)
		e := episode("doc", "t", noon, "acme "+word)
		e.Seq = uint64(i)
		put(t, x, e)
		if got := found(t, x, word); got != "doc" {
			t.Fatalf("%s: found %q", word, got)
		}
		if got := found(t, x, fmt.Sprint("edition", i-1)); got != "" {
			t.Fatalf("before %s: found %q", word, got)
		}
	}
}
