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
	Name string `arg:"" help:"A name, or the id of a brand."`
}

type proposals []struct {
	Text  string
	Count int
	Quote string
}

func (p proposals) tell(what string) string {
	if len(p) == 0 {
		return ""
	}
	text := what + ":\n"
	for _, x := range p {
		text += fmt.Sprintf("  %-20s %d times, as in: %s\n", screen.Line(x.Text), x.Count, screen.Line(x.Quote))
	}
	return text
}

func (c *brandSuggest) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/brands/suggest", nil, map[string]any{"name": c.Name}, func(s struct {
		Aliases, Context, Exclude proposals
		HeardAs                   proposals `json:"heard_as"`
		Documents                 int
	}) string {
		text := s.Aliases.tell("Also written") + s.HeardAs.tell("Heard as") + s.Context.tell("Stands near sure mentions") + s.Exclude.tell("Stands near unsure ones")
		if text == "" {
			text = "Nothing to propose. "
		}
		return text + fmt.Sprintf("%d documents looked at. Accept with namedrop brand teach or heard-as.", s.Documents)
	})
}

// brandTeach edits the lists of a brand. What stands there already is left alone.
type brandTeach struct {
	ID      string   `arg:"" help:"Id of the brand."`
	Alias   []string `help:"Other names."`
	Handle  []string `help:"Accounts, as @acme."`
	Domain  []string `help:"Web addresses, as acme.example."`
	Context []string `help:"Words that belong near it."`
	Exclude []string `help:"Words that rule it out."`
	Undo    bool     `help:"Take them back."`
}

func (c *brandTeach) Run(ctx context.Context, g *globals) error {
	path := "/brands/" + url.PathEscape(c.ID)
	return g.with(ctx, func(api *client) error {
		brand := map[string]any{}
		if err := api.do(ctx, http.MethodGet, path, nil, nil, &brand); err != nil {
			return err
		}
		changed := 0
		for field, words := range map[string][]string{"aliases": c.Alias, "handles": c.Handle, "domains": c.Domain, "context": c.Context, "exclude": c.Exclude} {
			list, _ := brand[field].([]any)
			had := len(list)
			for _, w := range words {
				list = slices.DeleteFunc(list, func(have any) bool { s, _ := have.(string); return strings.EqualFold(s, w) })
				if !c.Undo {
					list = append(list, w)
				}
			}
			if len(words) > 0 && len(list) != had {
				brand[field] = list
				changed++
			}
		}
		if changed == 0 {
			return errors.New("nothing to change; see namedrop brand teach --help")
		}
		for _, kept := range []string{"$schema", "workspace", "revision", "feedback"} {
			delete(brand, kept) // not the user's to write
		}
		if err := api.do(ctx, http.MethodPut, path, nil, brand, nil); err != nil {
			return err
		}
		fmt.Fprintf(g.streams.Out, "%s is changed; the archive is being gone through.\n", brand["name"])
		return nil
	})
}

type brandHeardAs struct {
	ID   string `arg:"" help:"Id of the brand."`
	As   string `arg:"" help:"As it stands in transcripts."`
	Undo bool   `help:"Take it back."`
}

func (c *brandHeardAs) Run(ctx context.Context, g *globals) error {
	path := "/brands/" + url.PathEscape(c.ID) + "/heard-as"
	if c.Undo {
		return send(ctx, g, http.MethodDelete, path, url.Values{"as": {c.As}}, nil, func(struct{}) string { return "Taken back; the archive is being gone through." })
	}
	return send(ctx, g, http.MethodPost, path, nil, map[string]any{"as": c.As}, func(b brandView) string {
		return fmt.Sprintf("%s is now also found as %q; the archive is being gone through.", b.Name, c.As)
	})
}
