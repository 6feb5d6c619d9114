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

type brandSuggest struct {
	Name string `arg:"" help:"Name, or id of a brand."`
}

// suggestions are words with how often they occur and an example.
type suggestions []struct {
	Text  string
	Count int
	Quote string
}

func (p suggestions) list(what string) string {
	if len(p) == 0 {
		return ""
	}
	text := what + ":\n"
	for _, x := range p {
		text += fmt.Sprintf("  %-20s %s, for example: %s\n", screen.Line(x.Text), count(x.Count, "time", "times"), screen.Line(x.Quote))
	}
	return text
}

func (c *brandSuggest) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/brands/suggest", nil, map[string]any{"name": c.Name}, func(s struct {
		Aliases, Context, Exclude suggestions
		HeardAs                   suggestions `json:"heard_as"`
		Documents                 int
		Whole                     bool
	}) string {
		text := s.Aliases.list("Other names") + s.HeardAs.list("Heard as") + s.Context.list("Near sure mentions (--context)") + s.Exclude.list("Near unsure mentions (--exclude)")
		checked := "Checked " + count(s.Documents, "document", "documents")
		if !s.Whole {
			checked += "; stopped at the time limit"
		}
		if text == "" {
			return checked + ". No suggestions."
		}
		return text + checked + ". Add them with namedrop brand teach or namedrop brand heard-as."
	})
}

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
