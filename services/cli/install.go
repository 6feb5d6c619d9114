package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
)

type configCmd struct {
	Check configCheck `cmd:"" help:"Check the configuration."`
	Print configPrint `cmd:"" help:"Print the effective configuration, with secrets masked."`
}

type configCheck struct{}

func (configCheck) Run(g *globals) error {
	c, err := g.config()
	if err != nil {
		return err
	}
	for _, key := range c.Renamed() {
		fmt.Fprintln(g.streams.Err, "namedrop: WARNING:", key)
	}
	if g.JSON {
		return g.writeJSON(map[string]bool{"ok": true})
	}
	fmt.Fprintln(g.streams.Out, "The configuration is valid.")
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
	if g.JSON {
		// Via YAML, so that keys and masks are those of the file.
		var keys map[string]any
		if err := yaml.Unmarshal(out, &keys); err != nil {
			return fmt.Errorf("printing configuration: %w", err)
		}
		return g.writeJSON(keys)
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

// ledgerURL returns the address or path of the configured ledger.
func ledgerURL(c config.Config) string {
	if c.Database.URL != "" {
		return c.Database.URL
	}
	return filepath.Join(c.Data, "namedrop.db")
}

type migrateCmd struct {
	Check bool `help:"Only show how many steps are pending."`
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
	word := "pending"
	if !c.Check && n > 0 {
		if err := l.Migrate(ctx); err != nil {
			return err
		}
		word = "done"
	}
	if g.JSON {
		return g.writeJSON(map[string]any{"steps": n, "done": word == "done"})
	}
	fmt.Fprintf(g.streams.Out, "%s %s.\n", count(n, "step", "steps"), word)
	return nil
}
