package youtube

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Reader reads the lists of channels and playlists. It keeps no state between reads.
type Reader struct {
	client *Client
}

// NewReader returns a reader over the client.
func NewReader(c *Client) *Reader { return &Reader{c} }

// position is what it takes to read a list again.
type position struct {
	Channel      string   `json:"channel,omitempty"` // that the address stands for
	ETag         string   `json:"etag,omitempty"`
	LastModified string   `json:"last_modified,omitempty"`
	Hash         string   `json:"hash,omitempty"` // of the last feed
	Seen         []string `json:"seen,omitempty"` // videos that a feed listed, with the exact date
}

// maxSeen is how many videos a position remembers.
const maxSeen = 300

// Read returns what a channel or playlist lists: by its feed or, where that fails, by the list that the
// web site shows. A channel that was given by its handle or one of its videos is looked up at the first
// read, and the source gets its permanent address.
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	var p position
	_ = json.Unmarshal(at, &p) // an unreadable position means reading everything
	if feeds.IsUnconditional(ctx) {
		p.ETag, p.LastModified, p.Hash = "", "", ""
	}
	a, ok := parseAddress(src.URL)
	if !ok {
		return feeds.Batch{}, r.client.noChannel()
	}
	var linked []video
	if a.channel == "" && a.playlist == "" {
		channel := p.Channel
		if channel == "" {
			var err error
			if channel, linked, err = r.client.resolve(ctx, a); err != nil {
				return feeds.Batch{}, fmt.Errorf("looking up the channel: %w", err)
			}
		}
		a = address{channel: channel}
	}
	p.Channel = a.channel
	b, err := r.list(ctx, src, a, p, linked)
	if err != nil {
		return feeds.Batch{}, fmt.Errorf("listing videos: %w", err)
	}
	return b, nil
}

// list reads the feed and, where that can't be had, the web site's list.
func (r *Reader) list(ctx context.Context, src feeds.Source, a address, p position, linked []video) (feeds.Batch, error) {
	path := "/feeds/videos.xml?channel_id=" + a.channel
	if a.playlist != "" {
		path = "/feeds/videos.xml?playlist_id=" + a.playlist
	}
	resp, err := r.client.feed(ctx, path, p)
	if err == nil {
		if resp.NotModified {
			return feeds.Batch{Position: p.pack(), NotModified: true}, nil
		}
		var l list
		sum := sha256.Sum256(resp.Body)
		hash := hex.EncodeToString(sum[:16])
		switch l, err = parseFeed(resp.Body); {
		case err == nil && hash == p.Hash && len(linked) == 0:
			p.ETag, p.LastModified = resp.ETag, resp.LastModified
			return feeds.Batch{Position: p.pack(), NotModified: true}, nil
		case err == nil:
			p.ETag, p.LastModified, p.Hash = resp.ETag, resp.LastModified, hash
			p.remember(l.videos)
			return r.batch(src, a, p, l, linked), nil
		}
		err = &feeds.Fault{Kind: feeds.FaultTransient, Host: r.client.base.Host, Err: err, Code: "youtube_feed_unreadable", Reason: "YouTube sent a page in place of the channel's feed"}
	}
	l, second := r.client.browse(ctx, a)
	if second == nil && len(l.videos) == 0 {
		second = errNothing
	}
	if second != nil {
		return feeds.Batch{}, bothFailed(err, second)
	}
	// Its dates are rough. Those of videos that the feed has listed are known better.
	l.videos = slices.DeleteFunc(l.videos, func(v video) bool { return slices.Contains(p.Seen, v.id) })
	p.ETag, p.LastModified, p.Hash = "", "", ""
	b := r.batch(src, a, p, l, linked)
	b.Warnings = append(b.Warnings, feeds.Warn("youtube_feed_missing", "YouTube's feed of this channel can't be read at the moment; the videos were found on its page, whose dates are rough."))
	return b, nil
}

// bothFailed returns the fault of a channel whose feed and list both failed. YouTube answers with 404 and
// 500 for days for channels that are alive, so the feed's status proves nothing: only the list, which
// says so in words, can tell that there is no such channel.
func bothFailed(feed, listed error) error {
	switch feeds.FaultOf(listed) {
	case feeds.FaultAbsent, feeds.FaultBlocked, feeds.FaultQuota, feeds.FaultPaced:
		if status := fetch.AnswerOf(feed).Status; feeds.FaultOf(feed) != feeds.FaultThrottled || status == 0 {
			return listed
		}
	}
	switch feeds.FaultOf(feed) {
	case feeds.FaultThrottled, feeds.FaultBlocked, feeds.FaultPaced, feeds.FaultRefused:
		return feed
	}
	host := ""
	if _, params := feeds.CodeOf(feed); params != nil {
		host = params["host"]
	}
	return &feeds.Fault{Kind: feeds.FaultTransient, Host: host, Err: feed, Code: "youtube_list_missing",
		Reason: "Neither YouTube's feed of this channel nor the list on its page can be read at the moment", Help: "This happens to channels that are alive, and passes. Namedrop tries again automatically."}
}

// batch returns the documents of a list, and the source with what is known of it now.
func (r *Reader) batch(src feeds.Source, a address, p position, l list, linked []video) feeds.Batch {
	now := src
	now.URL, now.Site = a.url(), src.Site
	if given, ok := parseAddress(src.URL); ok && given.handle != "" {
		now.Site = src.URL
	}
	now.Title = cmp.Or(l.title, src.Title)
	b := feeds.Batch{Source: &now, Listed: len(l.videos)}
	listed := map[string]bool{}
	for _, v := range l.videos {
		listed[v.id] = true
		b.Documents = append(b.Documents, feeds.Item{Document: v.document(l.title)})
	}
	for _, v := range linked {
		if !listed[v.id] {
			b.Documents = append(b.Documents, feeds.Item{Document: v.document(l.title)})
		}
	}
	slices.SortStableFunc(b.Documents, func(x, y feeds.Item) int { return y.Published.Compare(x.Published) })
	b.Position = p.pack()
	return b
}

// remember puts videos at the front of those that were seen.
func (p *position) remember(videos []video) {
	var ids []string
	for _, v := range videos {
		if !v.published.IsZero() {
			ids = append(ids, v.id)
		}
	}
	p.Seen = slices.DeleteFunc(p.Seen, func(id string) bool { return slices.Contains(ids, id) })
	p.Seen = append(ids, p.Seen...)
	p.Seen = p.Seen[:min(len(p.Seen), maxSeen)]
}

func (p position) pack() feeds.Position {
	b, _ := json.Marshal(p) // strings always marshal
	return b
}
