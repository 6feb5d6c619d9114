package cli

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type exportCmd struct {
	Mentions exportMentions `cmd:"" help:"Export mentions as JSON Lines or CSV."`
	Search   exportSearch   `cmd:"" help:"Export all results of a search as JSON Lines or CSV."`
	Sources  sourceExport   `cmd:"" help:"Export sources as OPML."`
}

// csvFlags choose CSV. Semicolons alone mean CSV too.
type csvFlags struct {
	CSV       bool `name:"csv" help:"Write CSV instead of JSON Lines."`
	Semicolon bool `help:"Write CSV with semicolons and decimal commas, for a spreadsheet that expects them."`
}

func (c csvFlags) wanted() bool { return c.CSV || c.Semicolon }

func (c csvFlags) check(g *globals) error {
	if c.wanted() && g.JSON {
		return errors.New("choose --csv or --json, not both")
	}
	return nil
}

func (c csvFlags) query(q url.Values) {
	if c.Semicolon {
		q.Set("separator", "semicolon")
	}
}

type exportMentions struct {
	csvFlags
	Brand         []string `help:"Only these brands, by id."`
	Kind          []string `help:"Only these kinds: podcast, video, post, page."`
	Source        []string `help:"Only these sources, by id."`
	Language      []string `name:"lang" help:"Only these languages, such as en."`
	Type          []string `help:"Only these types: passing, discussed, sponsor, guest."`
	State         []string `help:"Only these states: new, seen, confirmed, dismissed. By default all but dismissed."`
	Unsure        bool     `help:"Include mentions that have only unsure hits."`
	MinConfidence float64  `help:"Only mentions of at least this confidence, 0 to 1."`
	Synthetic     string   `enum:"too,no,only" default:"too" help:"Mentions in what AI made, as its publisher says: too, no or only."`
	Starred       bool     `help:"Only starred mentions."`
	From          string   `help:"Only what was published on or after this day."`
	To            string   `help:"Only what was published on or before this day."`
	Query         string   `name:"words" help:"Only mentions with these words in the title or a quote."`
	Copies        bool     `help:"List each copy of a conversation, instead of one row for all."`
	Sort          string   `enum:"published,found" default:"published" help:"Newest first, by when it was published or found."`
}

func (c *exportMentions) Run(ctx context.Context, g *globals) error {
	if err := c.check(g); err != nil {
		return err
	}
	q := url.Values{"unsure": {"no"}, "sort": {c.Sort}, "synthetic": {c.Synthetic}}
	if c.Unsure {
		q.Set("unsure", "too")
	}
	if c.MinConfidence != 0 {
		q.Set("conf", strconv.FormatFloat(c.MinConfidence, 'f', -1, 64))
	}
	if c.Starred {
		q.Set("starred", "true")
	}
	if c.Copies {
		q.Set("copies", "all")
	}
	for key, value := range map[string]string{"from": c.From, "to": c.To, "q": c.Query} {
		if value != "" {
			q.Set(key, value)
		}
	}
	for key, values := range map[string][]string{"brand": c.Brand, "kind": c.Kind, "source": c.Source, "lang": c.Language, "type": c.Type, "state": c.State} {
		several(q, key, values)
	}
	if c.wanted() {
		c.query(q)
		g.out.Writes(screen.Data)
		return g.with(ctx, func(api *client) error { return api.do(ctx, http.MethodGet, "/mentions/export", q, nil, g.streams.Out) })
	}
	q.Set("limit", "500")
	out := *g
	out.JSON = true
	g.out.Writes(screen.JSON)
	return list(ctx, &out, "/mentions", q, "", "", func(struct{}) []any { return nil })
}

// several puts a list into a query as the API takes it.
func several(q url.Values, key string, values []string) {
	if len(values) > 0 {
		q.Set(key, strings.Join(values, ","))
	}
}

type exportSearch struct {
	csvFlags
	Query []string `arg:"" optional:"" help:"As for search. Empty matches everything."`
}

func (c *exportSearch) Run(ctx context.Context, g *globals) error {
	if err := c.check(g); err != nil {
		return err
	}
	q := url.Values{"q": {strings.Join(c.Query, " ")}}
	c.query(q)
	g.out.Writes(screen.JSON)
	if c.wanted() {
		q.Set("format", "csv")
		g.out.Writes(screen.Data)
	}
	return g.with(ctx, func(api *client) error {
		return pointAt(q.Get("q"), api.do(ctx, http.MethodGet, "/search/export", q, nil, g.streams.Out))
	})
}
