package reddit

import (
	"bytes"
	"context"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

var (
	postPath  = regexp.MustCompile(`^(?:/(?:r|user)/[A-Za-z0-9_-]{1,30})?/comments/([a-z0-9]{1,12})(?:/[^/]*(?:/([a-z0-9]{1,12}))?)?/?$`)
	shortPath = regexp.MustCompile(`^/([a-z0-9]{4,12})/?$`)
)

// postOf returns the path and the key of the post or comment that an address stands for.
func postOf(address string) (path, key string, ok bool) {
	u, ok := timeline.Site(address)
	if !ok {
		return "", "", false
	}
	switch host := strings.ToLower(u.Hostname()); {
	case host == "redd.it":
		if m := shortPath.FindStringSubmatch(u.Path); m != nil {
			return "/comments/" + m[1], "t3_" + m[1], true
		}
	case host == "reddit.com" || strings.HasSuffix(host, ".reddit.com"):
		if m := postPath.FindStringSubmatch(u.Path); m != nil {
			path = strings.TrimSuffix(u.Path, "/")
			if m[2] != "" {
				return path, "t1_" + m[2], true
			}
			return path, "t3_" + m[1], true
		}
	}
	return "", "", false
}

// Opens returns what the address of a post or comment says by itself.
func Opens(address string) (feeds.Document, bool) {
	path, key, ok := postOf(address)
	return feeds.Document{Kind: feeds.Post, Network: Network, Key: key, URL: DefaultEndpoint + path + "/"}, ok
}

// Open implements [feeds.Opener]: it reads the feed of a post and its comments.
func (r *Reader) Open(ctx context.Context, address string) (feeds.Item, error) {
	path, key, ok := postOf(address)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	req := fetch.Request{URL: r.base + path + "/.rss?limit=100", Accept: "application/atom+xml, application/xml;q=0.9", MaxBytes: timeline.MaxAnswer}
	resp, err := r.door.Get(ctx, req)
	if err != nil {
		return feeds.Item{}, explain(err)
	}
	if head := bytes.ToLower(bytes.TrimSpace(resp.Body[:min(len(resp.Body), 2<<10)])); bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<body")) {
		return feeds.Item{}, r.wall(&fetch.Answer{Status: resp.Status, Head: head})
	}
	p, err := parseFeed(resp.Body)
	if err != nil {
		return feeds.Item{}, timeline.Unreadable(req.URL, name, resp.Body, err)
	}
	for _, d := range p.Posts {
		if d.Key == key {
			return timeline.One(Network, timeline.Host(r.base), d)
		}
	}
	return feeds.Item{}, timeline.NoPost(timeline.Host(r.base))
}
