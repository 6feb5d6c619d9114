package searchbench

import (
	"context"
	"fmt"
	"sync"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// Bare writes entries straight into bleve below dir: the same fields and partitions
// as the search index, two writers, batches of a thousand passages, safe batches; no
// look at what was there before, no mark, nothing searched. It is the floor that
// pipelines are measured against. It returns the bytes of text written.
func Bare(ctx context.Context, dir string, entries []index.Entry) (int, error) {
	w, err := search.OpenBare(dir)
	if err != nil {
		return 0, err
	}
	defer w.Close()
	months := map[string][]index.Entry{}
	total := 0
	for _, e := range entries {
		months[e.Month] = append(months[e.Month], e)
		total += Bytes(e)
	}
	jobs := make(chan []index.Entry)
	errs := make(chan error, 2)
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for batch := range jobs {
				if err := w.Write(batch); err != nil {
					errs <- fmt.Errorf("writing bare bleve: %w", err)
					for range jobs { // let the feeder go on
					}
					return
				}
			}
		}()
	}
feed:
	for _, list := range months {
		for len(list) > 0 {
			n, passages := 0, 0
			for n < len(list) && passages < 1000 {
				passages += len(list[n].Passages)
				n++
			}
			select {
			case jobs <- list[:n]:
			case <-ctx.Done():
				break feed
			}
			list = list[n:]
		}
	}
	close(jobs)
	wg.Wait()
	select {
	case err := <-errs:
		return 0, err
	default:
		return total, ctx.Err()
	}
}
