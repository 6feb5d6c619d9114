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
		fmt.Fprintf(g.streams.Out, "bus   nats://%[1]s  (nats sub 'mention.>' -s nats://%[1]s hears every mention)\n", a.Bus())
	}
	if a.Public() != "" {
		fmt.Fprintf(g.streams.Out, "public  %s  (what strangers reach)\n", a.Public())
	}
	return errors.Join(a.Run(ctx), a.Stop(context.WithoutCancel(ctx)))
}

// welcome says where the desk is and how to get in. The key is shown to a person at a
// terminal only: what else a server writes ends up in a log.
func (g *globals) welcome(a *app.App, c config.Config) error {
	say := func(format string, args ...any) { fmt.Fprintf(g.streams.Out, format+"\n", args...) }
	switch a.Entry() {
	case access.EntrySignIn:
		say("desk  %s", a.Desk())
		say("      Other machines reach it, so everyone signs in; `namedrop token setup` lets the first one in.")
		if c.Desk.Local == config.LocalOpen {
			say("      desk.local: open is ignored for that reason.")
		}
		if c.Desk.URL == "" {
			say("      Links in alerts start with that address: set desk.url to the one that people use.")
		}
	case access.EntryOpen:
		say("desk  %s", a.Desk())
		say("      WARNING: desk.local is open. Every program and every person that reaches this address, through a")
		say("      proxy or a forwarded port too, manages everything. Remove the setting to close it.")
	case access.EntryKey:
		if !g.streams.Terminal {
			say("desk  %s", a.Desk())
			say("      `%s` on this machine opens it in a browser.", openCommand(c.Data))
			return nil
		}
		link, err := a.Link()
		if err != nil {
			return err
		}
		say("desk  %s", link)
		say("      Open this link on this machine, or run `%s`. Whoever has it manages everything: keep it.", openCommand(c.Data))
	}
	return nil
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
		s.Indexer, s.Desk, s.Public = true, true, true
	case "alerter":
		s.Alerter = true
	case "correlator":
		return errors.New("reports are not part of this version yet: there is nothing for a correlator to do")
	}
	return g.serve(ctx, s)
}
