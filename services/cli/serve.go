package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/web"
)

type serveCmd struct{}

func (serveCmd) Run(ctx context.Context, g *globals) error { return g.serve(ctx, app.All()) }

// heap is how much a garbage collection leaves room for beyond what is live, in
// hundredths: less than Go's own 100, since Namedrop shares a small machine.
const heap = 60

func (g *globals) serve(ctx context.Context, services app.Services) error {
	c, err := g.config()
	if err != nil {
		return err
	}
	debug.SetGCPercent(heap)
	limitMemory()
	a, err := app.New(ctx, app.Options{
		Config: c, Services: services, Version: version, Logger: g.logger(c.Log, false), Web: web.Handler(),
	})
	if err != nil {
		return err
	}
	if services.Desk {
		fmt.Fprintf(g.streams.Out, "desk  %s\n", a.Desk())
		if a.SignIn() {
			fmt.Fprintln(g.streams.Out, "      Other machines reach it, so everyone signs in; `namedrop token setup` lets the first one in.")
			if c.Desk.URL == "" {
				fmt.Fprintln(g.streams.Out, "      Links in alerts start with that address: set desk.url to the one that people use.")
			}
		}
	}
	if a.Bus() != "" {
		fmt.Fprintf(g.streams.Out, "bus   nats://%[1]s  (nats sub 'mention.>' -s nats://%[1]s hears every mention)\n", a.Bus())
	}
	return errors.Join(a.Run(ctx), a.Stop(context.WithoutCancel(ctx)))
}

type runCmd struct {
	Service string `arg:"" enum:"crawler,detector,search,alerter,correlator" help:"crawler, detector, search, alerter or correlator."`
}

func (c *runCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL == "" || len(conf.NATS.URLs) == 0 {
		return errors.New("a cluster's services meet in PostgreSQL and on a NATS cluster: set database.url and nats.urls, or use `namedrop serve`, which needs neither")
	}
	var s app.Services
	switch c.Service {
	case "crawler":
		s.Crawler = true
	case "detector":
		s.Detector = true
	case "search":
		s.Indexer, s.Desk = true, true
	case "alerter":
		s.Alerter = true
	case "correlator":
		return errors.New("reports are not part of this version yet: there is nothing for a correlator to do")
	}
	return g.serve(ctx, s)
}
