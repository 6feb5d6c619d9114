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
	List   visitsList   `cmd:"" default:"1" help:"List the feeds of visits and their health."`
	Types  visitsTypes  `cmd:"" help:"List the systems that visits can be read from, and their fields."`
	Add    visitsAdd    `cmd:"" help:"Add a feed that is read automatically."`
	Key    visitsKey    `cmd:"" help:"Change the key of a feed."`
	Fetch  visitsFetch  `cmd:"" help:"Read a feed now."`
	Delete visitsDelete `cmd:"" help:"Delete a feed and its samples."`
}

type visitsFeed struct {
	ID     string     `json:"id"`
	Site   string     `json:"site"`
	Name   string     `json:"name"`
	Type   string     `json:"type"`
	Health string     `json:"health"`
	Paused bool       `json:"paused"`
	Error  string     `json:"error"`
	Script string     `json:"script"`
	First  *time.Time `json:"first"`
	Last   *time.Time `json:"last"`
}

type visitsList struct{}

func (visitsList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/visits/feeds", nil, "ID\tSITE\tNAME\tHEALTH\tSINCE\tUNTIL\tPROBLEM",
		"No visits yet. Import a file: namedrop import visits FILE --site SITE. Or read them: namedrop visits add --help", func(f visitsFeed) []any {
			health := strings.ReplaceAll(f.Health, "_", " ")
			switch {
			case f.Paused:
				health = "paused"
			case f.Type == "csv" || f.Type == "accesslog":
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
	return list(ctx, g, "/visits/types", nil, "TYPE\tNAME\tCOMMAND\tFIELDS", "No types.", func(t struct {
		Type, Name string
		Polled     bool
		Pushed     bool
		Fields     []field
	}) []any {
		how := "import visits"
		if t.Polled || t.Pushed {
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
	Type    string            `arg:"" help:"Type of feed, such as plausible; namedrop visits types lists them."`
	Site    string            `required:"" help:"Name of the site whose visits are counted."`
	Zone    string            `required:"" placeholder:"ZONE" help:"Time zone of the site, such as Europe/Amsterdam."`
	Name    string            `help:"Name of the feed."`
	URL     string            `name:"url" placeholder:"URL" help:"Address of a self-hosted server."`
	Set     map[string]string `placeholder:"NAME=VALUE" help:"A field of the type, such as site_id=shop.example; can be repeated."`
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
		text := fmt.Sprintf("Feed of visits to %s added as %s.", screen.Line(f.Site), f.ID)
		switch {
		case f.Script != "":
			text += fmt.Sprintf("\nPut this into the site's pages: <script defer src=\"%s\"></script>", screen.Line(f.Script))
		case f.Type == "tag":
			text += "\nThe public side is off. Set public.listen and public.url, restart, and namedrop visits --json shows the script for the site's pages."
		}
		return text
	})
}

// readKey reads a key from a file: other users of the machine can see command lines.
func (g *globals) readKey(path string) (string, error) {
	b, err := g.readFile(path, 64<<10)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(b)), nil
}

type visitsKey struct {
	ID   string `arg:"" help:"Id of the feed."`
	File string `arg:"" help:"File that holds the key; - is standard input."`
}

func (c *visitsKey) Run(ctx context.Context, g *globals) error {
	key, err := g.readKey(c.File)
	if err != nil {
		return err
	}
	return send(ctx, g, http.MethodPatch, "/visits/feeds/"+url.PathEscape(c.ID), nil, map[string]any{"secret": key}, func(f visitsFeed) string {
		return screen.Line(f.Name) + " queued, with the new key."
	})
}

type visitsFetch struct {
	ID string `arg:"" help:"Id of the feed."`
}

func (c *visitsFetch) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/visits/feeds/"+url.PathEscape(c.ID)+"/fetch", nil, nil, func(f visitsFeed) string {
		return screen.Line(f.Name) + " queued."
	})
}

type visitsDelete struct {
	ID string `arg:"" help:"Id of the feed."`
}

func (c *visitsDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/visits/feeds/"+url.PathEscape(c.ID), nil, "Feed deleted, with its samples.")
}
