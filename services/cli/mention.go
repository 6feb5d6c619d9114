package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type mentionCmd struct {
	Show    mentionShow    `cmd:"" help:"Show a mention with its hits."`
	Confirm mentionConfirm `cmd:"" help:"Confirm a mention: it is about the brand."`
	Dismiss mentionDismiss `cmd:"" help:"Dismiss a mention, or one of its hits: it is not about the brand."`
}

type hitView struct {
	ID, Field, Surface, Quote string
	Class                     string `json:"confidence_class"`
	Start                     int
	Second                    *float64
	dismissed                 bool
}

type mentionView struct {
	ID       string
	Brand    struct{ ID, Name string }
	Document struct{ Title string }
	State    string
	Reason   string
	Class    string `json:"confidence_class"`
	Hits     []hitView
	Gone     []hitView `json:"dismissed_hits"`
}

// fieldOrder is the order of the parts of a document.
var fieldOrder = []string{"text", "title", "notes", "chapter"}

// hits returns all hits in order, the dismissed ones too: dismissing one doesn't change the
// numbers of the others.
func (m mentionView) hits() []hitView {
	all := slices.Clone(m.Hits)
	for _, h := range m.Gone {
		h.dismissed = true
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b hitView) int {
		at, bt := 0.0, 0.0
		if a.Second != nil && b.Second != nil {
			at, bt = *a.Second, *b.Second
		}
		return cmp.Or(cmp.Compare(slices.Index(fieldOrder, a.Field), slices.Index(fieldOrder, b.Field)), cmp.Compare(at, bt), cmp.Compare(a.Start, b.Start))
	})
	return all
}

func (m mentionView) String() string {
	state := m.State
	if m.Reason != "" {
		state += " (" + screen.Line(m.Reason) + ")"
	}
	text := fmt.Sprintf("%s in %s: %s, %s", screen.Line(m.Brand.Name), screen.Line(m.Document.Title), m.Class, state)
	for i, h := range m.hits() {
		where := h.Field
		if h.Second != nil {
			where = fmt.Sprintf("%d:%02d", int(*h.Second)/60, int(*h.Second)%60)
		}
		says := h.Class
		if h.dismissed {
			says = "dismissed"
		}
		text += fmt.Sprintf("\n%3d  %-8s %-9s %s", i+1, where, says, screen.Line(h.Quote))
	}
	return text
}

type mentionShow struct {
	ID string `arg:"" help:"Id of the mention."`
}

func (c *mentionShow) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodGet, mentionPath(c.ID), nil, nil, mentionView.String)
}

func mentionPath(id string) string { return "/mentions/" + url.PathEscape(id) }

type mentionConfirm struct {
	ID   string `arg:"" help:"Id of the mention."`
	Undo bool   `help:"Make it new again."`
}

func (c *mentionConfirm) Run(ctx context.Context, g *globals) error {
	state, said := "confirmed", "Confirmed."
	if c.Undo {
		state, said = "new", "Undone: the mention is new again."
	}
	return send(ctx, g, http.MethodPatch, mentionPath(c.ID), nil, map[string]any{"state": state, "reason": ""}, func(mentionView) string { return said })
}

type mentionDismiss struct {
	ID     string `arg:"" help:"Id of the mention."`
	Hit    string `help:"Dismiss only this hit: its number in namedrop mention show, or its id."`
	Reason string `enum:",not_us,other_sense,advert,repost,other" default:"" help:"Why: not_us, other_sense, advert, repost or other. Not for a single hit, whose words are not the brand."`
	Undo   bool   `help:"Restore it."`
}

func (c *mentionDismiss) Run(ctx context.Context, g *globals) error {
	if c.Hit != "" {
		return c.hit(ctx, g)
	}
	change, said := map[string]any{"state": "dismissed", "reason": c.Reason}, "Dismissed."
	if c.Undo {
		change, said = map[string]any{"state": "new", "reason": ""}, "Undone: the mention is new again."
	}
	return send(ctx, g, http.MethodPatch, mentionPath(c.ID), nil, change, func(mentionView) string { return said })
}

func (c *mentionDismiss) hit(ctx context.Context, g *globals) error {
	if c.Reason != "" {
		return errors.New("--reason is for whole mentions: a hit is dismissed because its words are not the brand")
	}
	return g.with(ctx, func(api *client) error {
		var m mentionView
		if err := api.do(ctx, http.MethodGet, mentionPath(c.ID), nil, nil, &m); err != nil {
			return err
		}
		all := m.hits()
		at := slices.IndexFunc(all, func(h hitView) bool { return h.ID == c.Hit })
		if n, err := strconv.Atoi(c.Hit); at < 0 && err == nil {
			at = n - 1
		}
		if at < 0 || at >= len(all) {
			return fmt.Errorf("the mention has no hit %s; namedrop mention show %s lists them", c.Hit, m.ID)
		}
		return sendWith(ctx, g, api, http.MethodPatch, mentionPath(c.ID)+"/hits/"+all[at].ID, nil, map[string]any{"dismissed": !c.Undo}, mentionView.String)
	})
}
