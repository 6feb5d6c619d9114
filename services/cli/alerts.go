package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
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
	return list(ctx, g, "/rules", nil, "ID\tNAME\tBRANDS\tKINDS\tCHANNELS\tON", "No rules yet. namedrop channel add URL, then namedrop rule add NAME --channel ID", func(r ruleView) []any {
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
}

func (f ruleFlags) body(name string, channels []string) map[string]any {
	return map[string]any{
		"name": name, "brands": f.Brand, "kinds": f.Kind, "sources": f.Source, "min_confidence": f.MinConfidence, "channels": channels,
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
	Channel       *[]string `help:"Ids of the channels, in place of those it has."`
	Active        *bool     `negatable:"" help:"Send what it matches, or with --no-active nothing for now."`
}

var ruleKeys = []string{"name", "brands", "kinds", "sources", "min_confidence", "channels", "active"}

func (c *ruleEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "brands", c.Brand)
	set(changes, "kinds", c.Kind)
	set(changes, "sources", c.Source)
	set(changes, "min_confidence", c.MinConfidence)
	set(changes, "channels", c.Channel)
	set(changes, "active", c.Active)
	return amend(ctx, g, "/rules/"+url.PathEscape(c.ID), ruleKeys, changes, func(r ruleView) string {
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

type channelCmd struct {
	List   channelList   `cmd:"" default:"1" help:"List the channels."`
	Add    channelAdd    `cmd:"" help:"Add a webhook; its secret is told once."`
	Edit   channelEdit   `cmd:"" help:"Change a channel; its secret stays unless a new one is given."`
	Secret channelSecret `cmd:"" help:"Make a new secret, told once; the one before it signs as well, until the next."`
	Test   channelTest   `cmd:"" help:"Send a test message and tell what came back."`
	Delete channelDelete `cmd:"" help:"Delete a channel."`
}

type channelView struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	URL    string `json:"url"`
	Secret string `json:"secret"`
	Active bool   `json:"active"`
}

type channelList struct{}

func (channelList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/channels", nil, "ID\tNAME\tTYPE\tADDRESS\tON", "No channels yet. namedrop channel add URL", func(c channelView) []any {
		return []any{c.ID, short(c.Name), c.Type, c.URL, yes(c.Active)}
	})
}

type channelAdd struct {
	URL    string   `arg:"" help:"Where messages are posted."`
	Name   string   `help:"What to call it."`
	Secret string   `help:"whsec_… to sign with; made where it is left out."`
	Events []string `help:"Beyond found: amended, dismissed, removed."`
}

func (c *channelAdd) Run(ctx context.Context, g *globals) error {
	name := c.Name
	if name == "" {
		name = trimScheme(c.URL)
	}
	return send(ctx, g, http.MethodPost, "/channels", nil, map[string]any{"name": name, "url": c.URL, "secret": c.Secret, "events": c.Events}, func(v channelView) string {
		return fmt.Sprintf("Channel %s (%s).\nSecret, told this once: %s", v.Name, v.ID, v.Secret)
	})
}

// channelEdit changes what is given and leaves the rest.
type channelEdit struct {
	ID     string    `arg:"" help:"Id of the channel."`
	Name   *string   `help:"What to call it."`
	URL    *string   `name:"url" placeholder:"URL" help:"Where messages are posted."`
	Secret *string   `help:"whsec_… to sign with from now on."`
	Events *[]string `help:"Beyond found, in place of those it has: amended, dismissed, removed."`
	Active *bool     `negatable:"" help:"Send to it, or with --no-active not for now."`
}

var channelKeys = []string{"name", "type", "url", "events", "active"}

func (c *channelEdit) Run(ctx context.Context, g *globals) error {
	changes := map[string]any{}
	set(changes, "name", c.Name)
	set(changes, "url", c.URL)
	set(changes, "secret", c.Secret)
	set(changes, "events", c.Events)
	set(changes, "active", c.Active)
	return amend(ctx, g, "/channels/"+url.PathEscape(c.ID), channelKeys, changes, func(v channelView) string {
		return fmt.Sprintf("Channel %s (%s) is changed.", v.Name, v.ID)
	})
}

type channelSecret struct {
	ID string `arg:"" help:"Id of the channel."`
}

func (c *channelSecret) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/channels/"+url.PathEscape(c.ID)+"/secret", nil, nil, func(v channelView) string {
		return fmt.Sprintf("Channel %s (%s) signs with a new secret, and with the one before it until the next.\nSecret, told this once: %s", v.Name, v.ID, v.Secret)
	})
}

type channelTest struct {
	ID string `arg:""`
}

func (c *channelTest) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(api *client) error {
		var t struct {
			Delivered bool   `json:"delivered"`
			Status    int    `json:"status"`
			Reason    string `json:"reason,omitempty"`
			Error     string `json:"error,omitempty"`
			Answer    string `json:"answer,omitempty"`
			Took      int64  `json:"took"`
		}
		if err := api.do(ctx, http.MethodPost, "/channels/"+url.PathEscape(c.ID)+"/test", nil, nil, &t); err != nil {
			return err
		}
		switch {
		case g.JSON:
			if err := g.writeJSON(t); err != nil {
				return err
			}
		case t.Delivered:
			fmt.Fprintf(g.streams.Out, "Arrived: %d after %d ms.\n", t.Status, t.Took)
		default:
			fmt.Fprintln(g.streams.Out, "Did not arrive:", screen.Line(t.Error))
		}
		if !t.Delivered {
			return exitCode(1)
		}
		return nil
	})
}

type channelDelete struct {
	ID string `arg:""`
}

func (c *channelDelete) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodDelete, "/channels/"+url.PathEscape(c.ID), nil, nil, func(struct{}) string { return "Deleted." })
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
