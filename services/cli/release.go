package cli

import (
	"context"
	"net/url"
)

type releaseCmd struct {
	ID string `arg:"" help:"Id of the document or source, as namedrop doctor shows it."`
}

// Run takes a document or source out of quarantine, so that it is tried again.
func (c *releaseCmd) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/quarantine/"+url.PathEscape(c.ID), nil, "Released. It is retried now.")
}
