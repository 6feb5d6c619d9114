package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

type ruleCmd struct {
	List    ruleList    `cmd:"" default:"1" help:"List the rules."`
	Add     ruleAdd     `cmd:"" help:"Send mentions to a channel."`
	Edit    ruleEdit    `cmd:"" help:"Change a rule."`
	Preview rulePreview `cmd:"" help:"What a rule would have sent over the last 90 days."`
	Delete  ruleDelete  `cmd:"" help:"Delete a rule."`
}

type ruleView struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Brands   []string `json:"brands"`
	Kinds    []string `json:"kinds"`
	Channels []string `json:"channels"`
	Active   bool     `json:"active"`
}

type ruleList struct{}

func (ruleList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/rules", nil, "ID\tNAME\tBRANDS\tKINDS\tCHANNELS\tON", "No rules yet. namedrop channel add TYPE, then namedrop rule add NAME --channel ID", func(r ruleView) []any {
		return []any{r.ID, short(r.Name), orAll(r.Brands), orAll(r.Kinds), strings.Join(r.Channels, ", "), yes(r.Active)}
	})
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func orAll(s []string) string {
	if len(s) == 0 {
		return "all"
	}
	return strings.Join(s, ", ")
}

type ruleFlags struct {
	Brand         []string `help:"Only these brands."`
	Kind          []string `help:"Only these kinds: podcast, video, post, page."`
	Source        []string `help:"Only these sources."`
	MinConfidence float64  `help:"Only mentions at least this sure, 0 to 1."`

	Group time.Duration `help:"Gather what is found for so long, as 15m, and send it as one message where the channel can hold several. 0 sends at once."`
}

func (f ruleFlags) body(name string, channels []string) map[string]any {
	return map[string]any{
		"name": name, "brands": f.Brand, "kinds": f.Kind, "sources": f.Source, "min_confidence": f.MinConfidence, "channels": channels,
		"group_seconds": int(f.Group.Seconds()),
	}
}

type ruleAdd struct {
	ruleFlags
	Name    string   `arg:""`
	Channel []string `required:"" help:"Ids of the channels."`
}

func (c *ruleAdd) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/rules", nil, c.body(c.Name, c.Channel), func(r ruleView) string {
		return fmt.Sprintf("Rule %s (%s) stands.", r.Name, r.ID)
	})
}

// ruleEdit changes what is given and leaves the rest; an empty list means all.
type ruleEdit struct {
	ID            string    `arg:"" help:"Id of the rule."`
	Name          *string   `help:"What to call it."`
	Brand         *[]string `help:"Only these brands, in place of those it has."`
	Kind          *[]string `help:"Only these kinds, in place of those it has: podcast, video, post, page."`
	Source        *[]string `help:"Only these sources, in place of those it has."`
	MinConfidence *float64  `help:"Only mentions at least this sure, 0 to 1."`

	Group   *time.Duration `help:"Gather what is found for so long, as 15m, and send it as one message. 0 sends at once."`
	Channel *[]string      `help:"Ids of the channels, in place of those it has."`
	Active  *bool          `negatable:"" help:"Send what it matches, or with --no-active nothing for now."`
}

func (c *ruleEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "brands", c.Brand)
	set(changes, "kinds", c.Kind)
	set(changes, "sources", c.Source)
	set(changes, "min_confidence", c.MinConfidence)
	set(changes, "channels", c.Channel)
	if c.Group != nil {
		changes["group_seconds"] = int(c.Group.Seconds())
	}
	set(changes, "active", c.Active)
	return amend(ctx, g, "/rules/"+url.PathEscape(c.ID), changes, func(r ruleView) string {
		return fmt.Sprintf("Rule %s (%s) is changed.", r.Name, r.ID)
	})
}

type rulePreview struct{ ruleFlags }

func (c *rulePreview) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/rules/preview", nil, c.body("preview", []string{"preview"}), func(p struct{ Days, Total int }) string {
		return fmt.Sprintf("Would have sent %d in %d days.", p.Total, p.Days)
	})
}

type ruleDelete struct {
	ID string `arg:""`
}

func (c *ruleDelete) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodDelete, "/rules/"+url.PathEscape(c.ID), nil, nil, func(struct{}) string { return "Deleted." })
}

type replayCmd struct {
	Channel string `help:"Only this channel."`
	State   string `enum:"dead,delivered," default:"dead" help:"dead: those given up; delivered: those that arrived."`
	From    string `help:"From this day on."`
	To      string `help:"Up to this day."`
}

func (c *replayCmd) Run(ctx context.Context, g *globals) error {
	q := url.Values{}
	for name, v := range map[string]string{"channel": c.Channel, "state": c.State, "from": c.From, "to": c.To} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return send(ctx, g, http.MethodPost, "/deliveries/replay", q, nil, func(r struct{ Replayed int }) string {
		return fmt.Sprintf("%d deliveries are sent again.", r.Replayed)
	})
}
