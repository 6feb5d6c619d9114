package public

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/fetches"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// FetchesOptions configure [Fetches].
type FetchesOptions struct {
	Ledger    *ledger.Ledger
	Logger    *slog.Logger
	Now       func() time.Time
	Published *fetches.Addresses // of chats and assistants; may be nil
	Every     time.Duration      // how often counts are written; ten seconds if zero
}

// Fetches counts the fetches of short links by chats that draw previews, by AI assistants and by crawlers, and
// writes them to the ledger. What was counted since the last write is lost if the process is killed: the
// counts are lower bounds anyway.
type Fetches struct {
	opts FetchesOptions

	mu    sync.Mutex
	sites map[string]*fetches.Counter // by the site's id
}

// NewFetches returns a counter that is written while Run runs.
func NewFetches(o FetchesOptions) (*Fetches, error) {
	if o.Ledger == nil || o.Logger == nil || o.Now == nil {
		return nil, errors.New("public: counting fetches needs Ledger, Logger and Now")
	}
	if o.Every == 0 {
		o.Every = 10 * time.Second
	}
	return &Fetches{opts: o, sites: map[string]*fetches.Counter{}}, nil
}

// See counts a request for a short link of a site if a program made it that has a count of its own, and returns what
// made it. Only a request of an [agent.Person] may be a click. The page is the path of the page that the link leads
// to. The site's id must be one that exists: it is not checked here.
func (f *Fetches) See(site, page string, r *http.Request) agent.Client {
	f.mu.Lock()
	c := f.sites[site]
	if c == nil {
		c = fetches.NewCounter(f.opts.Published)
		f.sites[site] = c
	}
	f.mu.Unlock()
	client, _ := c.Add(fetches.Seen{At: f.opts.Now(), Page: page, UserAgent: r.UserAgent(), Address: clientAddress(r)})
	return client
}

// clientAddress is the address of whoever sent a request; invalid if it can't be known. Behind a proxy it is the last
// one that isn't of a private network.
func clientAddress(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	a := peer.Addr().Unmap()
	if !private(a) {
		return a
	}
	forwarded := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	for forwarded != "" {
		i := strings.LastIndexByte(forwarded, ',')
		if b, err := netip.ParseAddr(strings.TrimSpace(forwarded[i+1:])); err == nil && !private(b.Unmap()) {
			return b.Unmap()
		}
		forwarded = forwarded[:max(i, 0)]
	}
	return a
}

// Run writes what was counted until ctx is done, and the rest then.
func (f *Fetches) Run(ctx context.Context) error {
	ticker := time.NewTicker(f.opts.Every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if err := f.write(ctx); err != nil && ctx.Err() == nil {
				f.opts.Logger.Error("fetches of links not written", "error", err)
			}
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
			defer cancel()
			if err := f.write(last); err != nil {
				f.opts.Logger.Error("fetches of links not written", "error", err)
			}
			return nil
		}
	}
}

// write writes what was counted since the last time. What can't be written is dropped, so that it doesn't grow.
func (f *Fetches) write(ctx context.Context) error {
	f.mu.Lock()
	counted := map[string][]feeds.Fetches{}
	for site, c := range f.sites {
		if rows := c.Take(); len(rows) > 0 {
			counted[site] = rows
		}
	}
	f.mu.Unlock()
	if len(counted) == 0 {
		return nil
	}
	err := f.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		for site, rows := range counted {
			if err := evidence.AddFetches(ctx, tx, evidence.LinkFetches(site), rows); err != nil {
				return err
			}
			if err := evidence.SetSiteDue(ctx, tx, site, tx.Now().Add(time.Hour)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("writing fetches of links: %w", err)
	}
	return nil
}
