package bluesky

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// record is the part of app.bsky.feed.post that is read.
type record struct {
	Text   string   `json:"text"`
	Langs  []string `json:"langs"`
	Facets []struct {
		Features []struct {
			Type string `json:"$type"`
			URI  string `json:"uri"`
		} `json:"features"`
	} `json:"facets"`
	Reply *struct {
		Root struct {
			URI string `json:"uri"`
		} `json:"root"`
	} `json:"reply"`
	Embed *embed   `json:"embed"`
	Tags  []string `json:"tags"`
}

type embed struct {
	External *struct {
		URI         string `json:"uri"`
		Title       string `json:"title"`
		Description string `json:"description"`
	} `json:"external"`
	Images []struct {
		Alt string `json:"alt"`
	} `json:"images"`
	Alt   string `json:"alt"`   // of a video
	Media *embed `json:"media"` // beside a quoted post
}

// maxText is how many bytes of text are read from one post. The network allows a few thousand.
const maxText = 32 << 10

func (e event) document() feeds.Document {
	d := feeds.Document{
		ID: feeds.DocumentID(Network, e.uri()), Kind: feeds.Post, Network: Network, Key: e.uri(),
		URL:    "https://bsky.app/profile/" + e.did + "/post/" + e.rkey,
		Handle: e.did, Published: e.at, Origin: feeds.Publisher, Text: e.post.words(),
	}
	if len(e.post.Langs) > 0 {
		d.Language = clip(e.post.Langs[0], 35)
	}
	if e.post.Reply != nil {
		d.Thread = clip(e.post.Reply.Root.URI, 500)
	}
	return d
}

// words returns the text with what a reader sees beside it, one line each: links, cards, image
// descriptions, tags. The app shortens long addresses in the text, so the links are added whole.
func (r *record) words() string {
	lines := []string{r.Text}
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" && !strings.Contains(r.Text, s) && len(lines) < 64 {
			lines = append(lines, s)
		}
	}
	for _, f := range r.Facets {
		for _, feature := range f.Features {
			add(feature.URI)
		}
	}
	for e, depth := r.Embed, 0; e != nil && depth < 3; e, depth = e.Media, depth+1 {
		if x := e.External; x != nil {
			add(x.Title)
			add(x.Description)
			add(x.URI)
		}
		for _, image := range e.Images {
			add(image.Alt)
		}
		add(e.Alt)
	}
	for _, tag := range r.Tags {
		add("#" + tag)
	}
	return clip(strings.Join(lines, "\n"), maxText)
}

// clip cuts a text at n bytes, between runes, and drops invalid UTF-8.
func clip(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}
