package lease

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"
)

// Length is the length of a claim: what a killed process held is free after that. Work may take
// longer, since claims are renewed while it goes on.
const Length = 30 * time.Second

// Claims are the rows that this process has claimed and works on. A key may be held several
// times.
type Claims struct {
	mu   sync.Mutex
	held map[string]int
}

// NewClaims returns an empty set.
func NewClaims() *Claims { return &Claims{held: map[string]int{}} }

// Hold keeps a claim renewed until Drop.
func (c *Claims) Hold(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held[key]++
}

// Drop ends one Hold of the key.
func (c *Claims) Drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held[key]--; c.held[key] <= 0 {
		delete(c.held, key)
	}
}

// Held returns the keys that are held.
func (c *Claims) Held() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(maps.Keys(c.held))
}

// Keep renews the claims three times within their length, until ctx is done. A claim that
// can't be renewed expires, and another process may do the same work. That is safe: results
// with the same ids are stored once.
func (c *Claims) Keep(ctx context.Context, log *slog.Logger, renew func(ctx context.Context, keys []string) error) {
	t := time.NewTicker(Length / 3)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		keys := c.Held()
		if len(keys) == 0 {
			continue
		}
		if err := renew(ctx, keys); err != nil && ctx.Err() == nil {
			log.Warn("renewing claims failed", "claims", len(keys), "error", err)
		}
	}
}
