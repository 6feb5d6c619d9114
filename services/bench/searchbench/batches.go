package searchbench

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/namedrop/namedrop/index"
)

// byTwo writes entries with two writers, in batches of about a thousand passages, each of
// one month.
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
