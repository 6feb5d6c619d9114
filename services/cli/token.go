package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

type tokenCmd struct {
	Setup  tokenSetup  `cmd:"" help:"Make the first token, straight in the ledger."`
	Add    tokenAdd    `cmd:"" help:"Make a token; it is told once."`
	List   tokenList   `cmd:"" help:"List the tokens."`
	Revoke tokenRevoke `cmd:"" help:"Revoke a token at once."`
}

type tokenSetup struct {
	Name string `default:"setup" help:"What it is for."`
}

// Run works beside a running server: whoever can write the ledger's file is in already.
func (c *tokenSetup) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
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
	fmt.Fprintf(g.streams.Out, "%s\nKeep it: it isn't shown again. Use it as --auth, NAMEDROP_TOKEN or Authorization: Bearer,\nor open the desk and choose First time here? to make your account with it.\n", made.Token)
	return nil
}

type tokenAdd struct {
	Name  string `arg:""`
	Scope string `enum:"read,write,admin" default:"read" help:"read, write or admin."`
	Days  int    `help:"How long it holds; 0 is until it is revoked."`
}

func (c *tokenAdd) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/tokens", nil, map[string]any{"name": c.Name, "scope": c.Scope, "days": c.Days}, func(t struct{ Token string }) string {
		return t.Token + "\nKeep it: it isn't shown again."
	})
}

type tokenList struct{}

func (tokenList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/tokens", nil, "ID\tNAME\tSCOPES\tCREATED\tLAST USED", "No tokens.", func(t struct {
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
		return []any{t.ID, short(t.Name), t.Scopes, t.Created.Format(time.DateTime), used}
	})
}

type tokenRevoke struct {
	ID string `arg:""`
}

func (c *tokenRevoke) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodDelete, "/tokens/"+url.PathEscape(c.ID), nil, nil, func(struct{}) string { return "Revoked." })
}
