package bluesky

import "github.com/namedrop/namedrop/feeds"

// Network is the network of all documents of this package.
const Network = "bluesky"

// Type is the type of its sources.
const Type feeds.SourceType = "bluesky"

// DefaultEndpoint is a public Jetstream server.
const DefaultEndpoint = "https://jetstream2.us-east.bsky.network"

// Spec returns the spec of Bluesky sources.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    Type,
		Name:    "Bluesky",
		Summary: "Public posts on Bluesky that name one of your brands, seconds after they are written.",
		Limits:  "Posts are checked as they arrive and only those that name a brand are stored, so a brand that you add later is found in new posts only.",
		Kinds:   []feeds.Kind{feeds.Post},
		Fields: []feeds.Field{{
			Name: feeds.QueryField, Kind: feeds.FieldText, Label: "Only posts with",
			Help: "Words that a post must have as well, separated by spaces. Leave it empty for every post that names a brand.", Example: "analytics",
		}},
		Endpoints: []feeds.Endpoint{{
			Name: "bluesky", Default: DefaultEndpoint,
			Help: "A Jetstream server. With a path it is used as it is; without one, v2 is tried before v1.",
		}, {
			Name: "bluesky_posts", Default: DefaultAppView, Help: "The public server that returns single posts.",
		}},
		Opens:       Opens,
		Searches:    searches,
		Stream:      func(feeds.Source, *feeds.Account) string { return string(Type) },
		JoinAuthors: true,
	}
}

// searches returns the stream with every post that names a brand, which all brands share.
func searches(feeds.Searched) []feeds.Source {
	return []feeds.Source{{Type: Type}}
}
