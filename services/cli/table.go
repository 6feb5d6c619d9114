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

// list loads every page and writes the items, as JSON Lines or as a table. Row returns the cells
// of an item.
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

// send makes one request and writes the answer: as JSON with --json, and else as the sentence
// that say returns.
func send[T any](ctx context.Context, g *globals, method, path string, query url.Values, in any, say func(T) string) error {
	return g.with(ctx, func(api *client) error { return sendWith(ctx, g, api, method, path, query, in, say) })
}

// sendWith is send with an existing client.
func sendWith[T any](ctx context.Context, g *globals, api *client, method, path string, query url.Values, in any, say func(T) string) error {
	if g.JSON {
		return api.do(ctx, method, path, query, in, g.streams.Out)
	}
	var out T
	if err := api.do(ctx, method, path, query, in, &out); err != nil {
		return err
	}
	fmt.Fprintln(g.streams.Out, say(out))
	return nil
}

// remove makes a DELETE request, whose answer is empty, and writes a sentence, or {"done":true}
// with --json.
func remove(ctx context.Context, g *globals, path string, query url.Values, say string) error {
	return g.with(ctx, func(api *client) error {
		if err := api.do(ctx, http.MethodDelete, path, query, nil, nil); err != nil {
			return err
		}
		if g.JSON {
			return g.writeJSON(map[string]bool{"done": true})
		}
		fmt.Fprintln(g.streams.Out, say)
		return nil
	})
}

// longestName keeps a long name from pushing the other columns of a table out of view.
const longestName = 40

// short shortens a name for a table. --json has all of it.
func short(name string) string {
	if letters := []rune(name); len(letters) > longestName {
		return strings.TrimSpace(string(letters[:longestName-1])) + "…"
	}
	return name
}

// count returns a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
