// Package podping watches Podping: hosts of podcasts announce on the Hive chain which feeds have changed.
//
// An announcement only says that a feed should be read. Those of feeds that aren't followed are ignored, and so are
// those of accounts that the account podping doesn't follow.
package podping

import "github.com/namedrop/namedrop/feeds"

// Type is the type of its source.
const Type feeds.SourceType = "podping"

// The public nodes of Hive that are asked.
const (
	DefaultEndpoint = "https://api.hive.blog"
	OtherEndpoint   = "https://api.openhive.network"
)

const name = "Podping"

// Spec returns the spec of Podping.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    name,
		Summary: "Hosts of podcasts announce new episodes: podcasts that you follow are then read at once.",
		Limits:  "It brings nothing of its own. Some large hosts take part, most don't; all podcasts are still read at their usual times. What was announced longer than an hour ago is left to those reads.",
		Kinds:   []feeds.Kind{feeds.Podcast},
		Fields: []feeds.Field{{
			Name: feeds.URLField, Kind: feeds.FieldURL, Label: "Hive node",
			Help: "A node of the Hive chain to ask first. Leave it empty for public ones.", Example: "https://hive.example",
		}},
		Identify: func(feeds.Source) string { return string(Type) },
		Stream:   func(feeds.Source, *feeds.Account) string { return string(Type) },
		Endpoints: []feeds.Endpoint{
			{Name: "podping", Default: DefaultEndpoint, Help: "A node of Hive, for Podping."},
			{Name: "podping_other", Default: OtherEndpoint, Help: "Another node of Hive, which is asked when the first fails."},
		},
	}
}
