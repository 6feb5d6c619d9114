package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/namedrop/namedrop/services/api"
)

type deadLetterCmd struct {
	List    deadLetterList    `cmd:"" help:"List the messages that could not be processed."`
	Retry   deadLetterRetry   `cmd:"" help:"Publish a message again."`
	Discard deadLetterDiscard `cmd:"" help:"Delete a message permanently."`
}

type deadLetterList struct{}

func (deadLetterList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/dead-letters", nil, "ID\tSINCE\tCONSUMER\tSUBJECT\tATTEMPTS\tCAUSE", "No dead letters.", func(d api.DeadLetterView) []any {
		return []any{d.ID, d.Created.Local().Format(time.DateTime), d.Consumer, short(d.Subject), d.Attempts, short(d.Cause)}
	})
}

type deadLetterRetry struct {
	ID  []string `arg:"" optional:"" help:"Id of the dead letter: see namedrop dead-letter list."`
	All bool     `help:"Retry all of them."`
}

func (c *deadLetterRetry) Run(ctx context.Context, g *globals) error {
	if c.All == (len(c.ID) > 0) {
		return errors.New("give the ids of dead letters, or --all")
	}
	return g.with(ctx, func(to *client) error {
		ids := c.ID
		if c.All {
			for cursor := ""; ; {
				var page api.List[api.DeadLetterView]
				if err := to.do(ctx, http.MethodGet, "/dead-letters", url.Values{"limit": {"500"}, "cursor": {cursor}}, nil, &page); err != nil {
					return err
				}
				for _, d := range page.Items {
					ids = append(ids, d.ID)
				}
				if cursor = page.Next; cursor == "" {
					break
				}
			}
		}
		for _, id := range ids {
			if err := to.do(ctx, http.MethodPost, "/dead-letters/"+url.PathEscape(id)+"/retry", nil, nil, nil); err != nil {
				return err
			}
		}
		if g.JSON {
			return g.writeJSON(map[string]int{"retried": len(ids)})
		}
		fmt.Fprintf(g.streams.Out, "Published %s again.\n", count(len(ids), "message", "messages"))
		return nil
	})
}

type deadLetterDiscard struct {
	ID string `arg:"" help:"Id of the dead letter: see namedrop dead-letter list."`
}

func (c *deadLetterDiscard) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/dead-letters/"+url.PathEscape(c.ID), nil, "Discarded.")
}
