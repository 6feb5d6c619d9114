package lease

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"
)

// Length is how long a claim lasts. The claims of a killed process expire after it. Work may take
// longer, since its claims are renewed.
const Length = 30 * time.Second

// Claims is the set of rows that this process has claimed and works on. A key may be held several
// times. It is safe for concurrent use.
type Claims struct {
	mu   sync.Mutex
	held map[string]int
}

// NewClaims returns an empty set.
func NewClaims() *Claims { return &Claims{held: map[string]int{}} }

// Hold makes Keep renew the claim on a key until Drop is called as often as Hold was.
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

// Keep renews the held claims until ctx is done, three times within their length. A claim that
// can't be renewed expires, and another process may then do the same work. That is safe, because
// results have the same ids and are stored once.
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
