package searchbench

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// Bare writes entries straight into bleve below dir: the same words, fields and
// partitions as the search index, two writers, batches of a thousand passages, safe
// batches; no look at what was there before, no mark, nothing searched. The words are
// handed to bleve ready cut, by the search index's own code. It is the hard floor that
// pipelines are measured against, [Stock] the plain one.
func Bare(ctx context.Context, dir string, entries []index.Entry) error {
	w, err := search.OpenBare(dir)
	if err != nil {
		return err
	}
	defer w.Close()
	return byTwo(ctx, entries, func(batch []index.Entry) error { return w.Write(batch) })
}

// byTwo has two writers write entries in batches of about a thousand passages, each
// batch of one month.
func byTwo(ctx context.Context, entries []index.Entry, write func([]index.Entry) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	jobs := make(chan []index.Entry)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for batch := range jobs {
				if err := write(batch); err != nil {
					cancel(fmt.Errorf("writing bare bleve: %w", err))
				}
			}
		})
	}
	for _, batch := range batches(entries) {
		select {
		case jobs <- batch:
		case <-ctx.Done():
		}
	}
	close(jobs)
	wg.Wait()
	return context.Cause(ctx)
}

func batches(entries []index.Entry) (out [][]index.Entry) {
	months := map[string][]index.Entry{}
	var order []string
	for _, e := range entries {
		if months[e.Month] == nil {
			order = append(order, e.Month)
		}
		months[e.Month] = append(months[e.Month], e)
	}
	slices.Sort(order)
	for _, month := range order {
		list := months[month]
		for len(list) > 0 {
			n, passages := 0, 0
			for n < len(list) && passages < 1000 {
				passages += len(list[n].Passages)
				n++
			}
			out = append(out, list[:n])
			list = list[n:]
		}
	}
	return out
}
