package telegram

import (
	"bytes"
	"context"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

var number = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)

// postOf returns the key of the message that an address stands for.
func postOf(address string) (key string, ok bool) {
	c := channel(address)
	u, isSite := timeline.Site(address)
	if c == "" || !isSite {
		return "", false
	}
	parts := timeline.Parts(u)
	if len(parts) < 2 || !number.MatchString(parts[len(parts)-1]) {
		return "", false
	}
	return strings.ToLower(c) + "/" + parts[len(parts)-1], true
}

// Opens returns what the address of a message says by itself.
func Opens(address string) (feeds.Document, bool) {
	key, ok := postOf(address)
	return feeds.Document{Kind: feeds.Post, Network: Network, Key: key, URL: DefaultEndpoint + "/" + key}, ok
}

// Open implements [feeds.Opener].
func (r *Reader) Open(ctx context.Context, address string) (feeds.Item, error) {
	key, ok := postOf(address)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	body, err := r.get(ctx, "/"+key+"?embed=1&mode=tme")
	if err != nil {
		return feeds.Item{}, err
	}
	if !bytes.Contains(body, []byte("tgme_")) {
		return feeds.Item{}, timeline.Unreadable(r.base, name, body, nil)
	}
	p, _ := parsePage(body)
	for _, d := range p.Posts {
		if d.Key == key {
			return timeline.One(Network, timeline.Host(r.base), d)
		}
	}
	return feeds.Item{}, timeline.NoPost(timeline.Host(r.base))
}
