package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type documentCmd struct {
	Show  documentShow  `cmd:"" help:"Show which transcript and chapters a document has, or why it has none."`
	Retry documentRetry `cmd:"" help:"Fetch the transcript or another part of a document again, now."`
}

type documentView struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	URL       string    `json:"url"`
	Published time.Time `json:"published"`
	Source    struct {
		Name string `json:"name"`
	} `json:"source"`
	Parts    []partView `json:"parts"`
	Mentions []struct {
		Brand struct {
			Name string `json:"name"`
		} `json:"brand"`
	} `json:"mentions"`
}

type documentShow struct {
	ID string `arg:"" help:"Id of the document, as source show lists it."`
}

func (c *documentShow) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, "/documents/"+url.PathEscape(c.ID), nil, nil, func(d documentView) string {
		lines := []string{screen.Line(d.Title), screen.Line(d.URL), fmt.Sprintf("%s, %s", screen.Line(d.Source.Name), d.Published.UTC().Format(time.DateTime)), ""}
		for _, p := range d.Parts {
			lines = append(lines, fmt.Sprintf("%s: %s", p.Part, p))
		}
		var brands []string
		for _, m := range d.Mentions {
			brands = append(brands, screen.Line(m.Brand.Name))
		}
		if len(brands) > 0 {
			lines = append(lines, "mentions: "+strings.Join(brands, ", "))
		}
		return strings.Join(lines, "\n")
	})
}

type documentRetry struct {
	ID      string        `arg:"" help:"Id of the document, as source show lists it."`
	Part    string        `default:"transcript" enum:"transcript,chapters,captions,speech,text" help:"Part to fetch: ${enum}."`
	NoWait  bool          `help:"Don't wait for the outcome."`
	Timeout time.Duration `default:"1m" placeholder:"DURATION" help:"How long to wait at most; 1m by default."`
}

func (c *documentRetry) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		var p partView
		path := "/documents/" + url.PathEscape(c.ID)
		if err := api.do(ctx, http.MethodPost, path+"/parts/"+c.Part+"/retry", nil, nil, &p); err != nil {
			return err
		}
		if !c.NoWait && !api.inProcess() {
			var err error
			if p, err = c.await(ctx, g, api, path, p); err != nil {
				return err
			}
		}
		if g.JSON {
			return g.writeJSON(p)
		}
		if p.untried() {
			fmt.Fprintf(g.streams.Out, "The %s is fetched as soon as it is its turn. `namedrop document show %s` shows the outcome.\n", c.Part, c.ID)
			return nil
		}
		fmt.Fprintf(g.streams.Out, "%s: %s\n", c.Part, p)
		return nil
	})
}

// untried reports whether a part was asked for and has not been tried since.
func (p partView) untried() bool { return p.State == "pending" && p.Attempts == 0 }

// await waits until the part has been tried.
func (c *documentRetry) await(ctx context.Context, g *globals, api *client, path string, p partView) (partView, error) {
	g.err.Progress("Fetching the " + c.Part + " …")
	defer g.err.Progress("")
	for end := time.Now().Add(c.Timeout); p.untried() && time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return p, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		var d documentView
		if err := api.do(ctx, http.MethodGet, path, nil, nil, &d); err != nil {
			return p, err
		}
		for _, part := range d.Parts {
			if part.Part == c.Part {
				p = part
			}
		}
	}
	return p, nil
}
