package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

// ChannelBody is a channel as it is written.
type ChannelBody struct {
	Name   string             `json:"name" minLength:"1" maxLength:"200"`
	Type   alerts.ChannelType `json:"type,omitempty" enum:"webhook" default:"webhook"`
	URL    string             `json:"url" minLength:"8" maxLength:"2000" doc:"Where messages are posted."`
	Secret string             `json:"secret,omitempty" doc:"whsec_… to sign with; made where it is left out. Told once, when the channel is made."`
	Events []alerts.EventName `json:"events,omitempty" enum:"amended,dismissed,removed" doc:"Beyond found."`
	Active *bool              `json:"active,omitempty"`
}

// ChannelMade is a new channel with its secret, which is told this once.
type ChannelMade struct {
	alerts.Channel
	Secret string `json:"secret,omitempty" doc:"Keep it where the messages arrive; it isn't shown again."`
}

type ChannelPath struct {
	ID string `path:"id"`
}

func (a *API) channelRoutes() {
	huma.Register(a.huma, secret(op(http.MethodGet, "/channels", "list-channels", "Where messages go", "alerts", access.Read)), a.listChannels)
	huma.Register(a.huma, secret(op(http.MethodPost, "/channels", "add-channel", "Add a channel; its secret is told once", "alerts", access.Write)), a.addChannel)
	huma.Register(a.huma, secret(op(http.MethodGet, "/channels/{id}", "get-channel", "One channel", "alerts", access.Read)), a.getChannel)
	huma.Register(a.huma, secret(op(http.MethodPut, "/channels/{id}", "put-channel", "Change a channel; the secret stays unless a new one is given", "alerts", access.Write)), a.putChannel)
	huma.Register(a.huma, op(http.MethodDelete, "/channels/{id}", "delete-channel", "Delete a channel", "alerts", access.Write), a.deleteChannel)
	huma.Register(a.huma, secret(op(http.MethodPost, "/channels/{id}/secret", "new-secret", "Make a new secret, told once; messages are signed with it and with the one before it, until the next", "alerts", access.Write)), a.newSecret)
	huma.Register(a.huma, op(http.MethodPost, "/channels/{id}/test", "test-channel", "Send a test message and tell what came back", "alerts", access.Write), a.testChannel)
}

func (a *API) listChannels(ctx context.Context, _ *struct{}) (*Out[List[alerts.Channel]], error) {
	channels, err := a.Ledger.ListChannels(ctx, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing channels", err)
	}
	for i, c := range channels {
		channels[i] = channelFor(ctx, c)
	}
	return list(channels, ""), nil
}

func (a *API) getChannel(ctx context.Context, in *ChannelPath) (*Tagged[alerts.Channel], error) {
	c, err := a.Ledger.GetChannel(ctx, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the channel", err)
	}
	return tagged(channelFor(ctx, c), c.Revision), nil
}

func (b ChannelBody) channel(ctx context.Context) (alerts.Channel, error) {
	name, err := named(b.Name)
	if err != nil {
		return alerts.Channel{}, err
	}
	c := alerts.Channel{
		Workspace: workspace(ctx), Name: name, Type: alerts.Webhook, URL: strings.TrimSpace(b.URL),
		Secret: b.Secret, Events: b.Events, Active: b.Active == nil || *b.Active,
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return c, invalid("The address must be a web address that takes POST requests, as https://hooks.example/namedrop.")
	}
	if holdsHidden(u) {
		return c, invalid("Part of that address is hidden. Write the whole of it.")
	}
	if c.Secret != "" {
		if _, err := webhook.ParseSecret(c.Secret); err != nil {
			return c, invalid("The secret can't be used: " + err.Error() + ". Leave it out: a new channel gets one made, and one that is there keeps its own.")
		}
	}
	return c, nil
}

func (a *API) addChannel(ctx context.Context, in *struct{ Body ChannelBody }) (*Tagged[ChannelMade], error) {
	c, err := in.Body.channel(ctx)
	if err != nil {
		return nil, err
	}
	c.ID = newID("channel")
	if c.Secret == "" {
		if c.Secret, err = webhook.NewSecret(rand.Reader); err != nil {
			return nil, a.fail(ctx, "making a secret", err)
		}
	}
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		c, err = tx.PutChannel(ctx, c)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the channel", err)
	}
	return tagged(ChannelMade{c, c.Secret}, c.Revision), nil
}

