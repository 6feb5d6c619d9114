package lookup

import (
	"cmp"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// Understood is how a text that a person entered was taken.
type Understood string

const (
	AsFeed    Understood = "feed"    // it is the address of a feed
	AsPage    Understood = "page"    // it is a page that names the feed
	AsApple   Understood = "apple"   // a link of Apple Podcasts
	AsSpotify Understood = "spotify" // a link of Spotify
	AsAccount Understood = "account" // somebody's account on a network
	AsForum   Understood = "forum"   // a page of a forum
	AsName    Understood = "name"    // the name of a show
	AsNetwork Understood = "network" // a handle, a tag or an address of a network
	AsPost    Understood = "post"    // one post
	AsWatched Understood = "watched" // a page without a feed, which is read itself
)

// MaxRecent is how many items of a source are shown before it is added.
const MaxRecent = 3

// Recent is one of the last items of a source.
type Recent struct {
	Title     string    `json:"title"`
	URL       string    `json:"url,omitempty"`
	Published time.Time `json:"published,omitzero"`
}

// LastOf returns the last items of a batch. A post has no title: the beginning of its text stands for it.
func LastOf(documents []feeds.Item) []Recent {
	var out []Recent
	for _, d := range documents[:min(len(documents), MaxRecent)] {
		r := Recent{Title: cutText(cmp.Or(plain.Line(d.Title), plain.Line(d.Text), d.URL)), URL: d.URL}
		if !d.Undated {
			r.Published = d.Published
		}
		out = append(out, r)
	}
	return out
}

// cutText shortens a text to what fits on a line or two.
func cutText(s string) string {
	const most = 160
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
