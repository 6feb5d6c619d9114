package crawler

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// lease is how long a claim outlives its holder. A read may take longer: its claim is
// renewed while it goes on.
const lease = 30 * time.Second

// claims are the rows that this process has claimed and still works on.
type claims struct {
	what ledger.Claimable
	mu   sync.Mutex
	held map[string]bool
}

func newClaims(what ledger.Claimable) *claims { return &claims{what: what, held: map[string]bool{}} }

func (c *claims) hold(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held[key] = true
}

func (c *claims) drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.held, key)
}

func (c *claims) list() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(maps.Keys(c.held))
}

// renewClaims runs until ctx is done. A claim that can't be renewed runs out, and another
// process may read the source as well: ids make that one document.
func (c *Crawler) renewClaims(ctx context.Context) {
	t := time.NewTicker(lease / 3)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		for _, cl := range []*claims{c.sources, c.texts} {
			keys := cl.list()
			if len(keys) == 0 {
				continue
			}
			if err := c.Ledger.Renew(ctx, cl.what, c.Holder, keys, c.Now().Add(lease)); err != nil && ctx.Err() == nil {
				c.Logger.Warn("claims not renewed; another process may read the same", "error", err)
			}
		}
	}
}
