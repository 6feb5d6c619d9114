package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type sourceCmd struct {
	List   sourceList   `cmd:"" default:"1" help:"List the sources and how they are doing."`
	Add    sourceAdd    `cmd:"" help:"Add a feed by its address; one that is there takes the address's user name and password."`
	Find   sourceFind   `cmd:"" help:"Find the feed behind a page, an Apple link or a name."`
	Fetch  sourceFetch  `cmd:"" help:"Read a source now."`
	Rename sourceRename `cmd:"" help:"Call a source as you like; without a name it is called as the feed calls itself."`
	Pause  sourcePause  `cmd:"" help:"Leave a source alone for now."`
	Resume sourceResume `cmd:"" help:"Crawl a paused source again."`
	Delete sourceDelete `cmd:"" help:"Stop crawling; what was read stays."`
	Import sourceImport `cmd:"" help:"Add the feeds of an OPML file."`
	Export sourceExport `cmd:"" help:"Write all sources as OPML."`
}

type sourceView struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	URL       string     `json:"url"`
	Health    string     `json:"health"`
	Paused    bool       `json:"paused"`
	Error     string     `json:"error"`
	Outcome   string     `json:"outcome"` // of adding it
	Documents int        `json:"documents"`
	LastRead  *time.Time `json:"last_read"`
	Due       *time.Time `json:"due"`
}

// called is its name, or the address of one that nobody has named: all feeds of one
// host would have the same.
func (s sourceView) called() string {
	if u, err := url.Parse(s.URL); err == nil && s.Name == u.Hostname() {
		return u.Host + u.RequestURI()
	}
	return s.Name
}

type sourceList struct {
	Health []string `help:"Only those: waiting, healthy, failing, throttled, blocked, gone, broken, needs_key."`
}

func (c *sourceList) Run(ctx context.Context, g *globals) error {
	q := url.Values{}
	several(q, "health", c.Health)
	return list(ctx, g, "/sources", q, "ID\tNAME\tHEALTH\tDOCUMENTS\tWHAT HAPPENED", "No sources yet. namedrop source add URL, or namedrop source import FILE.opml", func(s sourceView) []any {
		health := s.Health
		if s.Paused {
			health = "paused" // whatever it was when it was asked last
		}
		return []any{s.ID, short(s.called()), health, s.Documents, s.Error}
	})
}

type sourceAdd struct {
	URL  string `arg:"" help:"Address of the feed."`
	Type string `enum:"podcast,feed" default:"podcast" help:"podcast or feed."`
	Name string `help:"What to call it; without it, what the feed calls itself."`
}

func (c *sourceAdd) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/sources", nil, map[string]any{"url": c.URL, "type": c.Type, "name": c.Name}, func(s sourceView) string {
		switch s.Outcome {
		case "known":
			return fmt.Sprintf("%s was there already, as %s; nothing changed.", s.URL, s.ID)
		case "credentials":
			return fmt.Sprintf("%s was there already, as %s; it is read again with the new user name and password.", s.URL, s.ID)
		}
		return fmt.Sprintf("%s is crawled as %s.", s.URL, s.ID)
	})
}

type sourceRename struct {
	ID   string `arg:""`
	Name string `arg:"" optional:"" help:"It stays whatever the feed calls itself."`
}

func (c *sourceRename) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPatch, "/sources/"+url.PathEscape(c.ID), nil, map[string]any{"name": c.Name}, func(s sourceView) string {
		return fmt.Sprintf("%s is called %s.", s.ID, screen.Line(s.Name))
	})
}

type sourceFind struct {
	Query string `arg:"" help:"A page, an Apple Podcasts link or a name."`
}

func (c *sourceFind) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/sources/lookup", nil, map[string]any{"query": c.Query}, func(l struct {
		Items []struct{ URL, Name, Type string }
	}) string {
		text := ""
		for _, i := range l.Items {
			text += fmt.Sprintf("%s  %s (%s)\n", i.URL, screen.Line(i.Name), i.Type)
		}
		return text + "Add one with: namedrop source add URL"
	})
}

type sourceFetch struct {
	ID string `arg:""`
}

func (c *sourceFetch) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/sources/"+url.PathEscape(c.ID)+"/fetch", nil, nil, func(s sourceView) string {
		return s.Name + " is read next."
	})
}

type sourcePause struct {
	ID string `arg:""`
}

func (c *sourcePause) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPatch, "/sources/"+url.PathEscape(c.ID), nil, map[string]any{"paused": true}, func(s sourceView) string {
		return s.Name + " is left alone."
	})
}

type sourceResume struct {
	ID string `arg:""`
}

func (c *sourceResume) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPatch, "/sources/"+url.PathEscape(c.ID), nil, map[string]any{"paused": false}, func(s sourceView) string {
		return s.Name + " is crawled again."
	})
}

type sourceDelete struct {
	ID string `arg:""`
}

func (c *sourceDelete) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodDelete, "/sources/"+url.PathEscape(c.ID), nil, nil, func(struct{}) string { return "No longer crawled; what was read stays." })
}

type imported struct {
	Added   int `json:"added"`
	Known   int `json:"known"`
	Refused []struct {
		Line   int    `json:"line"`
		Text   string `json:"text"`
		Reason string `json:"reason"`
	} `json:"refused"`
}

func (i imported) String() string {
	text := fmt.Sprintf("%d added, %d were there, %d left out.", i.Added, i.Known, len(i.Refused))
	for _, r := range i.Refused {
		text += fmt.Sprintf("\n  line %d (%s): %s", r.Line, screen.Line(r.Text), screen.Line(r.Reason))
	}
	return text
}

type sourceImport struct {
	File string `arg:"" help:"OPML, or a list of addresses; - is standard input."`
}

func (c *sourceImport) Run(ctx context.Context, g *globals) error {
	b, err := g.readFile(c.File, 16<<20)
	if err != nil {
		return err
	}
	return send(ctx, g, http.MethodPost, "/sources/import", nil, b, imported.String)
}

type sourceExport struct{}

func (sourceExport) Run(ctx context.Context, g *globals) error {
	g.out.Writes(screen.Data)
	return g.with(ctx, func(api *client) error {
		return api.do(ctx, http.MethodGet, "/sources/export", nil, nil, g.streams.Out)
	})
}

// readFile reads a file, or standard input for -, up to a size.
func (g *globals) readFile(path string, most int64) ([]byte, error) {
	var r io.Reader = g.streams.In
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("%s is larger than %d MiB", path, most>>20)
	}
	return b, nil
}
