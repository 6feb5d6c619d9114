package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/health"
	"github.com/namedrop/namedrop/services/public"
	"github.com/namedrop/namedrop/services/web"
)

// makePublic opens the public side's listener if the configuration has one. Unlike the bus it
// never falls back to another port: the proxy in front of it is configured for this one.
func (a *App) makePublic() error {
	c := a.opts.Config.Public
	if !c.On() {
		return nil
	}
	if !a.opts.Services.Public {
		a.publicURL = c.URL // another process serves it: links to it work all the same
		return nil
	}
	l, err := net.Listen("tcp", c.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("public side: %w; another program has that port: choose another with public.listen", err)
	}
	if err != nil {
		return fmt.Errorf("public side: %w; choose another address with public.listen", err)
	}
	a.life.started("public side", func(context.Context) error {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	a.collector, err = public.NewCollector(public.CollectorOptions{Ledger: a.ledger, Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now})
	if err != nil {
		return err
	}
	a.publicAddr, a.publicURL = "http://"+reachable(l.Addr()), c.URL
	if a.publicURL == "" {
		a.publicURL = a.publicAddr
	}
	leads, err := public.NewLeads(public.LeadsOptions{
		Ledger: a.ledger, Adapters: a.outside.leads, URL: a.publicURL, Wake: a.wakeLeads, Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now,
	})
	if err != nil {
		return err
	}
	sources, err := adapters.Build(a.opts.Sources, a.outside.env)
	if err != nil {
		return err
	}
	hubs, err := public.NewHubs(public.HubsOptions{Ledger: a.ledger, Shortest: a.opts.Config.Sources.MinInterval, Wake: a.wakeSources, Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now})
	if err != nil {
		return err
	}
	received, err := public.NewReceived(public.ReceivedOptions{
		Ledger: a.ledger, Adapters: sources, Shortest: a.opts.Config.Sources.MinInterval, Wake: a.wakeSources, Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now,
	})
	if err != nil {
		return err
	}
	a.links, err = public.NewLinks(public.LinksOptions{Ledger: a.ledger, Logger: a.opts.Logger, Registry: a.opts.Registry, Now: a.opts.Now})
	if err != nil {
		return err
	}
	shared, err := public.NewShared(public.SharedOptions{Ledger: a.ledger, Page: web.NewShared(), Logger: a.opts.Logger, Now: a.opts.Now})
	if err != nil {
		return err
	}
	a.public, err = public.New(public.Options{Listener: l, Logger: a.opts.Logger, Registry: a.opts.Registry, Collector: a.collector, Leads: leads, Hubs: hubs, Received: received, Links: a.links, Shared: shared})
	return err
}

// Public returns the URL at which the public side is reached from outside, or "" if it is off.
func (a *App) Public() string { return a.publicURL }

// checkPublic requests /healthz from the public side's listener, as a proxy would.
func (a *App) checkPublic(ctx context.Context) health.Finding {
	const part = "public side"
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.publicAddr+"/healthz", nil)
	if err != nil {
		return health.NewFinding(part, err, "")
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // never through a proxy: the listener is our own
	resp, err := client.Do(req)
	if err != nil {
		return health.NewFinding(part, fmt.Errorf("requesting the public side: %w", err), "")
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return health.NewFinding(part, fmt.Errorf("%s answered %s", a.publicAddr, resp.Status), "")
	}
	return health.NewFinding(part, nil, "answers at "+a.publicAddr+", for "+a.publicURL)
}
