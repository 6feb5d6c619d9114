package lookup

import "github.com/namedrop/namedrop/feeds"

// Endpoints are the directories of shows, which the configuration may replace.
func Endpoints() []feeds.Endpoint {
	return []feeds.Endpoint{
		{Name: "itunes", Default: DefaultITunes, Help: "Apple's podcast look-up."},
		{Name: "podcast_index", Default: DefaultPodcastIndex, Help: "The Podcast Index, which is asked if podcast_index.key is set."},
		{Name: "spotify", Default: DefaultSpotify, Help: "Spotify, which is asked for the name of the show behind a link."},
	}
}
