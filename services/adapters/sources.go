package adapters

import (
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/jsonl"
	"github.com/namedrop/namedrop/feeds/podcast"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
	"github.com/namedrop/namedrop/feeds/social/bluesky"
)

// Sources lists every type of source. A new one is a line here.
func Sources() []Source {
	return []Source{
		{podcast.Podcasts(), func(e Env) (any, error) { return podcast.New(e.Door), nil }},
		{podcast.Feeds(), func(e Env) (any, error) { return podcast.New(e.Door), nil }},
		{bluesky.Spec(), func(e Env) (any, error) {
			return bluesky.New(bluesky.Options{Endpoint: e.Endpoint("bluesky"), Client: e.Client("bluesky"), UserAgent: e.UserAgent})
		}},
		{jsonl.Spec(), nil},
	}
}

// Fillers lists the fillers of document parts.
func Fillers(e Env) []feeds.Filler {
	return []feeds.Filler{podcast.NewTranscripts(e.Door), podcast.NewChapters(e.Door)}
}

// Endpoints returns the endpoints whose base URL the configuration may replace: that of the
// podcast lookup and those of the sources.
func Endpoints(sources []Source) []feeds.Endpoint {
	all := []feeds.Endpoint{lookup.Endpoint()}
	for _, s := range sources {
		all = append(all, s.Endpoints...)
	}
	return all
}
