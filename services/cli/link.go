package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type linkCmd struct {
	List   linkList   `cmd:"" default:"1" help:"List short links with their clicks."`
	Add    linkAdd    `cmd:"" help:"Make a short link for a show, an episode or a post."`
	Edit   linkEdit   `cmd:"" help:"Change where a link leads or what it is for."`
	Clicks linkClicks `cmd:"" help:"Show the clicks of a link by day or hour."`
	QR     linkQR     `cmd:"" name:"qr" help:"Write the QR code of a link."`
	Delete linkDelete `cmd:"" help:"Delete a link with its clicks."`
}

type linkView struct {
	ID          string     `json:"id"`
	Slug        string     `json:"slug"`
	URL         string     `json:"url"`
	Name        string     `json:"name"`
	Destination string     `json:"destination"`
	Show        string     `json:"show"`
	Clicks      int        `json:"clicks"`
	LastClick   *time.Time `json:"last_click"`
}

type linkList struct {
	Text    string `name:"with" placeholder:"TEXT" help:"Only links with this text in the name, the slug or the address."`
	Mention string `placeholder:"ID" help:"Only those made for a mention."`
	Source  string `placeholder:"ID" help:"Only those made for a source."`
}

func (c *linkList) Run(ctx context.Context, g *globals) error {
	q := url.Values{}
	for name, value := range map[string]string{"q": c.Text, "mention": c.Mention, "source": c.Source} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return list(ctx, g, "/links", q, "LINK\tNAME\tFOR\tCLICKS\tLAST CLICK\tLEADS TO", "No links yet. Make one: namedrop link add ADDRESS --slug NAME", func(l linkView) []any {
		return []any{cmp.Or(l.Slug, l.ID), short(l.Name), short(l.Show), l.Clicks, hourOf(l.LastClick), short(l.Destination)}
	})
}

type linkAdd struct {
	Target  string            `arg:"" help:"Where it leads."`
	Slug    string            `help:"What follows /l/, such as late-shift; by default six characters."`
	Name    string            `help:"Name in lists; by default the title of the mention or the name of the source."`
	Mention string            `xor:"for" placeholder:"ID" help:"Mention in the episode, video, post or page that says the link."`
	Source  string            `xor:"for" placeholder:"ID" help:"Source, for a link that all of a show's episodes say."`
	UTM     map[string]string `name:"utm" placeholder:"NAME=VALUE" help:"UTM parameter, such as source=late-shift or medium=podcast; can be repeated. By default from the mention or source."`
	NoUTM   bool              `name:"no-utm" help:"Add no UTM parameters."`
}

func (c *linkAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"target": c.Target}
	for k, v := range map[string]string{"slug": c.Slug, "name": c.Name, "mention": c.Mention, "source": c.Source} {
		if v != "" {
			body[k] = v
		}
	}
	if len(c.UTM) > 0 || c.NoUTM {
		body["utm"] = utmOf(c.UTM)
	}
	return send(ctx, g, http.MethodPost, "/links", nil, body, func(l linkView) string {
		return fmt.Sprintf("%s\nleads to %s", screen.Line(l.URL), screen.Line(l.Destination))
	})
}

// utmOf takes the names with or without utm_ before them.
func utmOf(given map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range given {
		out[strings.TrimPrefix(strings.ToLower(name), "utm_")] = value
	}
	return out
}

type linkEdit struct {
	Link    string            `arg:"" help:"Slug or id of the link."`
	Target  *string           `help:"Where it leads."`
	Name    *string           `help:"Name in lists."`
	Mention *string           `placeholder:"ID" help:"Mention that it is for; empty for none."`
	Source  *string           `placeholder:"ID" help:"Source that it is for; empty for none."`
	UTM     map[string]string `name:"utm" placeholder:"NAME=VALUE" help:"UTM parameters, in place of all that it has; can be repeated."`
}

func (c *linkEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "target", c.Target)
	set(changes, "name", c.Name)
	set(changes, "mention", c.Mention)
	set(changes, "source", c.Source)
	if len(c.UTM) > 0 {
		changes["utm"] = utmOf(c.UTM)
	}
	return amend(ctx, g, "/links/"+url.PathEscape(c.Link), changes, func(l linkView) string {
		return fmt.Sprintf("%s leads to %s.", screen.Line(cmp.Or(l.URL, l.Slug)), screen.Line(l.Destination))
	})
}

type linkClicks struct {
	Link string    `arg:"" help:"Slug or id of the link."`
	Unit string    `enum:"hour,day" default:"day" help:"hour or day."`
	From time.Time `placeholder:"TIME" help:"By default 90 days before the end."`
	To   time.Time `placeholder:"TIME" help:"By default now."`
}

func (c *linkClicks) Run(ctx context.Context, g *globals) error {
	q := url.Values{"unit": {c.Unit}}
	for name, t := range map[string]time.Time{"from": c.From, "to": c.To} {
		if !t.IsZero() {
			q.Set(name, t.Format(time.RFC3339))
		}
	}
	return send(ctx, g, http.MethodGet, "/links/"+url.PathEscape(c.Link)+"/clicks", q, nil, func(v struct {
		Total  int `json:"total"`
		Points []struct {
			Start  time.Time `json:"start"`
			Clicks int       `json:"clicks"`
		} `json:"points"`
	}) string {
		layout := time.DateOnly
		if c.Unit == "hour" {
			layout = "2006-01-02 15:04Z"
		}
		var b strings.Builder
		for _, p := range v.Points {
			fmt.Fprintf(&b, "%s  %d\n", p.Start.UTC().Format(layout), p.Clicks)
		}
		fmt.Fprintf(&b, "%s.", count(v.Total, "click", "clicks"))
		return b.String()
	})
}

type linkQR struct {
	Link   string `arg:"" help:"Slug or id of the link."`
	Format string `enum:"svg,png" default:"svg" help:"svg or png."`
	Size   int    `default:"10" help:"Of a PNG: pixels for each square of the code."`
}

func (c *linkQR) Run(ctx context.Context, g *globals) error {
	g.out.Writes(screen.Data)
	return g.with(ctx, func(api *client) error {
		return api.do(ctx, http.MethodGet, "/links/"+url.PathEscape(c.Link)+"/qr", url.Values{"format": {c.Format}, "size": {strconv.Itoa(c.Size)}}, nil, g.streams.Out)
	})
}

type linkDelete struct {
	Link string `arg:"" help:"Slug or id of the link."`
}

func (c *linkDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/links/"+url.PathEscape(c.Link), nil, "Link deleted, with its clicks.")
}
