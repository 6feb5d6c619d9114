package search_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// Everything at once: nothing blocks, fails, or finds half a document.
func TestEverythingAtOnce(t *testing.T) {
	x := open(t)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	keep := episode("keep", "t", noon, "acme one", "acme two", "acme three")
	put(t, x, keep)
	var stop atomic.Bool
	time.AfterFunc(1500*time.Millisecond, func() { stop.Store(true) })
	var wg sync.WaitGroup
	again := func(name string, work func(i int) error) {
		wg.Go(func() {
			for i := 0; !stop.Load(); i++ {
				if err := work(i); err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
			}
		})
	}
	again("put", func(i int) error {
		return x.Put(ctx, []index.Entry{keep, episode(fmt.Sprint("d", i%20), "t", noon.AddDate(0, -i%4, 0), "acme globex", "acme")})
	})
	again("delete", func(i int) error { return x.Delete(ctx, []string{fmt.Sprint("d", i%20)}) })
	for _, order := range []search.Order{search.Newest, search.Oldest, search.Relevance} {
		again(string(order), func(int) error {
			page, err := x.Search(ctx, search.Request{Query: parse(t, "acme"), Order: order, Limit: 100})
			if err != nil {
				return err
			}
			for _, r := range page.Results {
				if r.Document == "keep" && r.Matching != 3 {
					return fmt.Errorf("keep has %d passages", r.Matching)
				}
			}
			return nil
		})
	}
	again("totals", func(int) error {
		_, err := x.Totals(ctx, search.Request{Query: parse(t, `acme OR "globex"`)})
		return err
	})
	again("export", func(int) error {
		_, err := x.Export(ctx, io.Discard, search.CSV, search.Request{Query: parse(t, "acme")})
		return err
	})
	again("upkeep", func(i int) error {
		switch i % 3 {
		case 0:
			return x.Compact(ctx)
		case 1:
			return x.Drop("2026-08")
		}
		_, err := x.Stats()
		return err
	})
	again("reindex", func(int) error {
		err := x.Reindex(ctx, func(put func([]index.Entry) error) error { return put([]index.Entry{keep}) }, nil)
		if errors.Is(err, search.ErrReindexing) {
			return nil
		}
		return err
	})
	wg.Wait()
	if ctx.Err() != nil {
		t.Error("something waited too long")
	}
}
