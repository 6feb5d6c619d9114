package mastodon

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

var (
	postPath  = regexp.MustCompile(`^/(?:web/|deck/)?@([^/@]{1,100})(@[^/]{1,255})?/([0-9]{10,20})/?$`)
	usersPath = regexp.MustCompile(`^/users/([^/]{1,100})/statuses/([0-9]{10,20})/?$`)
)

// postOf returns the server and the id there of the post that an address stands for.
func postOf(address string) (base, user, id string, ok bool) {
	u, ok := timeline.Site(address)
	if !ok {
		return "", "", "", false
	}
	base = u.Scheme + "://" + u.Host
	if m := postPath.FindStringSubmatch(u.Path); m != nil {
		if m[2] != "" {
			m[1] = "" // a copy of a post on another server: its key isn't known yet
		}
		return base, m[1], m[3], true
	}
	if m := usersPath.FindStringSubmatch(u.Path); m != nil {
		return base, m[1], m[2], true
	}
	return "", "", "", false
}

// Opens returns what the address of a post says by itself.
func Opens(address string) (feeds.Document, bool) {
	base, user, id, ok := postOf(address)
	d := feeds.Document{Kind: feeds.Post, Network: Network, Key: base + "/statuses/" + id, URL: strings.TrimSpace(address)}
	if user != "" {
		d.Key = base + "/users/" + user + "/statuses/" + id
	}
	return d, ok
}

// Open implements [feeds.Opener].
func (r *Reader) Open(ctx context.Context, address string) (feeds.Item, error) {
	base, _, id, ok := postOf(address)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	s := server{door: r.door, list: list{base: base}}
	var st status
	if _, err := timeline.JSON(ctx, s.door, s.request("/api/v1/statuses/"+url.PathEscape(id)), name, &st); err != nil {
		return feeds.Item{}, s.explain(err)
	}
	d, ok := st.document(base)
	if !ok {
		return feeds.Item{}, timeline.NoPost(timeline.Host(base))
	}
	return timeline.One(Network, timeline.Host(base), d)
}
