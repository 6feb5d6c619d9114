package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type channelCmd struct {
	List   channelList   `cmd:"" default:"1" help:"List the channels."`
	Add    channelAdd    `cmd:"" help:"Add a channel: its type, then what the type is made of as name=value."`
	Edit   channelEdit   `cmd:"" help:"Change a channel; what isn't given stays."`
	Secret channelSecret `cmd:"" help:"Make a new signing secret, shown once; the one before it signs as well, until the next."`
	Test   channelTest   `cmd:"" help:"Send a test message and report what came back."`
	Delete channelDelete `cmd:"" help:"Delete a channel."`
}

type channelView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Type    string `json:"type"`
	Address string `json:"address"`
	Secret  string `json:"secret"`
	Active  bool   `json:"active"`
}

type channelList struct{}

func (channelList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/channels", nil, "ID\tNAME\tTYPE\tADDRESS\tON", "No channels yet. namedrop channel add --help says what kinds there are.", func(c channelView) []any {
		return []any{c.ID, short(c.Name), c.Type, c.Address, yes(c.Active)}
	})
}

type channelAdd struct {
	Type   string   `arg:"" help:"Kind of channel, as listed above; for a webhook its address will do."`
	Fields []string `arg:"" optional:"" name:"name=value" help:"What it is made of."`
	Name   string   `help:"What to call it."`
	Secret string   `help:"Short for secret=VALUE."`
	Events []string `help:"Beyond found: amended, dismissed, removed."`
}

// Help lists the kinds of channel, as their adapters describe them.
func (channelAdd) Help() string { return channelHelp() }

func (c *channelAdd) Run(ctx context.Context, g *globals) error {
	if isAddress(c.Type) {
		c.Type, c.Fields = "webhook", append([]string{"url=" + c.Type}, c.Fields...)
	}
	return g.with(ctx, func(api *client) error {
		t, err := api.channelType(ctx, c.Type)
		if err != nil {
			return err
		}
		body, err := t.body(c.Fields)
		if err != nil {
			return err
		}
		body["type"], body["name"], body["events"] = c.Type, c.Name, c.Events
		if c.Name == "" {
			body["name"] = t.called(c.Fields)
		}
		if c.Secret != "" {
			body["secret"] = c.Secret
		}
		return sendWith(ctx, g, api, http.MethodPost, "/channels", nil, body, func(v channelView) string {
			text := fmt.Sprintf("Channel %s (%s).", v.Name, v.ID)
			if v.Secret != "" {
				text += "\nSecret, shown this once: " + v.Secret
			}
			return text
		})
	})
}

// channelEdit changes what is given and leaves the rest.
type channelEdit struct {
	ID     string    `arg:"" help:"Id of the channel."`
	Fields []string  `arg:"" optional:"" name:"name=value" help:"What to change of what it is made of; name= takes a setting away."`
	Name   *string   `help:"What to call it."`
	URL    *string   `name:"url" placeholder:"URL" help:"Short for url=URL."`
	Secret *string   `help:"Short for secret=VALUE."`
	Events *[]string `help:"Beyond found, in place of those it has: amended, dismissed, removed."`
	Active *bool     `negatable:"" help:"Send to it, or with --no-active not for now."`
}

func (c *channelEdit) Run(ctx context.Context, g *globals) error {
	path := "/channels/" + url.PathEscape(c.ID)
	changes := map[string]any{}
	if len(c.Fields) > 0 {
		err := g.with(ctx, func(api *client) error {
			var have channelView
			if err := api.do(ctx, http.MethodGet, path, nil, nil, &have); err != nil {
				return err
			}
			t, err := api.channelType(ctx, have.Type)
			if err != nil {
				return err
			}
			changes, err = t.body(c.Fields)
			return err
		})
		if err != nil {
			return err
		}
	}
	set(changes, "name", c.Name)
	set(changes, "url", c.URL)
	set(changes, "secret", c.Secret)
	set(changes, "events", c.Events)
	set(changes, "active", c.Active)
	return amend(ctx, g, path, changes, func(v channelView) string {
		return fmt.Sprintf("Channel %s (%s) is changed.", v.Name, v.ID)
	})
}

type channelSecret struct {
	ID string `arg:"" help:"Id of the channel."`
}

func (c *channelSecret) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/channels/"+url.PathEscape(c.ID)+"/secret", nil, nil, func(v channelView) string {
		return fmt.Sprintf("Channel %s (%s) signs with a new secret, and with the one before it until the next.\nSecret, shown this once: %s", v.Name, v.ID, v.Secret)
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
