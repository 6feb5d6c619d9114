package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/services/health"
)

type doctorCmd struct{}

// Run looks at each part and says in plain words what is wrong and what helps. It
// exits with 1 where something is.
func (doctorCmd) Run(ctx context.Context, g *globals) error {
	d := &diagnosis{g: g}
	conf, err := g.config()
	switch {
	case g.Server != "":
		// The folder and the configuration here may have nothing to do with that server.
		d.elsewhere(ctx, g.Server)
	case err != nil:
		d.say("configuration", err, "")
	default:
		d.say("configuration", nil, "read")
		for _, key := range conf.Renamed() {
			d.warn("configuration", key.String())
		}
		d.folder(conf)
		d.access(conf)
		d.ledger(ctx, conf)
		d.cluster(ctx, conf)
		d.here(ctx, conf)
	}
	if g.JSON {
		return errors.Join(g.writeJSON(d.findings), d.exit())
	}
	return d.exit()
}

// diagnosis collects what doctor finds.
type diagnosis struct {
	g        *globals
	findings []health.Finding
}

func (d *diagnosis) say(part string, err error, fine string) { d.add(health.Say(part, err, fine)) }

func (d *diagnosis) add(f health.Finding) {
	f.Says = d.g.hide(f.Says)
	mark := "ok   "
	switch {
	case !f.OK:
		mark = "WRONG"
	case f.Warn:
		mark = "NOTE "
	}
	d.findings = append(d.findings, f)
	if !d.g.JSON {
		fmt.Fprintf(d.g.streams.Out, "%s  %-14s %s\n", mark, f.Part, f.Says)
	}
}

func (d *diagnosis) exit() error {
	for _, f := range d.findings {
		if !f.OK {
			return exitCode(1)
		}
	}
	return nil
}
