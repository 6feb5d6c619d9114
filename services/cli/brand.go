package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/services/cli/detectcmd"
	"github.com/namedrop/namedrop/services/cli/screen"
)

type brandCmd struct {
	List    brandList     `cmd:"" default:"1" help:"List the brands."`
	Add     brandAdd      `cmd:"" help:"Add a brand; the archive is rescanned."`
	Show    brandShow     `cmd:"" help:"Show a brand and, if its name is an ordinary word, what its inbox looks like."`
	Edit    brandEdit     `cmd:"" help:"Change a brand; the archive is rescanned."`
	Import  brandImport   `cmd:"" help:"Add the brands of a file, in the format of detect."`
	Suggest brandSuggest  `cmd:"" help:"Find suggestions for a brand in the archive, and show what its inbox would look like."`
	Teach   brandTeach    `cmd:"" help:"Add names, handles, domains or words to a brand, or remove them."`
	HeardAs brandHeardAs  `cmd:"" help:"Add a spelling that speech recognition writes for a brand, or remove it."`
	Search  brandSearches `cmd:"" name:"searches" help:"Show on which networks a brand is searched for, and turn searches on or off."`
	Delete  brandDelete   `cmd:"" help:"Delete a brand."`
}

type brandView struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Aliases      []string `json:"aliases"`
	Own          bool     `json:"own"`
	CompetesWith string   `json:"competes_with"`
	HeardAs      []string `json:"heard_as"`
	SoundsLike   []string `json:"sounds_like"`
	Handles      []string `json:"handles"`
	Domains      []string `json:"domains"`
	Context      []string `json:"context"`
	Exclude      []string `json:"exclude"`
	Active       bool     `json:"active"`
	Rescan       string   `json:"rescan"`
	Findings     []struct{ Says string }
	Feedback     struct {
		Confirmed, Dismissed int
		Precision            *float64
	} `json:"feedback"`
}

// accuracy returns how many of the reviewed mentions were confirmed.
func (b brandView) accuracy() string {
	if b.Feedback.Precision == nil {
		return "not reviewed yet"
	}
	return fmt.Sprintf("%d of %d right", b.Feedback.Confirmed, b.Feedback.Confirmed+b.Feedback.Dismissed)
}

func (b brandView) kind() string {
	if b.Own {
		return "own"
	}
	return "competitor"
}

// findings returns a line for each name that is an ordinary word.
func (b brandView) findings() (text string) {
	for _, f := range b.Findings {
		text += screen.Line(f.Says) + "\n"
	}
	return text
}

type brandList struct{}

func (brandList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/brands", nil, "ID\tNAME\tALIASES\tTYPE\tACCURACY", "No brands yet. Add one: namedrop brand add NAME", func(b brandView) []any {
		return []any{b.ID, short(b.Name), short(strings.Join(b.Aliases, ", ")), b.kind(), b.accuracy()}
	})
}

// brandEdit changes what is given and leaves the rest. An empty list removes all.
type brandEdit struct {
	ID           string    `arg:"" help:"Id of the brand."`
	Name         *string   `help:"New name."`
	Alias        *[]string `help:"Other names; replaces the list."`
	Handle       *[]string `help:"Accounts; replaces the list."`
	Domain       *[]string `help:"Web addresses; replaces the list."`
	Context      *[]string `help:"Context words; replaces the list."`
	Exclude      *[]string `help:"Words that rule it out; replaces the list."`
	HeardAs      *[]string `help:"Spellings that speech recognition writes for it; replaces the list."`
	SoundsLike   *[]string `help:"How its name is pronounced, in letters; replaces the list."`
	Language     *string   `help:"Its language, such as en."`
	CompetesWith *string   `help:"Id of your own brand that it competes with."`
	Active       *bool     `negatable:"" help:"Resume the brand; --no-active pauses it."`
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
	set(changes, "sounds_like", c.SoundsLike)
	set(changes, "language", c.Language)
	set(changes, "active", c.Active)
	set(changes, "competes_with", c.CompetesWith)
	return amend(ctx, g, "/brands/"+url.PathEscape(c.ID), changes, changedBrand)
}

func changedBrand(b brandView) string {
	return fmt.Sprintf("Brand %s (%s) changed. Re-scanning the archive: see namedrop rescan --status.", screen.Line(b.Name), b.ID)
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
				"context": b.Context, "exclude": b.Exclude, "heard_as": b.HeardAs, "sounds_like": b.SoundsLike, "language": b.Language,
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
		fmt.Fprintf(g.streams.Out, "%s added, %d already existed.\n", count(added, "brand", "brands"), known)
		return nil
	})
}

type brandDelete struct {
	ID string `arg:"" help:"Id of the brand."`
}

func (c *brandDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/brands/"+url.PathEscape(c.ID), nil, "Brand deleted. Its mentions are being removed.")
}
