package crawler

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// readDue keeps the workers supplied with claimed sources until ctx is done. It claims more
// sources at a time than there are workers: one transaction then claims many, and no worker
// waits for the next claim. When the queue is half empty, a worker wakes the loop.
func (c *Crawler) readDue(ctx context.Context) {
	claimed := make(chan archive.SourceWithPoll, 16*c.opts.Workers)
	var wg sync.WaitGroup
	for range c.opts.Workers {
		wg.Go(func() {
			for s := range claimed {
				if len(claimed) <= cap(claimed)/2 {
					c.wakeReaders()
				}
				if ctx.Err() != nil {
					continue // ReleaseClaims gives these claims up when the process stops
				}
				if err := c.read(ctx, s); err != nil && ctx.Err() == nil {
					c.opts.Logger.Error("source not recorded", "source", s.ID, "error", err)
				}
				c.sources.Drop(s.ID)
			}
		})
	}
	// full: the queue has little room, so nothing was claimed. more: the last claim filled all the
	// room, so more sources are probably due.
	full, more := false, false
	rest := func(ctx context.Context) time.Duration {
		if full {
			return c.opts.Poll // a worker wakes us
		}
		return c.untilDue(ctx)
	}
	work := func(ctx context.Context) (int, error) {
		room := cap(claimed) - len(claimed)
		if full = room < cap(claimed)/2; full {
			return 0, nil
		}
		now := c.opts.Now()
		if !more { // usually nothing is due; this read saves a write transaction
			if next, err := archive.NextDue(ctx, c.opts.Ledger, c.readable, now); err != nil || next.IsZero() || next.After(now) {
				return 0, err
			}
		}
		due, err := archive.ClaimDue(ctx, c.opts.Ledger, c.readable, now, room, c.opts.Holder, lease.Length)
		if err != nil {
			return 0, fmt.Errorf("claiming due sources: %w", err)
		}
		more = len(due) == room
		for _, s := range due {
			c.sources.Hold(s.ID)
			claimed <- s
		}
		return len(due), nil
	}
	lease.Loop{Work: work, Rest: rest, Poll: c.opts.Poll, Wake: c.wake, Failed: c.interrupted}.Run(ctx)
	close(claimed)
	wg.Wait()
}

// untilDue returns how long to wait: until the next source is due, but at most one poll interval.
// Waiting for a fixed tick instead would start all reads of an interval in one burst.
func (c *Crawler) untilDue(ctx context.Context) time.Duration {
	now := c.opts.Now()
	due, err := archive.NextDue(ctx, c.opts.Ledger, c.readable, now)
	if err != nil || due.IsZero() {
		return c.opts.Poll
	}
	return min(max(due.Sub(now), minRest), c.opts.Poll)
}

// minRest keeps the loop from spinning when a due source can't be claimed.
const minRest = 10 * time.Millisecond
