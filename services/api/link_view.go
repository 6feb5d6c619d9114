package api

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"rsc.io/qr"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// LinkView is a short link.
type LinkView struct {
	ID          string       `json:"id"`
	Slug        string       `json:"slug,omitempty" doc:"Absent where another service serves the link."`
	URL         string       `json:"url" doc:"The short link itself. Empty while the public side is off."`
	Service     string       `json:"service" enum:"own,bitly,dub,shlink,other" doc:"Who serves it."`
	Name        string       `json:"name"`
	Target      string       `json:"target"`
	UTM         evidence.UTM `json:"utm"`
	Destination string       `json:"destination" doc:"The target with the parameters, as it redirects."`
	Mention     string       `json:"mention,omitempty"`
	Source      string       `json:"source,omitempty"`
	Show        string       `json:"show,omitempty" doc:"Name of the source that it is for, or of the mention's."`
	Title       string       `json:"title,omitempty" doc:"Of the episode, video, post or page that it is for."`
	Clicks      int64        `json:"clicks" doc:"One for each visitor and day. Programs and browsers that ask not to be tracked are not counted."`
	LastClick   *time.Time   `json:"last_click,omitempty" doc:"Start of the hour or day of the last click."`
	Revision    int64        `json:"revision"`
	Created     time.Time    `json:"created"`
	Updated     time.Time    `json:"updated"`
}

// linkURL returns the address of a link.
func (a *API) linkURL(l evidence.Link) string {
	switch {
	case l.Service != evidence.OwnLinks:
		return "https://" + l.Address
	case a.opts.PublicURL == "":
		return ""
	}
	return a.opts.PublicURL + "/l/" + l.Slug
}

func (a *API) viewLink(l evidence.CountedLink) LinkView {
	v := LinkView{
		ID: l.ID, Slug: l.Slug, URL: a.linkURL(l.Link), Service: l.Service, Name: l.Name, Target: l.Target, UTM: l.UTM, Destination: l.Destination(), Mention: l.Mention, Source: l.Source,
		Show: l.Show, Title: l.Title, Clicks: l.Clicks, Revision: l.Revision, Created: l.Created, Updated: l.Updated,
	}
	if !l.Last.IsZero() {
		last := l.Last.UTC()
		v.LastClick = &last
	}
	return v
}

// taggedLink returns a link as it is shown.
func (a *API) taggedLink(ctx context.Context, l evidence.Link) (*Tagged[LinkView], error) {
	found, err := evidence.CountLink(ctx, a.opts.Ledger, l)
	if err != nil {
		return nil, a.fail(ctx, "loading the link", err)
	}
	return tagged(a.viewLink(found), l.Revision), nil
}

// LinkClicks are the clicks of a link over a time.
type LinkClicks struct {
	Unit   string       `json:"unit" enum:"hour,day"`
	From   time.Time    `json:"from"`
	To     time.Time    `json:"to"`
	Total  int64        `json:"total"`
	Points []ClickPoint `json:"points" doc:"Those with clicks, by time. An hour or day that is absent had none."`
}

// ClickPoint is the clicks of an hour or day.
type ClickPoint struct {
	Start  time.Time `json:"start"`
	Clicks int64     `json:"clicks"`
}

// longestClicks is over how long a time the clicks of a link are listed by hour.
const longestClicks = 366 * 24 * time.Hour

func (a *API) linkClicks(ctx context.Context, in *struct {
	LinkPath
	Unit string    `query:"unit" enum:"hour,day" default:"day" doc:"Days are those of UTC."`
	From time.Time `query:"from" doc:"By default 90 days before the end."`
	To   time.Time `query:"to" doc:"By default now."`
}) (*Out[LinkClicks], error) {
	l, err := a.loadLink(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := LinkClicks{Unit: in.Unit, From: in.From.UTC(), To: in.To.UTC(), Points: []ClickPoint{}}
	if in.To.IsZero() {
		out.To = a.opts.Now().UTC()
	}
	if in.From.IsZero() {
		out.From = out.To.AddDate(0, 0, -90)
	}
	if span := out.To.Sub(out.From); span < 0 || span > 10*longestClicks || in.Unit == "hour" && span > longestClicks {
		return nil, clicksTooLong.problem()
	}
	clicks, err := evidence.ClicksOf(ctx, a.opts.Ledger, []string{l.ID}, out.From, out.To)
	if err != nil {
		return nil, a.fail(ctx, "loading the clicks", err)
	}
	for _, c := range clicks {
		start := c.Start.UTC()
		if in.Unit == "day" || c.Span == feeds.DaySpan {
			start = start.Truncate(24 * time.Hour)
		}
		out.Total += c.Value
		if n := len(out.Points); n > 0 && out.Points[n-1].Start.Equal(start) {
			out.Points[n-1].Clicks += c.Value
			continue
		}
		out.Points = append(out.Points, ClickPoint{start, c.Value})
	}
	return &Out[LinkClicks]{out}, nil
}

func (a *API) linkCodeOperation() huma.Operation {
	o := op(http.MethodGet, "/links/{id}/qr", "get-link-code", "Get the QR code of a link, as SVG or PNG", "links", access.Read)
	o.Description = "Error correction is of level Q: a quarter of the code may be damaged or covered. The white border belongs to it."
	o.Responses = map[string]*huma.Response{"200": {Description: "The picture.", Content: map[string]*huma.MediaType{
		"image/svg+xml": {Schema: &huma.Schema{Type: huma.TypeString}}, "image/png": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
	return o
}

// linkCode draws the code of a link.
func (a *API) linkCode(ctx context.Context, in *struct {
	LinkPath
	Format string `query:"format" enum:"svg,png" default:"svg"`
	Size   int    `query:"size" minimum:"1" maximum:"40" default:"10" doc:"Of a PNG: pixels for each square of the code."`
}) (*huma.StreamResponse, error) {
	l, err := a.loadLink(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	url := a.linkURL(l)
	if url == "" {
		return nil, linksOff.problem()
	}
	code, err := qr.Encode(url, qr.Q)
	if err != nil {
		return nil, a.fail(ctx, "drawing the code", err)
	}
	kind, picture := "image/svg+xml", codeSVG(code, url)
	if code.Scale = in.Size; in.Format == "png" {
		kind, picture = "image/png", code.PNG()
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", kind)
		c.SetHeader("Content-Disposition", `inline; filename="qr-`+plainWord(l.Name)+"."+in.Format+`"`)
		_, _ = c.BodyWriter().Write(picture)
	}}, nil
}

// quiet is the white border that readers of codes need, in squares.
const quiet = 4

// codeSVG draws a code with one path, black on white whatever the page's colours are.
func codeSVG(code *qr.Code, title string) []byte {
	var b bytes.Buffer
	side := code.Size + 2*quiet
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" shape-rendering="crispEdges"><title>`, side, side, 8*side, 8*side)
	_ = xml.EscapeText(&b, []byte(title))
	fmt.Fprintf(&b, `</title><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, side, side)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes()
}
