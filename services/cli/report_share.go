package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

type reportShare struct {
	ID      string    `arg:"" help:"Id of the report."`
	Days    int       `xor:"end" help:"Expires in this many days, 366 at most; 30 by default."`
	Expires time.Time `xor:"end" placeholder:"TIME" help:"When it expires, such as 2026-12-31T18:00:00Z."`
}

func (c *reportShare) Run(ctx context.Context, g *globals) error {
	in := map[string]any{}
	if c.Days != 0 {
		in["days"] = c.Days
	}
	if !c.Expires.IsZero() {
		in["expires"] = c.Expires
	}
	return send(ctx, g, http.MethodPost, "/reports/"+url.PathEscape(c.ID)+"/shares", nil, in, func(s struct {
		ID      string    `json:"id"`
		URL     string    `json:"url"`
		Expires time.Time `json:"expires"`
	}) string {
		return fmt.Sprintf("%s\nCopy it now: it won't be shown again. Whoever has it can read the report until %s.\nTo end it earlier: namedrop report unshare %s", s.URL, s.Expires.UTC().Format("2006-01-02 15:04Z"), s.ID)
	})
}

type reportShares struct {
	ID string `arg:"" optional:"" help:"Only the links to this report."`
}

func (c *reportShares) Run(ctx context.Context, g *globals) error {
	path := "/shares"
	if c.ID != "" {
		path = "/reports/" + url.PathEscape(c.ID) + "/shares"
	}
	return list(ctx, g, path, nil, "ID\tREPORT\tMADE BY\tCREATED\tEXPIRES", "No links to reports work now. Make one: namedrop report share ID", func(s struct {
		ID, Report, Creator string
		Created, Expires    time.Time
	}) []any {
		return []any{s.ID, s.Report, short(s.Creator), s.Created.Format(time.DateTime), s.Expires.Format(time.DateTime)}
	})
}

type reportUnshare struct {
	ID string `arg:"" help:"Id of the link, as namedrop report shares lists it."`
}

func (c *reportUnshare) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/shares/"+url.PathEscape(c.ID), nil, "Revoked.")
}
