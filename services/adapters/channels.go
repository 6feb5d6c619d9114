package adapters

import (
	"cmp"
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/alerts/send/slack"
	"github.com/namedrop/namedrop/alerts/send/webhook"
)

// channels lists every type of channel. A new one is one line here and no change elsewhere.
var channels = []func(*post.Client) alerts.Adapter{
	slack.New,
	webhook.New,
}

// Channels returns the adapters of channels by type. They send with the client, which may be nil
// if only the specs are used.
func Channels(client *post.Client) map[alerts.ChannelType]alerts.Adapter {
	out := make(map[alerts.ChannelType]alerts.Adapter, len(channels))
	for _, create := range channels {
		adapter := create(client)
		out[adapter.Type] = adapter
	}
	return out
}

// ChannelSpecs returns the specs of all types of channels, sorted by name.
func ChannelSpecs() []alerts.Spec {
	var out []alerts.Spec
	for _, adapter := range Channels(nil) {
		out = append(out, adapter.Spec)
	}
	slices.SortFunc(out, func(a, b alerts.Spec) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
