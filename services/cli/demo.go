package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/demo"
	"github.com/namedrop/namedrop/services/web"
)

type demoCmd struct {
	World  string        `default:"127.0.0.1:8091" placeholder:"ADDR" help:"Address of the invented world."`
	Public string        `placeholder:"ADDR" help:"Address of the public side, on which reports are shared; off by default."`
	Every  time.Duration `default:"1m" help:"How often a new episode is published."`
	Keep   bool          `help:"Continue with the data of the last demo."`
}

// Run serves the invented world on loopback and everything else on top of it.
func (c *demoCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if g.Data == "" {
		conf.Data = filepath.Join(os.TempDir(), "namedrop-demo")
		if !c.Keep {
			if err := removeLast(conf.Data); err != nil {
				return err
			}
		}
	}
	// The demo's world is on this machine; no other private address may be fetched.
	conf.Fetch.AllowPrivate = append(conf.Fetch.AllowPrivate, netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"))
	conf.Fetch.PerHost = 200
	if c.Public != "" {
		conf.Public.Listen = c.Public
	}
	conf.Desk.Local = config.LocalOpen // an invented world holds nothing to protect
	conf.Sources.MinInterval, conf.Sources.MaxInterval = 5*time.Second, 15*time.Second

	listener, err := net.Listen("tcp", c.World)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --world", err)
	}
	world, err := demo.NewWorld(demo.Options{Base: time.Now(), Every: c.Every})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	base := "http://" + listener.Addr().String()
	maps.Copy(conf.Endpoints, demo.Endpoints(base))
	conf.YouTube.Pause = time.Second // the world's own YouTube blocks nobody
	outside := &http.Server{Handler: world.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = outside.Serve(listener) }()
	defer outside.Close()

	a, err := app.New(ctx, app.Options{
		Sources: g.streams.Sources,
		Config:  conf, Services: app.All(), Version: version, Logger: g.logger(conf.Log, !g.Verbose), Web: web.Handler(),
	})
	if err != nil {
		return err
	}
	visits, samples, err := world.Visits()
	if err != nil {
		return errors.Join(err, a.Stop(context.WithoutCancel(ctx)))
	}
	fetched, err := world.Fetches()
	if err != nil {
		return errors.Join(err, a.Stop(context.WithoutCancel(ctx)))
	}
	err = a.Seed(ctx, app.Seed{
		Visits: visits, Samples: samples, Fetches: fetched,
		Brands: world.Brands(), Sources: world.Sources(base), Twins: world.Twins(base), Channels: world.Channels(base), Rules: world.Rules(),
	})
	if err != nil {
		return errors.Join(err, a.Stop(context.WithoutCancel(ctx)))
	}
	if err := errors.Join(importDemoLeads(ctx, a, world), searchForDemo(ctx, a)); err != nil {
		return errors.Join(err, a.Stop(context.WithoutCancel(ctx)))
	}
	out := demoOutput{w: g.streams.Out}
	out.start(a.Desk(), base, a.Bus(), c.Every)
	world.Receiver().Notify(out.arrived)
	if err := errors.Join(a.Run(ctx), a.Stop(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	out.end(conf.Data, g.Data == "")
	return nil
}

// importDemoLeads imports the world's leads as namedrop import leads does.
func importDemoLeads(ctx context.Context, a *app.App, world *demo.World) error {
	text, err := world.LeadsCSV()
	if err != nil {
		return err
	}
	api := &client{base: noServer, http: &http.Client{Transport: inProcess{a.Handler()}}}
	var p guessed[leadMapping]
	if err := api.do(ctx, http.MethodPost, "/leads/import/preview", nil, []byte(text), &p); err != nil {
		return fmt.Errorf("reading the demo's leads: %w", err)
	}
	mapping, err := json.Marshal(p.Mapping)
	if err != nil {
		return fmt.Errorf("writing the mapping: %w", err)
	}
	q := url.Values{"site": {demo.Site}, "name": {"Leads of the demo"}, "mapping": {string(mapping)}}
	if err := api.do(ctx, http.MethodPost, "/leads/import", q, []byte(text), nil); err != nil {
		return fmt.Errorf("importing the demo's leads: %w", err)
	}
	return nil
}

// searchForDemo turns on the searches for the own brand, as a person does on the brand's page.
func searchForDemo(ctx context.Context, a *app.App) error {
	api := &client{base: noServer, http: &http.Client{Transport: inProcess{a.Handler()}}}
	for _, network := range demo.Searches() {
		if err := api.do(ctx, http.MethodPut, "/brands/"+demo.OwnBrand+"/searches/"+string(network), nil, map[string]any{"on": true}, nil); err != nil {
			return fmt.Errorf("turning on the demo's searches: %w", err)
		}
	}
	return nil
}

// removeLast deletes the last demo's data, if the folder holds a ledger.
func removeLast(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "namedrop.db")); err != nil {
		return nil
	}
	if running, err := app.FindRunning(dir); err == nil {
		return fmt.Errorf("a demo is already running at %s", running.Desk)
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("removing the last demo: %w", err)
	}
	return nil
}
