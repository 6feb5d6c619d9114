package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/cli/screen"
)

type ruleCmd struct {
	List    ruleList    `cmd:"" default:"1" help:"List the rules."`
	Add     ruleAdd     `cmd:"" help:"Send mentions to a channel."`
	Edit    ruleEdit    `cmd:"" help:"Change a rule."`
	Preview rulePreview `cmd:"" help:"Show what a rule would have sent in the last 90 days."`
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
	return list(ctx, g, "/rules", nil, "ID\tNAME\tBRANDS\tKINDS\tCHANNELS\tACTIVE", "No rules yet. Add one: namedrop channel add TYPE, then namedrop rule add NAME --channel ID", func(r ruleView) []any {
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
	MinConfidence float64  `help:"Only mentions of at least this confidence, 0 to 1."`

	Group time.Duration `help:"Collect mentions for this long, such as 15m, and send them as one message if the channel can hold several. 0 sends each at once."`
}

func (f ruleFlags) body(name string, channels []string) map[string]any {
	return map[string]any{
		"name": name, "brands": f.Brand, "kinds": f.Kind, "sources": f.Source, "min_confidence": f.MinConfidence, "channels": channels,
		"group_seconds": int(f.Group.Seconds()),
	}
}

type ruleAdd struct {
	ruleFlags
	Name    string   `arg:"" help:"Name of the rule."`
	Channel []string `required:"" help:"Ids of the channels."`
}

func (c *ruleAdd) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/rules", nil, c.body(c.Name, c.Channel), func(r ruleView) string {
		return fmt.Sprintf("Rule %s (%s) created.", screen.Line(r.Name), r.ID)
	})
}

// ruleEdit changes what is given and leaves the rest. An empty list means all.
type ruleEdit struct {
	ID            string    `arg:"" help:"Id of the rule."`
	Name          *string   `help:"New name."`
	Brand         *[]string `help:"Only these brands; replaces the list."`
	Kind          *[]string `help:"Only these kinds; replaces the list: podcast, video, post, page."`
	Source        *[]string `help:"Only these sources; replaces the list."`
	MinConfidence *float64  `help:"Only mentions of at least this confidence, 0 to 1."`

	Group   *time.Duration `help:"Collect mentions for this long, such as 15m, and send them as one message. 0 sends each at once."`
	Channel *[]string      `help:"Ids of the channels; replaces the list."`
	Active  *bool          `negatable:"" help:"Resume the rule; --no-active pauses it."`
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
		return fmt.Sprintf("Rule %s (%s) changed.", screen.Line(r.Name), r.ID)
	})
}

type rulePreview struct{ ruleFlags }

func (c *rulePreview) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/rules/preview", nil, c.body("preview", []string{"preview"}), func(p struct{ Days, Total int }) string {
		return fmt.Sprintf("Would have sent %s in the last %s.", count(p.Total, "alert", "alerts"), count(p.Days, "day", "days"))
	})
}

type ruleDelete struct {
	ID string `arg:"" help:"Id of the rule."`
}

func (c *ruleDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/rules/"+url.PathEscape(c.ID), nil, "Rule deleted.")
}

type replayCmd struct {
	Channel string `help:"Only this channel."`
	State   string `enum:"failed,delivered,dead" default:"failed" help:"failed or delivered."` // dead is the name failed had before
	From    string `placeholder:"DATE" help:"From this day on."`
	To      string `placeholder:"DATE" help:"Up to this day."`
}

func (c *replayCmd) Run(ctx context.Context, g *globals) error {
	q := url.Values{}
	if c.State == "dead" {
		c.State = string(alerts.Failed)
	}
	for name, v := range map[string]string{"channel": c.Channel, "state": c.State, "from": c.From, "to": c.To} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return send(ctx, g, http.MethodPost, "/deliveries/replay", q, nil, func(r struct{ Replayed int }) string {
		return fmt.Sprintf("Sending %s again.", count(r.Replayed, "delivery", "deliveries"))
	})
}
