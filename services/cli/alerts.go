package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

type ruleCmd struct {
	List    ruleList    `cmd:"" default:"1" help:"List the rules."`
	Add     ruleAdd     `cmd:"" help:"Send mentions to a channel."`
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
	return list(ctx, g, "/rules", nil, "ID\tNAME\tBRANDS\tKINDS\tCHANNELS", "No rules yet. namedrop channel add URL, then namedrop rule add NAME --channel ID", func(r ruleView) []any {
		return []any{r.ID, r.Name, orAll(r.Brands), orAll(r.Kinds), strings.Join(r.Channels, ", ")}
	})
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
		return []any{c.ID, c.Name, c.Type, c.URL, c.Active}
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
			fmt.Fprintln(g.streams.Out, "Did not arrive:", clean(t.Error))
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
