// Package names caches the active brands and the matcher that is built from them. The detector
// uses it to find mentions, and listeners use it to decide what to store.
package names

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Set is the active brands at one revision. It is immutable.
type Set struct {
	Revision int64
	Brands   map[string]index.Brand
	Detector *detect.Detector
}

// Spoken returns the names and aliases of the brands as people say them, the team's own first.
func (s *Set) Spoken() []string {
	brands := slices.SortedFunc(maps.Values(s.Brands), func(a, b index.Brand) int {
		if a.Own != b.Own {
			if a.Own {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	var out []string
	for _, b := range brands {
		out = append(append(out, b.Name), b.Aliases...)
	}
	return out
}

// Cache builds a new set when a brand has changed. It is safe for concurrent use.
type Cache struct {
	ledger  *ledger.Ledger
	log     *slog.Logger
	now     func() time.Time
	current atomic.Pointer[Set]
	checked atomic.Int64 // when current was last compared with the ledger
	loading sync.Mutex   // held while a set is built, so that one goroutine builds it
}

// New returns an empty cache.
func New(l *ledger.Ledger, log *slog.Logger) *Cache {
	return &Cache{ledger: l, log: log, now: time.Now}
}

// Current returns the active brands. It reads their revision from the ledger, and builds a new set
// only if that has changed.
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
		return nil, fmt.Errorf("building the matcher: %w", err)
	}
	if err != nil { // names that an earlier version accepted and this one refuses
		c.log.Warn("some brands are not detected", "error", err)
	}
	s := &Set{Revision: revision, Brands: make(map[string]index.Brand, len(brands)), Detector: det}
	for _, b := range brands {
		s.Brands[b.ID] = b
	}
	c.current.Store(s)
	return s, nil
}

// recheckAfter is how long [Cache.Recent] returns a set without comparing revisions.
const recheckAfter = 2 * time.Second

// Recent is [Cache.Current] for callers that need the set thousands of times a second. A changed
// brand takes effect after two seconds at most.
func (c *Cache) Recent(ctx context.Context) (*Set, error) {
	now := c.now().UnixNano() // compared below with the last check in both directions: the clock may be set back
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

// OwnHosts returns the domains of a workspace's own brands and of its sites.
func OwnHosts(ctx context.Context, r ledger.Reader, workspace string) ([]string, error) {
	workspace = ledger.WorkspaceOrDefault(workspace)
	brands, err := record.ListBrands(ctx, r, record.BrandFilter{Workspace: workspace, Active: true})
	if err != nil {
		return nil, fmt.Errorf("loading brands: %w", err)
	}
	var out []string
	for _, b := range brands {
		if b.Own {
			out = append(out, b.Domains...)
		}
	}
	sites, err := evidence.ListSites(ctx, r, workspace)
	for _, s := range sites {
		out = append(out, s.Domains...)
	}
	return out, err
}
