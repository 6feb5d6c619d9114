package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type sourceCmd struct {
	List   sourceList      `cmd:"" default:"1" help:"List the sources and their health."`
	Add    sourceAdd       `cmd:"" help:"Add a source, or give an existing one new credentials."`
	Show   sourceShow      `cmd:"" help:"Show how a source is doing, and which of its documents have a transcript."`
	Once   sourceAddresses `cmd:"" name:"addresses" help:"List the posts and pages that are read once, by their address."`
	Check  sourceCheck     `cmd:"" help:"Read a source once without storing anything, and show what came and which limits apply."`
	Find   sourceFind      `cmd:"" help:"Find what a link, a handle, a page or a name stands for, with its last items."`
	Fetch  sourceFetch     `cmd:"" help:"Read a source now."`
	Twin   sourceTwin      `cmd:"" help:"Give a podcast its YouTube channel, or find it."`
	Cover  sourceCoverage  `cmd:"" name:"coverage" help:"Show how many episodes were read, and in which way."`
	Rename sourceRename    `cmd:"" help:"Rename a source; without a name it gets the feed's own title."`
	Pause  sourcePause     `cmd:"" help:"Pause a source."`
	Resume sourceResume    `cmd:"" help:"Resume a paused source."`
	Delete sourceDelete    `cmd:"" help:"Delete a source. Its documents stay."`
	Import sourceImport    `cmd:"" help:"Add the feeds of an OPML file or of a list of addresses."`
	Export sourceExport    `cmd:"" help:"Export all sources as OPML."`
}

type sourceView struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	URL       string     `json:"url"`
	Health    string     `json:"health"`
	Paused    bool       `json:"paused"`
	Error     string     `json:"error"`
	Outcome   string     `json:"outcome"` // of adding: added, known or credentials
	Address   *address   `json:"address"` // of a single post or page
	Documents int        `json:"documents"`
	LastRead  *time.Time `json:"last_read"`
	Due       *time.Time `json:"due"`
}

// label returns the name, or the address if the name is only the host: all feeds of one host
// would have the same name.
func (s sourceView) label() string {
	if u, err := url.Parse(s.URL); err == nil && s.Name == u.Hostname() {
		return u.Host + u.RequestURI()
	}
	return s.Name
}

type sourceList struct {
	Health []string `help:"Only sources with this health: waiting, healthy, failing, throttled, blocked, gone, broken, needs_key."`
}

func (c *sourceList) Run(ctx context.Context, g *globals) error {
	q := url.Values{}
	several(q, "health", c.Health)
	return list(ctx, g, "/sources", q, "ID\tNAME\tHEALTH\tDOCUMENTS\tPROBLEM", "No sources yet. Add one: namedrop source add URL, or namedrop source import FILE.opml", func(s sourceView) []any {
		health := strings.ReplaceAll(s.Health, "_", " ")
		if s.Paused {
			health = "paused" // its health is that of the last read
		}
		return []any{s.ID, short(s.label()), health, s.Documents, s.Error}
	})
}

type sourceRename struct {
	ID   string `arg:"" help:"Id of the source."`
	Name string `arg:"" optional:"" help:"New name."`
}

func (c *sourceRename) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPatch, "/sources/"+url.PathEscape(c.ID), nil, map[string]any{"name": c.Name}, func(s sourceView) string {
		return fmt.Sprintf("Source %s renamed to %s.", s.ID, screen.Line(s.Name))
	})
}

type sourceFetch struct {
	ID string `arg:"" help:"Id of the source."`
	waiting
}

func (c *sourceFetch) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		var raw json.RawMessage
		if err := api.do(ctx, http.MethodPost, "/sources/"+url.PathEscape(c.ID)+"/fetch", nil, nil, &raw); err != nil {
			return err
		}
		var s sourceView
		if err := json.Unmarshal(raw, &s); err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		first := screen.Line(s.Name)
		if c.NoWait || api.inProcess() {
			first += " queued."
		}
		return c.say(ctx, g, api, s, raw, first, true)
	})
}

type sourcePause struct {
	ID string `arg:"" help:"Id of the source."`
}

func (c *sourcePause) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPatch, "/sources/"+url.PathEscape(c.ID), nil, map[string]any{"paused": true}, func(s sourceView) string {
		return screen.Line(s.Name) + " paused."
	})
}

type sourceResume struct {
	ID string `arg:"" help:"Id of the source."`
}

func (c *sourceResume) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPatch, "/sources/"+url.PathEscape(c.ID), nil, map[string]any{"paused": false}, func(s sourceView) string {
		return screen.Line(s.Name) + " resumed."
	})
}

type sourceDelete struct {
	ID string `arg:"" help:"Id of the source."`
}

func (c *sourceDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/sources/"+url.PathEscape(c.ID), nil, "Source deleted. Its documents stay.")
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
	text := fmt.Sprintf("%d added, %d already existed, %d skipped.", i.Added, i.Known, len(i.Refused))
	for _, r := range i.Refused {
		text += fmt.Sprintf("\n  line %d, %s: %s", r.Line, screen.Line(r.Text), screen.Line(r.Reason))
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
	var answer json.RawMessage
	if err := g.with(ctx, func(api *client) error { return api.do(ctx, http.MethodPost, "/sources/import", nil, b, &answer) }); err != nil {
		return err
	}
	var done imported
	if err := json.Unmarshal(answer, &done); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if g.JSON {
		err = g.writeJSON(answer)
	} else {
		_, err = fmt.Fprintln(g.streams.Out, done)
	}
	if n := len(done.Refused); err == nil && n > 0 {
		return fmt.Errorf("%s skipped", count(n, "source was", "sources were"))
	}
	return err
}

type sourceExport struct{}

func (sourceExport) Run(ctx context.Context, g *globals) error {
	g.out.Writes(screen.Data)
	return g.with(ctx, func(api *client) error {
		return api.do(ctx, http.MethodGet, "/sources/export", nil, nil, g.streams.Out)
	})
}

// readFile reads a file, or standard input for -, of up to most bytes.
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
