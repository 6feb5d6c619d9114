package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type objectionCmd struct {
	List   objectionList   `cmd:"" default:"1" help:"List the people who are left out."`
	Add    objectionAdd    `cmd:"" help:"Leave a person out from now on, and delete what is stored of them."`
	Delete objectionDelete `cmd:"" help:"End an objection. What was deleted doesn't come back."`
}

type objection struct {
	ID, Network, Who, Note string
	Deleted                int
}

type objectionList struct{}

func (objectionList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/objections", nil, "ID\tWHO\tNETWORK\tNOTE", "Nobody objects.", func(o objection) []any {
		network := o.Network
		if network == "" {
			network = "all"
		}
		return []any{o.ID, short(o.Who), network, short(o.Note)}
	})
}

type objectionAdd struct {
	Who     string `arg:"" help:"Handle or name of an author, or name of a show's host."`
	Network string `help:"Only on this network, such as mastodon. By default on all."`
	Note    string `help:"When and how they asked."`
}

func (c *objectionAdd) Run(ctx context.Context, g *globals) error {
	body := map[string]any{"who": c.Who, "network": c.Network, "note": c.Note}
	return send(ctx, g, http.MethodPost, "/objections", nil, body, func(o objection) string {
		return fmt.Sprintf("%s is left out from now on (%s). %s deleted.", screen.Line(o.Who), o.ID, count(o.Deleted, "stored document was", "stored documents were"))
	})
}

type objectionDelete struct {
	ID string `arg:"" help:"Id of the objection."`
}

func (c *objectionDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/objections/"+url.PathEscape(c.ID), nil, "Objection ended.")
}
