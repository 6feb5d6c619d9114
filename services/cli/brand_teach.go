package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

// brandTeach adds words to the lists of a brand, or removes them. It sends only the lists that
// change.
type brandTeach struct {
	ID      string   `arg:"" help:"Id of the brand."`
	Alias   []string `help:"Other names."`
	Handle  []string `help:"Accounts, such as @acme."`
	Domain  []string `help:"Web addresses, such as acme.example."`
	Context []string `help:"Context words: they confirm the brand if its name is an ordinary word."`
	Exclude []string `help:"Words that rule the brand out when they are near."`
	Undo    bool     `help:"Remove them."`
}

func (c *brandTeach) Run(ctx context.Context, g *globals) error {
	path := "/brands/" + url.PathEscape(c.ID)
	return g.with(ctx, func(api *client) error {
		brand := map[string]any{}
		if err := api.do(ctx, http.MethodGet, path, nil, nil, &brand); err != nil {
			return err
		}
		changes := map[string]any{}
		for field, words := range map[string][]string{"aliases": c.Alias, "handles": c.Handle, "domains": c.Domain, "context": c.Context, "exclude": c.Exclude} {
			list, _ := brand[field].([]any)
			before := len(list)
			for _, w := range words {
				list = slices.DeleteFunc(list, func(have any) bool { s, _ := have.(string); return strings.EqualFold(s, w) })
				if !c.Undo {
					list = append(list, w)
				}
			}
			if len(list) != before {
				changes[field] = list
			}
		}
		if len(changes) == 0 {
			return errors.New("nothing to change; see `namedrop brand teach --help`")
		}
		return sendWith(ctx, g, api.matching(), http.MethodPatch, path, nil, changes, changedBrand)
	})
}

type brandHeardAs struct {
	ID   string `arg:"" help:"Id of the brand."`
	As   string `arg:"" help:"Spelling in transcripts."`
	Undo bool   `help:"Remove it."`
}

func (c *brandHeardAs) Run(ctx context.Context, g *globals) error {
	path := "/brands/" + url.PathEscape(c.ID) + "/heard-as"
	if c.Undo {
		return remove(ctx, g, path, url.Values{"as": {c.As}}, "Removed. Re-scanning the archive: see namedrop rescan --status.")
	}
	return send(ctx, g, http.MethodPost, path, nil, map[string]any{"as": c.As}, func(b brandView) string {
		return fmt.Sprintf("%s is now also found as “%s”. Re-scanning the archive: see namedrop rescan --status.", screen.Line(b.Name), screen.Line(c.As))
	})
}
