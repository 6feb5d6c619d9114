package hackernews

import (
	"context"
	"regexp"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

var number = regexp.MustCompile(`^[1-9][0-9]{0,11}$`)

const where = "news.ycombinator.com"

// postOf returns the number of the post that an address stands for.
func postOf(raw string) (id string, ok bool) {
	u, ok := timeline.Site(raw)
	if !ok || u.Hostname() != where || u.Path != "/item" {
		return "", false
	}
	id = u.Query().Get("id")
	return id, number.MatchString(id)
}

// Opens returns what the address of a post says by itself.
func Opens(raw string) (feeds.Document, bool) {
	id, ok := postOf(raw)
	return feeds.Document{Kind: feeds.Post, Network: Network, Key: id, URL: address(id)}, ok
}

// item is a post as Hacker News itself returns it.
type item struct {
	ID      int64  `json:"id"`
	Type    string `json:"type"`
	By      string `json:"by"`
	Time    int64  `json:"time"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	URL     string `json:"url"`
	Score   int64  `json:"score"`
	Replies int64  `json:"descendants"`
	Parent  int64  `json:"parent"`
	Deleted bool   `json:"deleted"`
	Dead    bool   `json:"dead"`
}

// Open implements [feeds.Opener].
func (r *Reader) Open(ctx context.Context, raw string) (feeds.Item, error) {
	id, ok := postOf(raw)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(raw, "Hacker News", nil, nil)
	}
	var i *item // null for what it doesn't know
	req := fetch.Request{URL: r.items + "/v0/item/" + id + ".json"}
	resp, err := timeline.JSON(ctx, r.door, req, "Hacker News", &i)
	if err != nil {
		return feeds.Item{}, err //nolint:wrapcheck // a fault
	}
	switch {
	case i == nil || i.Deleted || i.Dead:
		return feeds.Item{}, timeline.NoPost(where)
	case strconv.FormatInt(i.ID, 10) != id || i.Time <= 0:
		return feeds.Item{}, timeline.Unreadable(req.URL, "Hacker News", resp.Body, nil)
	}
	h := hit{ID: id, Created: i.Time, Author: i.By, Title: i.Title, URL: i.URL, StoryText: i.Text, Points: i.Score, Comments: i.Replies}
	if i.Type == "comment" {
		h.CommentText, h.StoryText = i.Text, ""
	}
	return timeline.One(Network, where, h.document())
}
