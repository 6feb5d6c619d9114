package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type channelCmd struct {
	List   channelList   `cmd:"" default:"1" help:"List the channels."`
	Add    channelAdd    `cmd:"" help:"Add a channel: its type, then its settings as name=value."`
	Edit   channelEdit   `cmd:"" help:"Change a channel."`
	Secret channelSecret `cmd:"" help:"Create a new signing secret, shown once. The previous one keeps signing too, until you create another."`
	Test   channelTest   `cmd:"" help:"Send a test message and show the answer."`
	Delete channelDelete `cmd:"" help:"Delete a channel."`
}

type channelView struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Address string   `json:"address"`
	Secret  string   `json:"secret"`
	Topics  []string `json:"topics"`
	Active  bool     `json:"active"`
}

type channelList struct{}

func (channelList) Run(ctx context.Context, g *globals) error {
	return list(ctx, g, "/channels", nil, "ID\tNAME\tTYPE\tADDRESS\tTOPICS\tACTIVE", "No channels yet. namedrop channel add --help lists the types.", func(c channelView) []any {
		return []any{c.ID, short(c.Name), c.Type, c.Address, strings.Join(c.Topics, ", "), yes(c.Active)}
	})
}

type channelAdd struct {
	Type   string   `arg:"" help:"Type of channel, as listed above. For a webhook its address is enough."`
	Fields []string `arg:"" optional:"" name:"name=value" help:"Settings of the channel."`
	Name   string   `help:"Name of the channel; by default its address."`
	Secret string   `help:"Short for secret=VALUE."`
	Topics []string `help:"What to send messages about: mentions, reports. By default mentions."`
	Events []string `help:"Also notify when a mention is: amended, dismissed, removed."`
}

// Help lists the types of channel, as their adapters describe them.
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
		if len(c.Topics) > 0 {
			body["topics"] = c.Topics
		}
		if c.Name == "" {
			body["name"] = t.defaultName(c.Fields)
		}
		if c.Secret != "" {
			body["secret"] = c.Secret
		}
		return sendWith(ctx, g, api, http.MethodPost, "/channels", nil, body, func(v channelView) string {
			text := fmt.Sprintf("Channel %s (%s) created.", screen.Line(v.Name), v.ID)
			if v.Secret != "" {
				text += newSecret + v.Secret
			}
			return text
		})
	})
}

// channelEdit changes what is given and leaves the rest.
type channelEdit struct {
	ID     string    `arg:"" help:"Id of the channel."`
	Fields []string  `arg:"" optional:"" name:"name=value" help:"Settings to change; name= removes a setting."`
	Name   *string   `help:"New name."`
	URL    *string   `name:"url" placeholder:"URL" help:"Short for url=URL."`
	Secret *string   `help:"Short for secret=VALUE."`
	Topics *[]string `help:"What to send messages about: mentions, reports; replaces the list."`
	Events *[]string `help:"Also notify when a mention is: amended, dismissed, removed; replaces the list."`
	Active *bool     `negatable:"" help:"Resume the channel; --no-active pauses it."`
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
	set(changes, "topics", c.Topics)
	set(changes, "events", c.Events)
	set(changes, "active", c.Active)
	return amend(ctx, g, path, changes, func(v channelView) string {
		return fmt.Sprintf("Channel %s (%s) changed.", screen.Line(v.Name), v.ID)
	})
}

// newSecret comes before a signing secret.
const newSecret = "\nSigning secret (copy it now, it won't be shown again): "

type channelSecret struct {
	ID string `arg:"" help:"Id of the channel."`
}

func (c *channelSecret) Run(ctx context.Context, g *globals) error {
	return send(ctx, g, http.MethodPost, "/channels/"+url.PathEscape(c.ID)+"/secret", nil, nil, func(v channelView) string {
		return fmt.Sprintf("Channel %s (%s) has a new signing secret. The previous one keeps signing too, until you create another.%s%s", screen.Line(v.Name), v.ID, newSecret, v.Secret)
	})
}

type channelTest struct {
	ID string `arg:"" help:"Id of the channel."`
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
			fmt.Fprintf(g.streams.Out, "Delivered: the receiver answered %d after %d ms.\n", t.Status, t.Took)
		default:
			fmt.Fprintln(g.streams.Out, "Not delivered:", screen.Line(cmp.Or(t.Error, "no reason was given")))
		}
		if !t.Delivered {
			return exitCode(1)
		}
		return nil
	})
}

type channelDelete struct {
	ID string `arg:"" help:"Id of the channel."`
}

func (c *channelDelete) Run(ctx context.Context, g *globals) error {
	return remove(ctx, g, "/channels/"+url.PathEscape(c.ID), nil, "Channel deleted.")
}
