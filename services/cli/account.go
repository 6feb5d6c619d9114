package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type accountCmd struct {
	List   accountList   `cmd:"" default:"1" help:"List accounts, their health, and what they used of their budgets."`
	Types  accountTypes  `cmd:"" help:"List the networks that accounts are for, and their fields."`
	Add    accountAdd    `cmd:"" help:"Add an account. Sources of its network that lack one use it."`
	Show   accountShow   `cmd:"" help:"Show an account."`
	Edit   accountEdit   `cmd:"" help:"Rename an account, or change its settings and secrets. Its sources are read again."`
	Delete accountDelete `cmd:"" help:"Delete an account that no source uses."`
}

type accountBudget struct {
	Name   string
	Period string
	Money  bool
	Used   int64
	Limit  int64
}

func (b accountBudget) String() string {
	amount := func(n int64) string {
		if b.Money {
			return fmt.Sprintf("$%.2f", float64(n)/1e6)
		}
		return fmt.Sprint(n)
	}
	if b.Limit < 0 {
		return fmt.Sprintf("%s this %s", amount(b.Used), b.Period)
	}
	return fmt.Sprintf("%s of %s this %s", amount(b.Used), amount(b.Limit), b.Period)
}

type account struct {
	ID      string
	Type    string
	Name    string
	Health  string
	Error   string
	Sources int
	Keys    []string
	Budgets []accountBudget
}

func (a account) budgets() string {
	var out []string
	for _, b := range a.Budgets {
		out = append(out, b.String())
	}
	return strings.Join(out, ", ")
}

type accountList struct{}

func (accountList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/accounts", nil, "ID\tNAME\tTYPE\tHEALTH\tSOURCES\tUSED\tPROBLEM",
		"No accounts yet. Some networks need one: namedrop account types lists them.", func(a account) []any {
			return []any{a.ID, short(a.Name), a.Type, healthOf(a.Health, false), a.Sources, a.budgets(), a.Error}
		})
}

type accountTypes struct{}

func (accountTypes) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/accounts/types", nil, "TYPE\tNAME\tSOURCES\tFIELDS", "No types.", func(t struct {
		Type, Name string
		Sources    []string
		Fields     []struct {
			Name, Kind string
			Required   bool
		}
	}) []any {
		var fields []string
		for _, f := range t.Fields {
			about := f.Name
			if f.Kind == "secret" {
				about += " (secret)"
			}
			if !f.Required {
				about += " (optional)"
			}
			fields = append(fields, about)
		}
		return []any{t.Type, t.Name, strings.Join(t.Sources, ", "), strings.Join(fields, ", ")}
	})
}

type accountAdd struct {
	Type   string            `arg:"" help:"Network that it is for, such as bluesky; namedrop account types lists them."`
	Name   string            `help:"Name of the account."`
	Set    map[string]string `placeholder:"NAME=VALUE" help:"A field of the type, such as handle=larkmeter.bsky.social; can be repeated."`
	Secret map[string]string `placeholder:"NAME=FILE" help:"File that holds a secret field of the type, such as password=key.txt; can be repeated. - is standard input."`
}

func (c *accountAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"type": c.Type, "name": c.Name}
	if c.Set != nil {
		body["settings"] = c.Set
	}
	secrets, err := g.readSecrets(c.Secret)
	if err != nil {
		return err
	}
	body["secrets"] = secrets
	return send(ctx, g, http.MethodPost, "/accounts", nil, body, func(a account) string {
		text := fmt.Sprintf("Account %s added as %s.", screen.Line(a.Name), a.ID)
		if a.Sources > 0 {
			text += fmt.Sprintf(" %s with it.", count(a.Sources, "source is read", "sources are read"))
		}
		return text
	})
}

type accountShow struct {
	ID string `arg:"" help:"Id of the account."`
}

func (c *accountShow) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, accountPath(c.ID), nil, nil, func(a account) string {
		text := fmt.Sprintf("%s (%s): %s, %s.", screen.Line(a.Name), a.Type, healthOf(a.Health, false), count(a.Sources, "source", "sources"))
		if len(a.Keys) > 0 {
			text += "\nSaved secrets: " + strings.Join(a.Keys, ", ") + "."
		}
		for _, b := range a.Budgets {
			text += "\n" + screen.Line(b.Name) + ": " + b.String() + "."
		}
		if a.Error != "" {
			text += "\n" + screen.Line(a.Error)
		}
		return text
	})
}

type accountEdit struct {
	ID     string             `arg:"" help:"Id of the account."`
	Name   *string            `help:"Name of the account."`
	Set    *map[string]string `placeholder:"NAME=VALUE" help:"A field of the type; replaces all of them. Can be repeated."`
	Secret map[string]string  `placeholder:"NAME=FILE" help:"File that holds a new secret; can be repeated. - is standard input."`
}

func (c *accountEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "settings", c.Set)
	if len(c.Secret) > 0 {
		secrets, err := g.readSecrets(c.Secret)
		if err != nil {
			return err
		}
		changes["secrets"] = secrets
	}
	if len(changes) == 0 {
		return errors.New("nothing to change: name a flag, such as --name")
	}
	return send(ctx, g, http.MethodPatch, accountPath(c.ID), nil, changes, func(a account) string {
		return fmt.Sprintf("Account %s (%s) changed.", screen.Line(a.Name), a.ID)
	})
}

type accountDelete struct {
	ID string `arg:"" help:"Id of the account."`
}

func (c *accountDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, accountPath(c.ID), nil, "Account deleted.")
}

func accountPath(id string) string { return "/accounts/" + url.PathEscape(id) }
