package crawler

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// readDue keeps the workers supplied with claimed sources until ctx is done. More than
// the workers can take at once is claimed at a time, so that a claim isn't a transaction
// per source and none of them waits for the next.
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
					continue // the claim is given up with the others at the end
				}
				if err := c.read(ctx, s); err != nil && ctx.Err() == nil {
					c.opts.Logger.Error("source not recorded", "source", s.ID, "error", err)
				}
				c.sources.Drop(s.ID)
			}
		})
	}
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
		if !more { // most often nothing is due: then the ledger's writer is left alone
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

// untilDue is how long to rest: until the next source falls due, so that reads spread as
// their dates do and don't come in a burst at each tick.
func (c *Crawler) untilDue(ctx context.Context) time.Duration {
	now := c.opts.Now()
	due, err := archive.NextDue(ctx, c.opts.Ledger, c.readable, now)
	if err != nil || due.IsZero() {
		return c.opts.Poll
	}
	return min(max(due.Sub(now), minRest), c.opts.Poll)
}

const minRest = 10 * time.Millisecond
