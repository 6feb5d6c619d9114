package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/services/cli/detectcmd"
)

type brandCmd struct {
	List    brandList    `cmd:"" default:"1" help:"List the brands."`
	Add     brandAdd     `cmd:"" help:"Listen for a name; the archive is rescanned."`
	Edit    brandEdit    `cmd:"" help:"Change a brand; the archive is rescanned."`
	Import  brandImport  `cmd:"" help:"Add the brands of a file, as detect takes it."`
	Suggest brandSuggest `cmd:"" help:"What the archive proposes for a name, to accept or not."`
	Teach   brandTeach   `cmd:"" help:"Accept a proposal, or anything else that belongs to a brand; or take it back."`
	HeardAs brandHeardAs `cmd:"" help:"Teach what speech recognition makes of a brand, or take it back."`
	Delete  brandDelete  `cmd:"" help:"Stop listening for a name."`
}

type brandView struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Aliases      []string `json:"aliases"`
	Own          bool     `json:"own"`
	CompetesWith string   `json:"competes_with"`
	Rescan       string   `json:"rescan"`
	Feedback     struct {
		Confirmed, Dismissed int
		Precision            *float64
	} `json:"feedback"`
}

// right tells the share of the judged mentions that were right.
func (b brandView) right() string {
	if b.Feedback.Precision == nil {
		return "not judged yet"
	}
	return fmt.Sprintf("%d of %d", b.Feedback.Confirmed, b.Feedback.Confirmed+b.Feedback.Dismissed)
}

type brandList struct{}

func (brandList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/brands", nil, "ID\tNAME\tALSO\tOWN\tRIGHT", "No brands yet. Which name shall we listen for? namedrop brand add NAME", func(b brandView) []any {
		own := "own"
		if !b.Own {
			own = "competitor"
		}
		return []any{b.ID, short(b.Name), short(strings.Join(b.Aliases, ", ")), own, b.right()}
	})
}

type brandAdd struct {
	Name         string   `arg:"" help:"The name."`
	ID           string   `help:"Id; made from the name where it is left out."`
	Alias        []string `help:"Other names."`
	Handle       []string `help:"Accounts, as @acme."`
	Domain       []string `help:"Web addresses, as acme.example."`
	Context      []string `help:"Words that belong near it."`
	Exclude      []string `help:"Words that rule it out."`
	HeardAs      []string `help:"What speech recognition makes of it."`
	CompetesWith string   `help:"Id of your own brand it competes with."`
}

func (c *brandAdd) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/brands", nil, map[string]any{
		"id": c.ID, "name": c.Name, "aliases": c.Alias, "handles": c.Handle, "domains": c.Domain,
		"context": c.Context, "exclude": c.Exclude, "heard_as": c.HeardAs, "competes_with": c.CompetesWith,
	}, func(b brandView) string {
		return fmt.Sprintf("Listening for %s (%s). The archive is being gone through: namedrop rescan --status", b.Name, b.ID)
	})
}

// brandEdit changes what is given and leaves the rest; an empty list takes all away.
type brandEdit struct {
	ID           string    `arg:"" help:"Id of the brand."`
	Name         *string   `help:"The name."`
	Alias        *[]string `help:"Other names, in place of those it has."`
	Handle       *[]string `help:"Accounts, in place of those it has."`
	Domain       *[]string `help:"Web addresses, in place of those it has."`
	Context      *[]string `help:"Words that belong near it, in place of those it has."`
	Exclude      *[]string `help:"Words that rule it out, in place of those it has."`
	HeardAs      *[]string `help:"What speech recognition makes of it, in place of what it has."`
	Language     *string   `help:"Its language, as en."`
	CompetesWith *string   `help:"Id of your own brand it competes with."`
	Active       *bool     `negatable:"" help:"Listen for it, or with --no-active no longer."`
}

func (c *brandEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "aliases", c.Alias)
	set(changes, "handles", c.Handle)
	set(changes, "domains", c.Domain)
	set(changes, "context", c.Context)
	set(changes, "exclude", c.Exclude)
	set(changes, "heard_as", c.HeardAs)
	set(changes, "language", c.Language)
	set(changes, "active", c.Active)
	set(changes, "competes_with", c.CompetesWith)
	return amend(ctx, g, "/brands/"+url.PathEscape(c.ID), changes, func(b brandView) string {
		return fmt.Sprintf("%s (%s) is changed. The archive is being gone through: namedrop rescan --status", b.Name, b.ID)
	})
}

type brandImport struct {
	File string `arg:"" type:"existingfile" help:"YAML, JSON or JSON Lines."`
}

func (c *brandImport) Run(ctx context.Context, g *globals) error {
	brands, err := detectcmd.ReadBrands(c.File)
	if err != nil {
		return err
	}
	return g.with(ctx, func(api *client) error {
		added, known := 0, 0
		for _, b := range brands {
			err := api.do(ctx, http.MethodPost, "/brands", nil, map[string]any{
				"id": b.ID, "name": b.Name, "aliases": b.Aliases, "handles": b.Handles, "domains": b.Domains,
				"context": b.Context, "exclude": b.Exclude, "heard_as": b.HeardAs, "language": b.Language,
			}, nil)
			if p := (problem{}); errors.As(err, &p) && p.Code == "conflict" {
				known++
				continue
			}
			if err != nil {
				return fmt.Errorf("brand %s: %w", b.ID, err)
			}
			added++
		}
		if g.JSON {
			return g.writeJSON(map[string]int{"added": added, "known": known})
		}
		fmt.Fprintf(g.streams.Out, "%s added, %d were there.\n", count(added, "brand", "brands"), known)
		return nil
	})
}

type brandDelete struct {
	ID string `arg:""`
}

func (c *brandDelete) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodDelete, "/brands/"+url.PathEscape(c.ID), nil, nil, func(struct{}) string { return "No longer listening for " + c.ID + "." })
}
