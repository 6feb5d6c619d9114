package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/web"
)

type serveCmd struct{}

func (serveCmd) Run(ctx context.Context, g *globals) error { return g.serve(ctx, app.All()) }

// gcPercent is lower than Go's default of 100, since Namedrop often shares a small machine.
const gcPercent = 60

func (g *globals) serve(ctx context.Context, services app.Services) error {
	c, err := g.config()
	if err != nil {
		return err
	}
	debug.SetGCPercent(gcPercent)
	limitMemory()
	a, err := app.New(ctx, app.Options{
		Sources: g.streams.Sources,
		Config:  c, Services: services, Version: version, Logger: g.logger(c.Log, false), Web: web.Handler(),
	})
	if err != nil {
		return err
	}
	if services.Desk {
		if err := g.welcome(a, c); err != nil {
			return errors.Join(err, a.Stop(context.WithoutCancel(ctx)))
		}
	}
	if a.Bus() != "" {
		fmt.Fprintf(g.streams.Out, "bus   nats://%[1]s  (nats sub 'mention.>' -s nats://%[1]s receives every mention, and report.> every report)\n", a.Bus())
	}
	if a.Public() != "" {
		fmt.Fprintf(g.streams.Out, "public  %s  (the only listener to expose to the internet)\n", a.Public())
	}
	return errors.Join(a.Run(ctx), a.Stop(context.WithoutCancel(ctx)))
}

// welcome prints where the desk is and how to sign in. The link with the key is printed only on a
// terminal: otherwise the output ends up in a log.
func (g *globals) welcome(a *app.App, c config.Config) error {
	say := func(format string, args ...any) { fmt.Fprintf(g.streams.Out, format+"\n", args...) }
	switch a.Entry() {
	case access.EntrySignIn:
		say("desk  %s", a.Desk())
		say("      Other machines can reach it, so everyone signs in. For the first account: %s", g.setupCommand(c))
		if c.Desk.Local == config.LocalOpen {
			say("      That is why desk.local: open is ignored.")
		}
		if c.Desk.URL == "" {
			say("      Links in alerts start with this address. Set desk.url to the one that people use.")
		}
	case access.EntryOpen:
		say("desk  %s", a.Desk())
		say("      WARNING: desk.local is open. Every program and every person that reaches this address, also through")
		say("      a proxy or a forwarded port, is an Admin. Remove the setting to close it.")
	case access.EntryKey:
		if !g.streams.Terminal {
			say("desk  %s", a.Desk())
			say("      To open it, run on this machine: %s", openCommand(c.Data))
			return nil
		}
		link, err := a.Link()
		if err != nil {
			return err
		}
		say("desk  %s", link)
		say("      Open this link on this machine, or run: %s", openCommand(c.Data))
		say("      Keep the link secret: it signs anyone in as an Admin.")
	}
	return nil
}

type runCmd struct {
	Service string `arg:"" enum:"crawler,detector,search,alerter,correlator" help:"Service to run: crawler, detector, search, alerter or correlator."`
}

func (c *runCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL == "" || len(conf.NATS.URLs) == 0 {
		return errors.New("the services of a cluster share PostgreSQL and NATS: set database.url and nats.urls, or use `namedrop serve`, which needs neither")
	}
	var s app.Services
	switch c.Service {
	case "crawler":
		s.Crawler = true
	case "detector":
		s.Detector = true
	case "search":
		s.Indexer, s.Desk, s.Public = true, true, true
	case "alerter":
		s.Alerter = true
	case "correlator":
		s.Correlator = true
	}
	return g.serve(ctx, s)
}
