package api

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

type ChannelPath struct {
	ID string `path:"id"`
}

func (a *API) channelRoutes() {
	huma.Register(a.huma, secret(op(http.MethodGet, "/channels", "list-channels", "List channels", "alerts", access.Read)), a.listChannels)
	huma.Register(a.huma, op(http.MethodGet, "/channels/types", "list-channel-types", "List the types of channel and their fields", "alerts", access.Read), a.listChannelTypes)
	huma.Register(a.huma, secret(op(http.MethodPost, "/channels", "add-channel", "Add a channel; a generated secret is shown once", "alerts", access.Write)), a.addChannel)
	huma.Register(a.huma, secret(op(http.MethodGet, "/channels/{id}", "get-channel", "Get a channel", "alerts", access.Read)), a.getChannel)
	huma.Register(a.huma, secret(op(http.MethodPut, "/channels/{id}", "put-channel", "Replace a channel; secrets are kept unless new ones are given", "alerts", access.Write)), a.putChannel)
	huma.Register(a.huma, secret(op(http.MethodPatch, "/channels/{id}", "change-channel", "Change the given fields of a channel", "alerts", access.Write)), a.changeChannel)
	huma.Register(a.huma, op(http.MethodDelete, "/channels/{id}", "delete-channel", "Delete a channel", "alerts", access.Write), a.deleteChannel)
	huma.Register(a.huma, secret(op(http.MethodPost, "/channels/{id}/secret", "new-secret", "Create a new signing secret, shown once; messages are signed with it and the previous one until another is created", "alerts", access.Write)), a.newSecret)
	huma.Register(a.huma, op(http.MethodPost, "/channels/{id}/test", "test-channel", "Send a test message and return the receiver's answer", "alerts", access.Write), a.testChannel)
}

func (a *API) listChannels(ctx context.Context, _ *struct{}) (*Out[List[ChannelView]], error) {
	channels, err := record.ListChannels(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing channels", err)
	}
	views := make([]ChannelView, len(channels))
	for i, c := range channels {
		views[i] = a.viewChannel(ctx, c)
	}
	return list(views, ""), nil
}

func (a *API) getChannel(ctx context.Context, in *ChannelPath) (*Tagged[ChannelView], error) {
	c, err := record.GetChannel(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the channel", err)
	}
	return tagged(a.viewChannel(ctx, c), c.Revision), nil
}

func (a *API) addChannel(ctx context.Context, in *struct{ Body ChannelBody }) (*Tagged[ChannelMade], error) {
	c, err := a.newChannel(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	c.ID = newID("channel")
	made := ""
	if signing := a.opts.Channels[c.Type].Signing; signing != nil && c.Secrets[signing.Field] == "" {
		if made, err = signing.New(rand.Reader); err != nil {
			return nil, a.fail(ctx, "making a secret", err)
		}
		c.Secrets[signing.Field] = feeds.Secret(made)
	}
	if err := a.validChannel(c); err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		c, err = record.PutChannel(ctx, tx, c)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the channel", err)
	}
	return tagged(ChannelMade{a.viewChannel(ctx, c), made}, c.Revision), nil
}

func (a *API) putChannel(ctx context.Context, in *struct {
	ChannelPath
	IfMatch
	Body ChannelBody
}) (*Tagged[ChannelView], error) {
	return a.editChannel(ctx, in.ID, in.IfMatch, func(have alerts.Channel) (alerts.Channel, error) {
		if in.Body.Type == "" {
			in.Body.Type = have.Type
		}
		c, err := a.newChannel(ctx, in.Body)
		if err != nil {
			return c, err
		}
		for name, secret := range have.Secrets {
			if c.Secrets[name] == "" {
				c.Secrets[name] = secret
			}
		}
		return c, nil
	})
}

func (a *API) changeChannel(ctx context.Context, in *struct {
	ChannelPath
	IfMatch
	Body ChannelChange
}) (*Tagged[ChannelView], error) {
	return a.editChannel(ctx, in.ID, in.IfMatch, func(have alerts.Channel) (alerts.Channel, error) { return a.changed(have, in.Body) })
}

// editChannel loads, changes and saves a channel in one transaction, so that no concurrent edit is
// lost.
func (a *API) editChannel(ctx context.Context, id string, match IfMatch, change func(alerts.Channel) (alerts.Channel, error)) (*Tagged[ChannelView], error) {
	want, err := match.expected()
	if err != nil {
		return nil, err
	}
	var c alerts.Channel
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		have, err := record.GetChannel(ctx, tx, workspace(ctx), id)
		if err != nil {
			return err
		}
		if c, err = change(have); err != nil {
			return err
		}
		if c.Type != have.Type {
			return channelKeepsType.problem("type", string(have.Type))
		}
		if err := a.validChannel(c); err != nil {
			return err
		}
		c.ID, c.Workspace, c.Revision, c.SwitchedOff = have.ID, have.Workspace, have.Revision, have.SwitchedOff
		if want >= 0 {
			c.Revision = want
		}
		c, err = record.PutChannel(ctx, tx, c)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the channel", err)
	}
	return tagged(a.viewChannel(ctx, c), c.Revision), nil
}

// newSecret replaces a secret that has leaked or is rotated. Messages are signed with the previous
// one as well, so that the receiver accepts them until it knows the new one. When it stops
// accepting the old one is up to the receiver.
func (a *API) newSecret(ctx context.Context, in *struct {
	ChannelPath
	IfMatch
}) (*Tagged[ChannelMade], error) {
	made := ""
	saved, err := a.editChannel(ctx, in.ID, in.IfMatch, func(c alerts.Channel) (alerts.Channel, error) {
		signing := a.opts.Channels[c.Type].Signing
		if signing == nil {
			return c, channelUnsigned.problem("type", string(c.Type))
		}
		fresh, err := signing.New(rand.Reader)
		if err != nil {
			return c, err
		}
		made = fresh
		c.Secrets[signing.Field] = signing.Join(fresh, c.Secrets[signing.Field])
		return c, nil
	})
	if err != nil {
		return nil, err
	}
	return &Tagged[ChannelMade]{saved.ETag, ChannelMade{saved.Body, made}}, nil
}

func (a *API) deleteChannel(ctx context.Context, in *struct {
	ChannelPath
	IfMatch
}) (*struct{}, error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		// A rule without a channel would look as if it worked.
		rules, err := record.ListRules(ctx, tx, workspace(ctx))
		if err != nil {
			return err
		}
		for _, r := range rules {
			if slices.Contains(r.Channels, in.ID) {
				return channelInUse.problem("rule", r.Name)
			}
		}
		return record.DeleteChannel(ctx, tx, workspace(ctx), in.ID, max(want, 0))
	})
	return nil, a.fail(ctx, "deleting the channel", err)
}
