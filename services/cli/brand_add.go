package cli

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type brandAdd struct {
	Name         string   `arg:"" help:"Name of the brand."`
	ID           string   `help:"Id; by default made from the name."`
	Alias        []string `help:"Other names."`
	Handle       []string `help:"Accounts, such as @acme."`
	Domain       []string `help:"Web addresses, such as acme.example."`
	Context      []string `help:"Context words: they confirm the brand if its name is an ordinary word."`
	Exclude      []string `help:"Words that rule the brand out when they are near."`
	HeardAs      []string `help:"Spellings that speech recognition writes for it."`
	SoundsLike   []string `help:"How its name is pronounced, in letters: --sounds-like \"clay vee oh\"."`
	Searches     []string `placeholder:"TYPE" help:"Search these networks for it, by type of source, or all of them: all. See namedrop brand searches."`
	CompetesWith string   `xor:"whose" help:"Id of your own brand that it competes with. By default the only one that you have."`
	Own          bool     `xor:"whose" help:"It is your own brand. The first one is, by default."`
}

func (c *brandAdd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		rival, err := c.rival(ctx, api)
		if err != nil {
			return err
		}
		body := map[string]any{
			"id": c.ID, "name": c.Name, "aliases": c.Alias, "handles": c.Handle, "domains": c.Domain,
			"context": c.Context, "exclude": c.Exclude, "heard_as": c.HeardAs, "sounds_like": c.SoundsLike, "competes_with": rival.ID, "searches": c.Searches,
		}
		if g.JSON {
			return api.do(ctx, http.MethodPost, "/brands", nil, body, g.streams.Out)
		}
		var b brandView
		if err := api.do(ctx, http.MethodPost, "/brands", nil, body, &b); err != nil {
			return err
		}
		as := ""
		if rival.Name != "" {
			as = " as a competitor of " + screen.Line(rival.Name)
		}
		fmt.Fprintf(g.streams.Out, "Brand %s (%s) added%s. Re-scanning the archive: see namedrop rescan --status.\n", screen.Line(b.Name), b.ID, as)
		if as != "" {
			fmt.Fprintf(g.streams.Out, "If it is your own: namedrop brand edit %s --competes-with ''\n", b.ID)
		}
		return showOrdinary(ctx, g, api, b)
	})
}

// rival returns the brand that the new one competes with. The first brand is the user's own. A
// later one, if nothing is said about it, competes with the own one; its name is only set then.
func (c *brandAdd) rival(ctx context.Context, api *client) (rival struct{ ID, Name string }, err error) {
	if rival.ID = c.CompetesWith; rival.ID != "" || c.Own {
		return rival, nil
	}
	var have struct{ Items []brandView }
	if err := api.do(ctx, http.MethodGet, "/brands", nil, nil, &have); err != nil {
		return rival, err
	}
	var own []string
	for _, b := range have.Items {
		if b.Own && !strings.EqualFold(b.Name, c.Name) {
			own = append(own, b.ID)
			rival.ID, rival.Name = b.ID, b.Name
		}
	}
	if len(own) > 1 {
		return rival, fmt.Errorf("which brand does it compete with? Add --competes-with ID (%s), or --own if it is your own", strings.Join(own, ", "))
	}
	return rival, nil
}
