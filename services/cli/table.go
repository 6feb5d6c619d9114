package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/namedrop/namedrop/services/cli/screen"
)

// page is any list of the API.
type page struct {
	Items []json.RawMessage `json:"items"`
	Next  string            `json:"next"`
}

// list fetches every page and writes the items: as JSON Lines, or as a table of the
// cells that row makes of each.
func list[T any](ctx context.Context, g *globals, path string, query url.Values, header string, empty string, row func(T) []any) error {
	return g.with(ctx, func(api *client) error {
		if query == nil {
			query = url.Values{}
		}
		w := tabwriter.NewWriter(g.streams.Out, 0, 4, 2, ' ', 0)
		n := 0
		for {
			var p page
			if err := api.do(ctx, http.MethodGet, path, query, nil, &p); err != nil {
				return err
			}
			for _, raw := range p.Items {
				if g.JSON {
					fmt.Fprintf(g.streams.Out, "%s\n", raw)
					continue
				}
				var item T
				if err := json.Unmarshal(raw, &item); err != nil {
					return fmt.Errorf("reading the answer: %w", err)
				}
				if n++; n == 1 {
					fmt.Fprintln(w, header)
				}
				for i, cell := range row(item) {
					if i > 0 {
						fmt.Fprint(w, "\t")
					}
					fmt.Fprint(w, screen.Line(fmt.Sprint(cell)))
				}
				fmt.Fprintln(w)
			}
			if p.Next == "" {
				break
			}
			query.Set("cursor", p.Next)
		}
		if n == 0 && !g.JSON {
			fmt.Fprintln(g.streams.Out, empty)
			return nil
		}
		return w.Flush()
	})
}

// send makes one request and writes the answer: as JSON where that was asked for, else
// as the sentence that say makes of it.
func send[T any](ctx context.Context, g *globals, method, path string, query url.Values, in any, say func(T) string) error {
	return g.with(ctx, func(api *client) error {
		if g.JSON {
			return api.do(ctx, method, path, query, in, g.streams.Out)
		}
		var out T
		var into any = &out
		if method == http.MethodDelete {
			into = nil
		}
		if err := api.do(ctx, method, path, query, in, into); err != nil {
			return err
		}
		fmt.Fprintln(g.streams.Out, say(out))
		return nil
	})
}

// longestName keeps one name of a table from pushing its other columns out of sight.
const longestName = 40

// short is a name as a table shows it; --json has all of it.
func short(name string) string {
	if letters := []rune(name); len(letters) > longestName {
		return strings.TrimSpace(string(letters[:longestName-1])) + "…"
	}
	return name
}

// count is a number with its word.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
