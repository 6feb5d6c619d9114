package cli

import (
	"context"
	"fmt"
	"net/http"
)

type resumeCmd struct{}

// Run confirms the ledger of a paused server, or of the data folder if no server runs.
func (resumeCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(c *client) error {
		if err := c.do(ctx, http.MethodPost, "/resume", nil, nil, nil); err != nil {
			return err
		}
		if g.JSON {
			return g.writeJSON(map[string]bool{"resumed": true})
		}
		fmt.Fprintln(g.streams.Out, "Resumed. The bus and the search index are rebuilt from this ledger.")
		return nil
	})
}
