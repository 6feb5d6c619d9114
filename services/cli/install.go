package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
)

type configCmd struct {
	Check configCheck `cmd:"" help:"Say what is wrong with the configuration."`
	Print configPrint `cmd:"" help:"Print the configuration in force, secrets masked."`
}

type configCheck struct{}

func (configCheck) Run(g *globals) error {
	if _, err := g.config(); err != nil {
		return err
	}
	fmt.Fprintln(g.streams.Out, "The configuration is fine.")
	return nil
}

type configPrint struct{}

func (configPrint) Run(g *globals) error {
	c, err := g.config()
	if err != nil {
		return err
	}
	out, err := c.Print()
	if err != nil {
		return err
	}
	_, err = g.streams.Out.Write(out)
	return err
}

type openapiCmd struct{}

func (openapiCmd) Run(g *globals) error {
	doc, err := api.OpenAPI()
	if err != nil {
		return err
	}
	_, err = g.streams.Out.Write(doc)
	return err
}

// ledgerURL is where the ledger of a configuration is.
func ledgerURL(c config.Config) string {
	if c.Database.URL != "" {
		return c.Database.URL
	}
	return filepath.Join(c.Data, "namedrop.db")
}

type migrateCmd struct {
	Check bool `help:"Only tell whether there is something to do."`
}

func (c *migrateCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL == "" {
		unlock, err := ledger.LockDir(conf.Data)
		if err != nil {
			return err
		}
		defer func() { _ = unlock() }()
	}
	l, err := ledger.Inspect(ctx, ledger.Options{URL: ledgerURL(conf), Logger: g.logger(conf.Log, false)})
	if err != nil {
		return err
	}
	defer l.Close()
	n, err := l.Pending(ctx)
	if err != nil {
		return err
	}
	if c.Check || n == 0 {
		fmt.Fprintf(g.streams.Out, "%d steps to do.\n", n)
		return nil
	}
	if err := l.Migrate(ctx); err != nil {
		return err
	}
	fmt.Fprintf(g.streams.Out, "%d steps done.\n", n)
	return nil
}
