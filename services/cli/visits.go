package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type visitsCmd struct {
	List   visitsList   `cmd:"" default:"1" help:"List where visits come from, and how each is doing."`
	Types  visitsTypes  `cmd:"" help:"List the systems that visits can come from, and what each needs."`
	Add    visitsAdd    `cmd:"" help:"Read visits from a system by itself."`
	Key    visitsKey    `cmd:"" help:"Give a feed a new key."`
	Fetch  visitsFetch  `cmd:"" help:"Read a feed now."`
	Delete visitsDelete `cmd:"" help:"Delete a feed and all that it counted."`
}

type visitsFeed struct {
	ID     string     `json:"id"`
	Site   string     `json:"site"`
	Name   string     `json:"name"`
	Type   string     `json:"type"`
	Health string     `json:"health"`
	Paused bool       `json:"paused"`
	Error  string     `json:"error"`
	First  *time.Time `json:"first"`
	Last   *time.Time `json:"last"`
}

type visitsList struct{}

func (visitsList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/visits/feeds", nil, "ID\tSITE\tNAME\tHEALTH\tSINCE\tUNTIL\tWHAT HAPPENED",
		"No visits yet. namedrop import visits FILE --site SITE, or namedrop visits add plausible --help", func(f visitsFeed) []any {
			health := f.Health
			switch {
			case f.Paused:
				health = "paused"
			case f.Type == "csv":
				health = "file"
			}
			return []any{f.ID, short(f.Site), short(f.Name), health, hourOf(f.First), hourOf(f.Last), f.Error}
		})
}

func hourOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}

type visitsTypes struct{}

func (visitsTypes) Run(ctx context.Context, g *globals) error {
	type field struct{ Name, Kind, Help, Default string }
	return list(ctx, g, "/visits/types", nil, "TYPE\tNAME\tHOW\tFIELDS", "None.", func(t struct {
		Type, Name string
		Polled     bool
		Fields     []field
	}) []any {
		how := "import visits"
		if t.Polled {
			how = "visits add"
		}
		var fields []string
		for _, f := range t.Fields {
			fields = append(fields, f.Name)
		}
		return []any{t.Type, t.Name, how, strings.Join(fields, ", ")}
	})
}

type visitsAdd struct {
	Type    string            `arg:"" help:"As plausible; namedrop visits types lists them."`
	Site    string            `required:"" help:"What you call the site that is counted."`
	Zone    string            `required:"" placeholder:"ZONE" help:"The site's time zone, as Europe/Amsterdam."`
	Name    string            `help:"What to call the feed."`
	URL     string            `name:"url" placeholder:"URL" help:"Address of a server of your own."`
	Set     map[string]string `placeholder:"NAME=VALUE" help:"A field of the type, as site_id=shop.example; may be given several times."`
	KeyFile string            `placeholder:"FILE" help:"File that holds the key; - is standard input."`
}

func (c *visitsAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"type": c.Type, "site": c.Site, "zone": c.Zone, "name": c.Name, "url": c.URL, "settings": c.Set}
	if c.Set == nil {
		delete(body, "settings")
	}
	if c.KeyFile != "" {
		key, err := g.readKey(c.KeyFile)
		if err != nil {
			return err
		}
		body["secret"] = key
	}
	return send(ctx, g, http.MethodPost, "/visits/feeds", nil, body, func(f visitsFeed) string {
		return fmt.Sprintf("The visits of %s are read as %s.", screen.Line(f.Site), f.ID)
	})
}

// readKey reads a key, which must not be on the command line for others on the machine to see.
func (g *globals) readKey(path string) (string, error) {
	b, err := g.readFile(path, 64<<10)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(b)), nil
}

type visitsKey struct {
	ID   string `arg:""`
	File string `arg:"" help:"File that holds the key; - is standard input."`
}

func (c *visitsKey) Run(ctx context.Context, g *globals) error {
	key, err := g.readKey(c.File)
	if err != nil {
		return err
	}
	return send(ctx, g, http.MethodPatch, "/visits/feeds/"+url.PathEscape(c.ID), nil, map[string]any{"secret": key}, func(f visitsFeed) string {
		return screen.Line(f.Name) + " is read with the new key."
	})
}

type visitsFetch struct {
	ID string `arg:""`
}

func (c *visitsFetch) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/visits/feeds/"+url.PathEscape(c.ID)+"/fetch", nil, nil, func(f visitsFeed) string {
		return screen.Line(f.Name) + " is read next."
	})
}

type visitsDelete struct {
	ID string `arg:""`
}

func (c *visitsDelete) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodDelete, "/visits/feeds/"+url.PathEscape(c.ID), nil, nil, func(struct{}) string { return "Deleted, with all that it counted." })
}
