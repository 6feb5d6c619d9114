package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/services/health"
)

type doctorCmd struct{}

// Run checks each part and prints what is wrong and what helps. It exits with 1 if anything is
// wrong.
func (doctorCmd) Run(ctx context.Context, g *globals) error {
	d := &diagnosis{g: g}
	conf, err := g.config()
	switch {
	case g.Server != "":
		// The data folder and the configuration of this machine may not be those of that server.
		d.elsewhere(ctx, g.Server)
	case err != nil:
		d.report("configuration", err, "")
	default:
		d.report("configuration", nil, "read")
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

// diagnosis collects and prints the findings.
type diagnosis struct {
	g        *globals
	findings []health.Finding
}

func (d *diagnosis) report(part string, err error, fine string) {
	d.add(health.NewFinding(part, err, fine))
}

func (d *diagnosis) add(f health.Finding) {
	f.Detail = d.g.hide(f.Detail)
	result := "ok  "
	switch {
	case !f.OK:
		result = "FAIL"
	case f.Warn:
		result = "NOTE"
	}
	d.findings = append(d.findings, f)
	if !d.g.JSON {
		fmt.Fprintf(d.g.streams.Out, "%s  %-14s %s\n", result, f.Part, f.Detail)
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
