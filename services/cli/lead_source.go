package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type leadSourceCmd struct {
	List   leadSourceList   `cmd:"" default:"1" help:"List the sources of leads and their health."`
	Types  leadSourceTypes  `cmd:"" help:"List the systems that leads can come from, and their fields."`
	Add    leadSourceAdd    `cmd:"" help:"Add a form, or a CRM that is read automatically."`
	Show   leadSourceShow   `cmd:"" help:"Show a source, and the address to which it sends."`
	Edit   leadSourceEdit   `cmd:"" help:"Rename, pause or resume a source, or change its settings and secrets."`
	Fetch  leadSourceFetch  `cmd:"" help:"Read a source now."`
	Delete leadSourceDelete `cmd:"" help:"Delete a source and its leads."`
}

type leadSource struct {
	ID       string         `json:"id"`
	Site     string         `json:"site"`
	Name     string         `json:"name"`
	Type     string         `json:"type"`
	Health   string         `json:"health"`
	Paused   bool           `json:"paused"`
	Keep     bool           `json:"keep_address"`
	Error    string         `json:"error"`
	Arrival  string         `json:"arrival"`
	Address  string         `json:"address"`
	Settings map[string]any `json:"settings"`
	Keys     []string       `json:"keys"`
	Leads    int            `json:"leads"`
	Last     *time.Time     `json:"last"`
	LastRead *time.Time     `json:"last_read"`
}

func (s leadSource) health() string {
	if s.Arrival == "file" && !s.Paused {
		return "file"
	}
	return healthOf(s.Health, s.Paused)
}

type leadSourceList struct{}

func (leadSourceList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/leads/sources", nil, "ID\tSITE\tNAME\tTYPE\tHEALTH\tLEADS\tLAST\tPROBLEM",
		"No sources of leads yet. Import a file: namedrop import leads FILE --site SITE. Or add one: namedrop lead source add --help", func(s leadSource) []any {
			return []any{s.ID, short(s.Site), short(s.Name), s.Type, s.health(), s.Leads, hourOf(s.Last), s.Error}
		})
}

type leadSourceTypes struct{}

func (leadSourceTypes) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/leads/types", nil, "TYPE\tNAME\tCOMMAND\tFIELDS", "No types.", func(t struct {
		Type, Name             string
		Polled, Received, File bool
		Fields                 []struct{ Name string }
	}) []any {
		how := "lead add"
		switch {
		case t.Polled || t.Received:
			how = "lead source add"
		case t.File:
			how = "import leads"
		}
		var fields []string
		for _, f := range t.Fields {
			fields = append(fields, f.Name)
		}
		return []any{t.Type, t.Name, how, strings.Join(fields, ", ")}
	})
}

type leadSourceAdd struct {
	Type        string            `arg:"" help:"Type of source, such as hubspot; namedrop lead source types lists them."`
	Site        string            `required:"" help:"Name of the site whose leads are counted."`
	Name        string            `help:"Name of the source."`
	Zone        string            `placeholder:"ZONE" help:"Time zone of times without one, such as Europe/Amsterdam."`
	URL         string            `name:"url" placeholder:"URL" help:"Address of the system, if it isn't the usual one."`
	Set         map[string]string `placeholder:"NAME=VALUE" help:"A field of the type, such as answer=heard_from; can be repeated."`
	Secret      map[string]string `placeholder:"NAME=FILE" help:"File that holds a secret field of the type, such as token=key.txt; can be repeated. - is standard input."`
	KeepAddress bool              `help:"Keep the e-mail addresses themselves, and not only their hashes."`
}

// readSecrets reads secrets from files: other users of the machine can see command lines.
func (g *globals) readSecrets(files map[string]string) (map[string]string, error) {
	out := map[string]string{}
	for name, file := range files {
		secret, err := g.readKey(file)
		if err != nil {
			return nil, err
		}
		out[name] = secret
	}
	return out, nil
}

func (c *leadSourceAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"type": c.Type, "site": c.Site, "name": c.Name, "zone": c.Zone, "url": c.URL, "keep_address": c.KeepAddress}
	if c.Set != nil {
		body["settings"] = c.Set
	}
	secrets, err := g.readSecrets(c.Secret)
	if err != nil {
		return err
	}
	body["secrets"] = secrets
	return send(ctx, g, http.MethodPost, "/leads/sources", nil, body, func(s leadSource) string {
		return fmt.Sprintf("Source of leads of %s added as %s.%s", screen.Line(s.Site), s.ID, s.sendsTo())
	})
}

// sendsTo says where a source sends its leads, if it does.
func (s leadSource) sendsTo() string {
	switch {
	case s.Address != "":
		return "\nAddress to send to: " + screen.Line(s.Address)
	case s.Arrival == "request" && s.Type != "api":
		return "\nThe public side is off. Set public.listen and public.url, restart, and namedrop lead source show has the address to send to."
	}
	return ""
}

type leadSourceShow struct {
	ID string `arg:"" help:"Id of the source."`
}

func (c *leadSourceShow) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, leadSourcePath(c.ID), nil, nil, func(s leadSource) string {
		text := fmt.Sprintf("%s (%s) of %s: %s, %s.", screen.Line(s.Name), s.Type, screen.Line(s.Site), s.health(), count(s.Leads, "lead", "leads"))
		if s.LastRead != nil {
			text += " Last read " + hourOf(s.LastRead) + "."
		}
		if s.Error != "" {
			text += "\n" + screen.Line(s.Error)
		}
		if s.Keep {
			text += "\nIt keeps e-mail addresses."
		}
		return text + s.sendsTo()
	})
}

type leadSourceEdit struct {
	ID          string             `arg:"" help:"Id of the source."`
	Name        *string            `help:"Name of the source."`
	Zone        *string            `placeholder:"ZONE" help:"Time zone of times without one."`
	Set         *map[string]string `placeholder:"NAME=VALUE" help:"A field of the type; replaces all of them. Can be repeated."`
	Secret      map[string]string  `placeholder:"NAME=FILE" help:"File that holds a new secret; can be repeated. - is standard input."`
	Paused      *bool              `negatable:"" help:"Pause it, or resume it with --no-paused."`
	KeepAddress *bool              `negatable:"" help:"Keep e-mail addresses, or remove them with --no-keep-address."`
}

func (c *leadSourceEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "zone", c.Zone)
	set(changes, "settings", c.Set)
	set(changes, "paused", c.Paused)
	set(changes, "keep_address", c.KeepAddress)
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
	return send(ctx, g, http.MethodPatch, leadSourcePath(c.ID), nil, changes, func(s leadSource) string {
		return fmt.Sprintf("Source of leads %s (%s) changed.", screen.Line(s.Name), s.ID)
	})
}

type leadSourceFetch struct {
	ID string `arg:"" help:"Id of the source."`
}

func (c *leadSourceFetch) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, leadSourcePath(c.ID)+"/fetch", nil, nil, func(s leadSource) string {
		return screen.Line(s.Name) + " queued."
	})
}

type leadSourceDelete struct {
	ID string `arg:"" help:"Id of the source."`
}

func (c *leadSourceDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, leadSourcePath(c.ID), nil, "Source deleted, with its leads.")
}

func leadSourcePath(id string) string { return "/leads/sources/" + url.PathEscape(id) }
