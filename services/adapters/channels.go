package adapters

import (
	"cmp"
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/alerts/send/slack"
	"github.com/namedrop/namedrop/alerts/send/webhook"
)

// channels are the kinds of channel there are. A new one is a line here, and nothing
// anywhere else.
var channels = []func(*post.Client) alerts.Adapter{
	slack.New,
	webhook.New,
}

// Channels are the adapters of channels by type. They post through the client; what only
// asks for their specs may hand in none.
func Channels(client *post.Client) map[alerts.ChannelType]alerts.Adapter {
	out := make(map[alerts.ChannelType]alerts.Adapter, len(channels))
	for _, create := range channels {
		adapter := create(client)
		out[adapter.Type] = adapter
	}
	return out
}

// ChannelSpecs says what kinds of channel there are, by name.
func ChannelSpecs() []alerts.Spec {
	var out []alerts.Spec
	for _, adapter := range Channels(nil) {
		out = append(out, adapter.Spec)
	}
	slices.SortFunc(out, func(a, b alerts.Spec) int { return cmp.Compare(a.Name, b.Name) })
	return out
}
