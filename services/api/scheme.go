package api

import (
	"context"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/namedrop/namedrop/feeds"
)

// Limits for finding out which scheme hosts support, when sources are added.
const (
	schemePatience = 20 * time.Second
	schemesAtOnce  = 8
)

// chooseSchemes adds a scheme to addresses without one: https unless only http answers. A host that
// doesn't answer in time gets https.
func (a *API) chooseSchemes(ctx context.Context, sources []*feeds.Source) {
	ctx, cancel := context.WithTimeout(ctx, schemePatience)
	defer cancel()
	var group errgroup.Group
	group.SetLimit(schemesAtOnce)
	for _, s := range sources {
		u, err := url.Parse(s.URL)
		if err != nil || !strings.HasPrefix(s.URL, "//") {
			continue
		}
		group.Go(func() error {
			u.Scheme = a.opts.Finder.Scheme(ctx, u)
			s.URL = u.String()
			return nil
		})
	}
	_ = group.Wait()
}
