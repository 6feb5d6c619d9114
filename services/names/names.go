// Package names holds the brands in force and the matcher made of them: for the detector,
// which finds mentions, and for listeners, which look for names before they store anything.
package names

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Set is the brands at one revision. It doesn't change.
type Set struct {
	Revision int64
	Brands   map[string]index.Brand
	Detector *detect.Detector
}

// Cache builds the set when a brand has changed. It is safe for concurrent use.
type Cache struct {
	ledger  *ledger.Ledger
	log     *slog.Logger
	now     func() time.Time
	current atomic.Pointer[Set]
	checked atomic.Int64 // when current was last compared with the ledger
	loading sync.Mutex
}

// New returns an empty cache.
func New(l *ledger.Ledger, log *slog.Logger) *Cache {
	return &Cache{ledger: l, log: log, now: time.Now}
}

// Current returns the brands in force.
func (c *Cache) Current(ctx context.Context) (*Set, error) {
	revision, err := record.BrandsRevision(ctx, c.ledger)
	if err != nil {
		return nil, fmt.Errorf("looking up brands: %w", err)
	}
	if s := c.current.Load(); s != nil && s.Revision == revision {
		return s, nil
	}
	c.loading.Lock()
	defer c.loading.Unlock()
	if s := c.current.Load(); s != nil && s.Revision >= revision {
		return s, nil
	}
	brands, err := record.ListBrands(ctx, c.ledger, record.BrandFilter{Active: true})
	if err != nil {
		return nil, fmt.Errorf("loading brands: %w", err)
	}
	feedback, err := record.Feedback(ctx, c.ledger, "")
	if err != nil {
		return nil, err
	}
	dismissed, err := record.DismissedWords(ctx, c.ledger, "")
	if err != nil {
		return nil, err
	}
	det, err := detect.New(brands, detect.Options{Feedback: feedback, Dismissed: dismissed})
	if det == nil {
		return nil, fmt.Errorf("building the name index: %w", err)
	}
	if err != nil { // names that were fine once and are refused by this version
		c.log.Warn("some brands are not listened for", "error", err)
	}
	s := &Set{Revision: revision, Brands: make(map[string]index.Brand, len(brands)), Detector: det}
	for _, b := range brands {
		s.Brands[b.ID] = b
	}
	c.current.Store(s)
	return s, nil
}

// recheckAfter is how long a firehose goes on with the brands it has before it looks again.
const recheckAfter = 2 * time.Second

// Recent is [Cache.Current] for whoever asks thousands of times a second: a change of brands
// shows after two seconds.
func (c *Cache) Recent(ctx context.Context) (*Set, error) {
	now := c.now().UnixNano()
	s, last := c.current.Load(), c.checked.Load()
	if s != nil && now-last < int64(recheckAfter) && now >= last {
		return s, nil
	}
	s, err := c.Current(ctx)
	if err == nil {
		c.checked.Store(now)
	}
	return s, err
}
