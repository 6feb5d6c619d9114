package feedstest

import (
	"context"
	"sync"
	"time"
)

// Clock is a clock that moves only by Advance and Sleep. Sleep advances it at once unless Hold is set,
// so that back-off costs a test no time.
type Clock struct {
	Hold bool // Sleep waits for Advance instead of moving the clock

	mu      sync.Mutex
	now     time.Time
	slept   time.Duration
	waiters []waiter
}

type waiter struct {
	until time.Time
	done  chan struct{}
}

// NewClock returns a clock that shows now.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Slept returns the sum of all sleeps.
func (c *Clock) Slept() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slept
}

// Advance moves the clock and ends the sleeps whose time has come.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	keep := c.waiters[:0]
	for _, w := range c.waiters {
		if w.until.After(c.now) {
			keep = append(keep, w)
			continue
		}
		close(w.done)
	}
	c.waiters = keep
}

// Sleep returns when the clock has moved by d, or ctx is done.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	c.mu.Lock()
	c.slept += d
	if !c.Hold {
		c.mu.Unlock()
		c.Advance(d)
		return nil
	}
	w := waiter{until: c.now.Add(d), done: make(chan struct{})}
	c.waiters = append(c.waiters, w)
	c.mu.Unlock()
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
