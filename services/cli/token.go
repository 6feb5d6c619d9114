package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
)

type tokenCmd struct {
	Setup  tokenSetup  `cmd:"" help:"Create the first token, directly in the ledger."`
	Add    tokenAdd    `cmd:"" help:"Create a token, shown once."`
	List   tokenList   `cmd:"" help:"List the tokens."`
	Revoke tokenRevoke `cmd:"" help:"Revoke a token immediately."`
}

type tokenSetup struct {
	Name string `default:"setup" help:"Name of the token."`
}

// Run works beside a running server. It needs no sign-in: a user who can write to the ledger has
// full access already.
func (c *tokenSetup) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if err := g.ledgerExists(conf); err != nil {
		return err
	}
	l, err := ledger.Open(ctx, ledger.Options{URL: ledgerURL(conf), Logger: g.logger(conf.Log, true)})
	if err != nil {
		return err
	}
	defer l.Close()
	made, err := api.MakeToken(ctx, l, ledger.DefaultWorkspace, api.TokenBody{Name: c.Name, Scope: access.Admin}, time.Now())
	if err != nil {
		return err
	}
	if g.JSON {
		return g.writeJSON(made)
	}
	fmt.Fprintf(g.streams.Out, "%s\nCopy it now: it won't be shown again. Use it with --auth, NAMEDROP_TOKEN or Authorization: Bearer,\nor open the desk and choose First time here? to create your account with it.\n", made.Token)
	return nil
}

// ledgerExists returns an error if there is no ledger on the data folder: the command was then run in
// another folder than the server, and a token in a new ledger would open nothing.
func (g *globals) ledgerExists(c config.Config) error {
	if c.Database.URL != "" {
		return nil
	}
	if _, err := os.Stat(ledgerURL(c)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no ledger in %s. Run this in the folder in which Namedrop was started, or give its data folder with --data DIR or its configuration with --config FILE. The server prints the whole command when it starts", c.Data)
	}
	return nil
}

type tokenAdd struct {
	Name  string `arg:"" help:"Name of the token."`
	Scope string `enum:"read,write,admin" default:"read" help:"Scope: read, write or admin."`
	Days  int    `help:"Expires in this many days; 0 means never."`
}

func (c *tokenAdd) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/tokens", nil, map[string]any{"name": c.Name, "scope": c.Scope, "days": c.Days}, func(t struct{ Token string }) string {
		return t.Token + "\nCopy it now: it won't be shown again."
	})
}

type tokenList struct{}

func (tokenList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/tokens", nil, "ID\tNAME\tSCOPES\tCREATED\tLAST USED", "No tokens yet. Create one: namedrop token add NAME", func(t struct {
		ID, Name string
		Scopes   []string
		Created  time.Time
		LastUsed time.Time `json:"last_used"`
		Revoked  time.Time
	}) []any {
		used := "never"
		if !t.LastUsed.IsZero() {
			used = t.LastUsed.Format(time.DateTime)
		}
		if !t.Revoked.IsZero() {
			used = "revoked " + t.Revoked.Format(time.DateTime)
		}
		return []any{t.ID, short(t.Name), strings.Join(t.Scopes, ", "), t.Created.Format(time.DateTime), used}
	})
}

type tokenRevoke struct {
	ID string `arg:"" help:"Id of the token."`
}

func (c *tokenRevoke) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/tokens/"+url.PathEscape(c.ID), nil, "Revoked.")
}
