package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

type releaseCmd struct {
	ID string `arg:"" help:"Document or source, as namedrop doctor names it."`
}

// Run lets something be tried again over which the process has ended.
func (c *releaseCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		if err := api.do(ctx, http.MethodDelete, "/quarantine/"+url.PathEscape(c.ID), nil, nil, nil); err != nil {
			return err
		}
		fmt.Fprintln(g.streams.Out, "released; it is tried again now")
		return nil
	})
}
