package lemmy

import (
	"context"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

var (
	postPath = regexp.MustCompile(`^/(post|comment)/([1-9][0-9]{0,11})/?$`)
	// servers are large servers whose names don't say what they are. Other web sites have a page /post/1 too.
	servers = regexp.MustCompile(`(?i)lemmy|feddit|^(?:sh\.itjust\.works|programming\.dev|beehaw\.org|lemm\.ee|sopuli\.xyz|discuss\.tchncs\.de|infosec\.pub|slrpnk\.net)$`)
)

// postOf returns the server and what is there the post or comment that an address stands for.
func postOf(address string) (base, what, id string, ok bool) {
	u, ok := timeline.Site(address)
	if !ok || !servers.MatchString(u.Hostname()) {
		return "", "", "", false
	}
	m := postPath.FindStringSubmatch(u.Path)
	if m == nil {
		return "", "", "", false
	}
	return u.Scheme + "://" + u.Host, m[1], m[2], true
}

// Opens returns what the address of a post or comment says by itself.
func Opens(address string) (feeds.Document, bool) {
	base, what, id, ok := postOf(address)
	key := base + "/" + what + "/" + id
	return feeds.Document{Kind: feeds.Post, Network: Network, Key: key, URL: key}, ok
}

// Open implements [feeds.Opener].
func (r *Reader) Open(ctx context.Context, address string) (feeds.Item, error) {
	base, what, id, ok := postOf(address)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	var a struct {
		Post    *view `json:"post_view"`
		Comment *view `json:"comment_view"`
	}
	req := fetch.Request{URL: base + "/api/v3/" + what + "?id=" + id}
	resp, err := timeline.JSON(ctx, r.door, req, name, &a)
	if err != nil {
		return feeds.Item{}, err //nolint:wrapcheck // a fault
	}
	v := a.Post
	if what == "comment" {
		v = a.Comment
	}
	if v == nil {
		return feeds.Item{}, timeline.Unreadable(req.URL, name, resp.Body, nil)
	}
	p := timeline.Page{IDs: map[string]string{}}
	v.add(&p)
	if len(p.Posts) == 0 {
		return feeds.Item{}, timeline.NoPost(strings.TrimPrefix(timeline.Host(base), "www."))
	}
	return timeline.One(Network, timeline.Host(base), p.Posts[0])
}