func (a *API) putChannel(ctx context.Context, in *struct {
	ChannelPath
	IfMatch
	Body ChannelBody
}) (*Tagged[alerts.Channel], error) {
	c, err := in.Body.channel(ctx)
	if err != nil {
		return nil, err
	}
	have, err := a.Ledger.GetChannel(ctx, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the channel", err)
	}
	if c.Secret == "" {
		c.Secret = have.Secret
	}
	c.ID, c.Revision = in.ID, have.Revision
	if want, err := in.expected(); err != nil {
		return nil, err
	} else if want >= 0 {
		c.Revision = want
	}
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		c, err = tx.PutChannel(ctx, c)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the channel", err)
	}
	return tagged(c, c.Revision), nil
}

// newSecret takes the place of one that has leaked, or is to be changed now and then. The
// one before it signs as well, so that nothing is refused until the receiver knows the new
// one; which of them it still takes is the receiver's to say.
func (a *API) newSecret(ctx context.Context, in *struct {
	ChannelPath
	IfMatch
}) (*Tagged[ChannelMade], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	secret, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		return nil, a.fail(ctx, "making a secret", err)
	}
	var c alerts.Channel
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if c, err = tx.GetChannel(ctx, workspace(ctx), in.ID); err != nil {
			return err
		}
		before := strings.Fields(c.Secret)
		c.Secret = strings.Join(slices.Insert(before[:min(1, len(before))], 0, secret), " ")
		if want >= 0 {
			c.Revision = want
		}
		c, err = tx.PutChannel(ctx, c)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the channel", err)
	}
	return tagged(ChannelMade{c, secret}, c.Revision), nil
}

func (a *API) deleteChannel(ctx context.Context, in *struct {
	ChannelPath
	IfMatch
}) (*struct{}, error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	err = a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		// A rule that tells nobody looks as if it worked.
		rules, err := tx.ListRules(ctx, workspace(ctx))
		if err != nil {
			return err
		}
		for _, r := range rules {
			if slices.Contains(r.Channels, in.ID) {
				return conflict("The rule \"" + r.Name + "\" sends to this channel. Take the channel out of the rule, or delete the rule first.")
			}
		}
		return tx.DeleteChannel(ctx, workspace(ctx), in.ID, max(want, 0))
	})
	return nil, a.fail(ctx, "deleting the channel", err)
}

// Tested is what a receiver made of a test message.
type Tested struct {
	Delivered bool          `json:"delivered"`
	Status    int           `json:"status,omitempty"`
	Reason    alerts.Reason `json:"reason,omitempty"`
	Error     string        `json:"error,omitempty" doc:"What happened and what helps."`
	Answer    string        `json:"answer,omitempty" doc:"The first kilobyte of what came back."`
	Took      int64         `json:"took" doc:"Milliseconds."`
}

// testChannel sends an invented mention, marked as such, signed like a real one.
func (a *API) testChannel(ctx context.Context, in *ChannelPath) (*Out[Tested], error) {
	c, err := a.Ledger.GetChannel(ctx, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the channel", err)
	}
	body, err := json.Marshal(testEvent(c.Workspace, a.Desk, a.Now()))
	if err != nil {
		return nil, a.fail(ctx, "rendering the test message", err)
	}
	attempt, err := a.Hooks.Send(ctx, c, alerts.Delivery{ID: newID("test"), Workspace: c.Workspace, Channel: c.ID, Event: alerts.Found, Body: body})
	out := Tested{Delivered: err == nil, Status: attempt.Status, Reason: attempt.Reason, Answer: attempt.Answer, Took: attempt.Took.Milliseconds()}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return nil, a.fail(ctx, "sending the test message", err)
		}
		out.Error = cmp.Or(attempt.Error, err.Error())
	}
	return &Out[Tested]{out}, nil
}

func testEvent(workspace, desk string, now time.Time) alerts.Event {
	second := 761.0
	m := index.Mention{
		ID: "test", Workspace: workspace, Brand: "test", Revision: 1, Type: index.Discussed, Confidence: 1, State: index.New,
		Hits: []index.Hit{{
			Brand: "test", Field: index.InText, Surface: "Acme", Second: &second, Speaker: "Host", Confidence: 1,
			Quote: "This is a test message from Namedrop: we moved to Acme and stayed.", Reason: "a test",
		}},
	}
	d := feeds.Document{ID: "test", Kind: feeds.Podcast, Network: "podcast", URL: "https://show.example/88", Title: "A test message", Published: now, Language: "en"}
	return alerts.NewEvent(alerts.Found, m, index.Brand{ID: "test", Name: "Acme", Own: true}, d, feeds.Source{ID: "test", Name: "Test show"}, desk, now)
}
