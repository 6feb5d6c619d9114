package podcast

import "github.com/namedrop/namedrop/feeds"

// Podcasts returns the spec of feeds with recordings.
func Podcasts() feeds.Spec {
	return feeds.Spec{
		Type: feeds.PodcastSource, Name: "Podcast", Summary: "The feed of a podcast, public or private.",
		Limits: "Episodes without a transcript are searched by title, notes and chapters.",
		Kinds:  []feeds.Kind{feeds.Podcast}, OPML: true, Fields: []feeds.Field{addressField("https://show.example/feed.xml")},
	}
}

// Feeds returns the spec of RSS, Atom and JSON feeds without recordings.
func Feeds() feeds.Spec {
	return feeds.Spec{
		Type: feeds.FeedSource, Name: "Blog or news feed", Summary: "An RSS, Atom or JSON feed of written items.",
		Limits: "Only what is in the feed itself is read. Many feeds contain no more than a summary.",
		Kinds:  []feeds.Kind{feeds.Page}, OPML: true, Fields: []feeds.Field{addressField("https://blog.example/feed.xml")},
	}
}

func addressField(example string) feeds.Field {
	return feeds.Field{
		Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Address", Example: example,
		Help: "Address of the feed. A user name and password go into it, as https://user:password@host/feed.",
	}
}
