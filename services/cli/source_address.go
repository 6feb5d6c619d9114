package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

// address is a post or page that is read once.
type address struct {
	ID       string `json:"id"`
	Source   string `json:"source"`
	URL      string `json:"url"`
	State    string `json:"state"`
	Document string `json:"document"`
	Error    string `json:"error"`
}

type sourceAddresses struct {
	State  string `enum:",waiting,read,failed,dropped" default:"" placeholder:"STATE" help:"Only those in this state: waiting, read, failed or dropped."`
	Source string `placeholder:"ID" help:"Only those of this source."`
	Retry  string `placeholder:"ID" help:"Read this one again now."`
}

func (c *sourceAddresses) Run(ctx context.Context, g *globals) error {
	if c.Retry != "" {
		return send(ctx, g, http.MethodPost, "/addresses/"+url.PathEscape(c.Retry)+"/retry", nil, nil, func(a address) string {
			return screen.Line(a.URL) + " is read again."
		})
	}
	q := url.Values{}
	if c.Source != "" {
		q.Set("source", c.Source)
	}
	if c.State != "" {
		q.Set("state", c.State)
	}
	return list(ctx, g, "/addresses", q, "ID\tADDRESS\tSTATE\tDOCUMENT\tPROBLEM", "No single posts or pages yet. Add one: namedrop source add --type single URL", func(a address) []any {
		return []any{a.ID, short(a.URL), a.State, a.Document, a.Error}
	})
}

// sayAddress waits until a post or page is read and says what came of it.
func (c *sourceAdd) sayAddress(ctx context.Context, g *globals, api *client, a address, answer json.RawMessage) error {
	defer g.err.Progress("")
	raw := answer
	for end := time.Now().Add(c.Timeout); a.State == "waiting" && !c.NoWait && !api.inProcess() && time.Now().Before(end); {
		g.err.Progress("Reading …")
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		raw = nil
		if err := api.do(ctx, http.MethodGet, "/addresses/"+url.PathEscape(a.ID), nil, nil, &raw); err != nil {
			return err
		}
		a = address{}
		if err := json.Unmarshal(raw, &a); err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
	}
	g.err.Progress("")
	if g.JSON {
		if err := g.writeJSON(raw); err != nil {
			return err
		}
	} else if _, err := fmt.Fprintln(g.streams.Out, a.outcome(api.inProcess())); err != nil {
		return err
	}
	if a.State == "failed" {
		return fmt.Errorf("%s could not be read", screen.Line(a.URL))
	}
	return nil
}

func (a address) outcome(unserved bool) string {
	switch {
	case a.State == "read":
		return fmt.Sprintf("%s read. `namedrop document show %s` shows it.", screen.Line(a.URL), a.Document)
	case a.State == "failed":
		return screen.Line(a.Error) + "\nPaste it: namedrop source add --type single " + quoted(screen.Line(a.URL)) + " text=@FILE author=NAME published=DATE"
	case a.Error != "":
		return fmt.Sprintf("%s is tried again: %s", screen.Line(a.URL), screen.Line(a.Error))
	case unserved:
		return fmt.Sprintf("%s added. It is read once `namedrop serve` runs.", screen.Line(a.URL))
	}
	return fmt.Sprintf("%s added as %s.", screen.Line(a.URL), a.ID)
}
