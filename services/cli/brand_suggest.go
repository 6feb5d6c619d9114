package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type brandSuggest struct {
	Name string `arg:"" help:"Name, or id of a brand."`
}

// proposals are words with how often they occur and an example.
type proposals []struct {
	Text  string
	Count int
	Quote string
}

func (p proposals) list(what string) string {
	if len(p) == 0 {
		return ""
	}
	text := what + ":\n"
	for _, x := range p {
		text += fmt.Sprintf("  %-20s %s, for example: %s\n", screen.Line(x.Text), count(x.Count, "time", "times"), screen.Line(x.Quote))
	}
	return text
}

// inboxView is what the inbox of a brand would hold.
type inboxView struct{ Sure, Likely, Unsure int }

func (v inboxView) String() string {
	return fmt.Sprintf("%d sure, %d likely, %d unsure", v.Sure, v.Likely, v.Unsure)
}

// suggestion is what the archive suggests for a brand.
type suggestion struct {
	Aliases, Domains, Context, Nearby, Exclude proposals
	HeardAs                                    proposals `json:"heard_as"`
	Documents                                  int
	Whole                                      bool
	Findings                                   []struct{ Says string }
	Inbox, Improved                            inboxView
}

func (s suggestion) String() string {
	text := ""
	for _, f := range s.Findings {
		text += screen.Line(f.Says) + "\n"
	}
	lists := s.Domains.list("Web addresses (--domain)") + s.Context.list("Near mentions that are right (--context)") +
		s.Nearby.list("Other brands near it (--context)") + s.Exclude.list("Near unsure mentions (--exclude)") +
		s.Aliases.list("Other names") + s.HeardAs.list("Heard as")
	checked := "Checked " + count(s.Documents, "document", "documents")
	if !s.Whole {
		checked = "Checked the newest " + count(s.Documents, "document", "documents")
	}
	if s.Inbox != (inboxView{}) {
		text += fmt.Sprintf("Its inbox: %s.\n", s.Inbox)
	}
	if s.Improved != s.Inbox {
		text += fmt.Sprintf("With these suggestions: %s.\n", s.Improved)
	}
	if lists == "" {
		return text + checked + ". No suggestions."
	}
	return text + lists + checked + ". Add them with namedrop brand teach or namedrop brand heard-as."
}

func (c *brandSuggest) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		body := map[string]any{"name": c.Name}
		var saved brandView
		err := api.do(ctx, http.MethodGet, "/brands/"+url.PathEscape(c.Name), nil, nil, &saved)
		if p := (problem{}); err != nil && !(errors.As(err, &p) && p.Code == "not_found") {
			return err
		}
		if err == nil {
			body = map[string]any{"id": saved.ID, "name": saved.Name}
		}
		return sendWith(ctx, g, api, http.MethodPost, "/brands/suggest", nil, body, suggestion.String)
	})
}

// showOrdinary prints what to do about a brand whose name is an ordinary word, and nothing about
// others. The brand is saved already, so that a look at the archive that fails is only a warning.
func showOrdinary(ctx context.Context, g *globals, api *client, b brandView) error {
	if len(b.Findings) == 0 {
		return nil
	}
	var s suggestion
	if err := api.do(ctx, http.MethodPost, "/brands/suggest", nil, map[string]any{"id": b.ID, "name": b.Name}, &s); err != nil {
		fmt.Fprint(g.streams.Out, b.findings())
		fmt.Fprintln(g.streams.Err, "namedrop: looking for suggestions:", err)
		return nil
	}
	fmt.Fprintln(g.streams.Out, s)
	return nil
}

type brandShow struct {
	ID string `arg:"" help:"Id of the brand."`
}

func (c *brandShow) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		path := "/brands/" + url.PathEscape(c.ID)
		if g.JSON {
			return api.do(ctx, http.MethodGet, path, nil, nil, g.streams.Out)
		}
		var b brandView
		if err := api.do(ctx, http.MethodGet, path, nil, nil, &b); err != nil {
			return err
		}
		kind := b.kind()
		if b.CompetesWith != "" {
			kind += " of " + b.CompetesWith
		}
		if !b.Active {
			kind += ", paused"
		}
		fmt.Fprintf(g.streams.Out, "%s (%s), %s, %s\n", screen.Line(b.Name), b.ID, screen.Line(kind), b.accuracy())
		for _, list := range []struct {
			name  string
			words []string
		}{{"Other names", b.Aliases}, {"Heard as", b.HeardAs}, {"Domains", b.Domains}, {"Handles", b.Handles}, {"Context words", b.Context}, {"Exclude", b.Exclude}} {
			if len(list.words) > 0 {
				fmt.Fprintf(g.streams.Out, "%s: %s\n", list.name, screen.Line(strings.Join(list.words, ", ")))
			}
		}
		return showOrdinary(ctx, g, api, b)
	})
}
