package crawler

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// readDue keeps the workers supplied with claimed sources until ctx is done. A little
// more than the workers can take is claimed at a time, so that one slow host doesn't
// hold up the others and a claim isn't a transaction per source.
func (c *Crawler) readDue(ctx context.Context) {
	claimed := make(chan ledger.SourceWithCursor, 2*c.Workers)
	var wg sync.WaitGroup
	for range c.Workers {
		wg.Go(func() {
			for s := range claimed {
				if ctx.Err() != nil {
					continue // the lease runs out and another start reads it
				}
				if err := c.read(ctx, s.Source, s.Cursor); err != nil && ctx.Err() == nil {
					c.Logger.Error("source not recorded", "source", s.ID, "error", err)
				}
			}
		})
	}
	c.loop(ctx, func(ctx context.Context) (int, error) {
		room := cap(claimed) - len(claimed)
		if room < c.Workers {
			return 0, nil
		}
		due, err := c.Ledger.ClaimDue(ctx, c.Now(), room, c.Holder, lease)
		if err != nil {
			return 0, fmt.Errorf("claiming due sources: %w", err)
		}
		for _, s := range due {
			claimed <- s
		}
		return len(due), nil
	})
	close(claimed)
	wg.Wait()
}

// loop calls work until it finds nothing to do, then waits for a wake-up or the next tick.
func (c *Crawler) loop(ctx context.Context, work func(context.Context) (int, error)) {
	tick := time.NewTicker(c.Poll)
	defer tick.Stop()
	for {
		n, err := work(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			c.Logger.Error("crawl interrupted, trying again", "error", err)
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		case <-tick.C:
		}
	}
}
