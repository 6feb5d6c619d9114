package bluesky

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// DefaultAppView is the public server that returns single posts.
const DefaultAppView = "https://public.api.bsky.app"

const name = "Bluesky"

var handleForm = regexp.MustCompile(`^[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,10}$`)

// postOf returns the author, a handle or an id, and the record key of the post that an address stands for.
func postOf(address string) (author, rkey string, ok bool) {
	rest, isURI := strings.CutPrefix(strings.TrimSpace(address), "at://")
	if isURI {
		parts := strings.Split(rest, "/")
		if len(parts) != 3 || parts[1] != postCollection {
			return "", "", false
		}
		author, rkey = parts[0], parts[2]
	} else {
		u, isSite := timeline.Site(address)
		if !isSite || u.Hostname() != "bsky.app" {
			return "", "", false
		}
		parts := timeline.Parts(u)
		if len(parts) != 4 || parts[0] != "profile" || parts[2] != "post" {
			return "", "", false
		}
		author, rkey = parts[1], parts[3]
	}
	return author, rkey, keyForm.MatchString(rkey) && (didForm.MatchString(author) || handleForm.MatchString(author))
}

// Opens returns what the address of a post says by itself. The key holds the id of its author, which an address with a
// handle doesn't have.
func Opens(address string) (feeds.Document, bool) {
	author, rkey, ok := postOf(address)
	d := feeds.Document{Kind: feeds.Post, Network: Network, Key: event{did: author, rkey: rkey}.uri(), URL: "https://bsky.app/profile/" + author + "/post/" + rkey}
	if ok && !strings.HasPrefix(author, "did:") {
		d.Handle = "@" + author
	}
	return d, ok
}

// Open implements [feeds.Opener].
func (l *Listener) Open(ctx context.Context, address string) (feeds.Item, error) {
	author, rkey, ok := postOf(address)
	if !ok || l.door == nil {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	if !strings.HasPrefix(author, "did:") {
		var found struct {
			DID string `json:"did"`
		}
		req := fetch.Request{URL: l.appView + "/xrpc/com.atproto.identity.resolveHandle?handle=" + url.QueryEscape(author)}
		resp, err := timeline.JSON(ctx, l.door, req, name, &found)
		if timeline.StatusOf(err) == 400 { // no such handle
			return feeds.Item{}, timeline.NoPost("bsky.app")
		}
		if err != nil {
			return feeds.Item{}, err //nolint:wrapcheck // a fault
		}
		if author = found.DID; !didForm.MatchString(author) {
			return feeds.Item{}, timeline.Unreadable(req.URL, name, resp.Body, nil)
		}
	}
	key := event{did: author, rkey: rkey}.uri()
	var a struct {
		Posts *[]json.RawMessage `json:"posts"`
	}
	req := fetch.Request{URL: l.appView + "/xrpc/app.bsky.feed.getPosts?uris=" + url.QueryEscape(key)}
	resp, err := timeline.JSON(ctx, l.door, req, name, &a)
	if err != nil {
		return feeds.Item{}, err //nolint:wrapcheck // a fault
	}
	if a.Posts == nil {
		return feeds.Item{}, timeline.Unreadable(req.URL, name, resp.Body, nil)
	}
	for _, raw := range *a.Posts {
		if d, ok := view(raw); ok && d.Key == key {
			return timeline.One(Network, "bsky.app", d)
		}
	}
	return feeds.Item{}, timeline.NoPost("bsky.app")
}

// view reads a post as the public server returns it.
func view(raw json.RawMessage) (feeds.Document, bool) {
	var v struct {
		URI     string    `json:"uri"`
		Indexed time.Time `json:"indexedAt"`
		Author  struct {
			DID  string `json:"did"`
			Name string `json:"displayName"`
		} `json:"author"`
		Record struct {
			record
			Created time.Time `json:"createdAt"`
		} `json:"record"`
		Likes   int64 `json:"likeCount"`
		Reposts int64 `json:"repostCount"`
		Replies int64 `json:"replyCount"`
	}
	author, rkey, ok := "", "", false
	if json.Unmarshal(raw, &v) == nil {
		author, rkey, ok = postOf(v.URI)
	}
	if !ok || author != v.Author.DID || !didForm.MatchString(author) {
		return feeds.Document{}, false
	}
	at := v.Record.Created
	if at.IsZero() || !v.Indexed.IsZero() && at.After(v.Indexed) {
		at = v.Indexed // authors write the other date
	}
	d := event{at: at, did: author, rkey: rkey, post: &v.Record.record}.document()
	d.Author = plain.Line(v.Author.Name)
	d.Engagement = feeds.Engagement{Likes: max(v.Likes, 0), Reposts: max(v.Reposts, 0), Replies: max(v.Replies, 0)}
	return d, true
}
