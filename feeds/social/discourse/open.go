package discourse

import (
	"context"
	"regexp"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

var postPath = regexp.MustCompile(`^(/[^/?#%]{1,100})?/t/[^/]+/([1-9][0-9]{0,11})(?:/([1-9][0-9]{0,8}))?/?$`)

// postOf returns the forum, the topic and the number in it of the post that an address stands for.
func postOf(address string) (base, topic, number string, ok bool) {
	u, ok := timeline.Site(address)
	if !ok {
		return "", "", "", false
	}
	m := postPath.FindStringSubmatch(u.Path)
	if m == nil || m[1] == "/c" {
		return "", "", "", false
	}
	if m[3] == "" {
		m[3] = "1"
	}
	return u.Scheme + "://" + u.Host + m[1], m[2], m[3], true
}

// Opens returns what the address of a post says by itself. Its key is the number of the post in the whole forum, which
// the address doesn't have.
func Opens(address string) (feeds.Document, bool) {
	base, topic, number, ok := postOf(address)
	f := forum{base: base}
	return feeds.Document{Kind: feeds.Post, Network: Network, Key: f.key(0) + "/" + topic + "/" + number, URL: base + "/t/" + topic + "/" + number}, ok
}

// Open implements [feeds.Opener].
func (r *Reader) Open(ctx context.Context, address string) (feeds.Item, error) {
	base, topic, number, ok := postOf(address)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	f := forum{r.door, base}
	var t struct {
		Title  string `json:"title"`
		Slug   string `json:"slug"`
		Stream *struct {
			Posts []post `json:"posts"`
		} `json:"post_stream"`
	}
	req := fetch.Request{URL: base + "/t/" + topic + "/" + number + ".json"}
	resp, err := timeline.JSON(ctx, r.door, req, name, &t)
	if err != nil {
		return feeds.Item{}, explain(err)
	}
	if t.Stream == nil {
		return feeds.Item{}, timeline.Unreadable(req.URL, name, resp.Body, nil)
	}
	for _, p := range t.Stream.Posts {
		if strconv.FormatInt(p.Number, 10) != number || p.ID <= 0 || p.gone() {
			continue
		}
		if p.TopicTitle = plain.Line(t.Title); p.TopicSlug == "" {
			p.TopicSlug = t.Slug
		}
		return timeline.One(Network, timeline.Host(base), p.document(f, f.key(p.ID)))
	}
	return feeds.Item{}, timeline.NoPost(timeline.Host(base))
}
