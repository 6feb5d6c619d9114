package hackernews

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

const (
	perPage  = 100
	maxPages = 200
	late     = 10 * time.Minute // a post appears in the search after some minutes
)

// Reader searches Hacker News. It keeps no state between reads.
type Reader struct {
	door          *fetch.Door
	search, items string
}

// New returns a reader over the search and over Hacker News itself.
func New(door *fetch.Door, search, items string) *Reader {
	return &Reader{door, strings.TrimRight(search, "/"), strings.TrimRight(items, "/")}
}

// hit is a post as the search returns it. Newer answers leave fields out that older ones have as null.
type hit struct {
	ID          string `json:"objectID"`
	Created     int64  `json:"created_at_i"`
	Author      string `json:"author"`
	Title       string `json:"title"`
	URL         string `json:"url"`
	StoryText   string `json:"story_text"`
	CommentText string `json:"comment_text"`
	StoryID     int64  `json:"story_id"`
	Points      int64  `json:"points"`
	Comments    int64  `json:"num_comments"`
}

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	l := timeline.List{
		Network: Network, Pages: maxPages, Overlap: late, Deleted: r.deleted,
		Page: func(ctx context.Context, cursor string) (timeline.Page, error) { return r.page(ctx, src.Query, cursor) },
	}
	return l.Read(ctx, at)
}

// page reads the newest hits, or those that were written at the second of the cursor or before.
func (r *Reader) page(ctx context.Context, query, cursor string) (timeline.Page, error) {
	q := url.Values{
		"query": {query}, "tags": {"(story,comment,poll)"}, "hitsPerPage": {strconv.Itoa(perPage)},
		"typoTolerance": {"false"}, "advancedSyntax": {"true"},
	}
	if cursor != "" {
		q.Set("numericFilters", "created_at_i<="+cursor)
	}
	var answer struct {
		Hits *[]hit `json:"hits"`
	}
	req := fetch.Request{URL: r.search + "/api/v1/search_by_date?" + q.Encode()}
	resp, err := timeline.JSON(ctx, r.door, req, "Hacker News", &answer)
	if err != nil {
		return timeline.Page{}, err
	}
	if answer.Hits == nil {
		return timeline.Page{}, timeline.Unreadable(req.URL, "Hacker News", resp.Body, nil)
	}
	var p timeline.Page
	oldest := int64(0)
	for _, h := range *answer.Hits {
		if _, err := strconv.ParseUint(h.ID, 10, 63); err != nil || h.Created <= 0 {
			continue
		}
		p.Posts = append(p.Posts, h.document())
		if oldest == 0 || h.Created < oldest {
			oldest = h.Created
		}
	}
	if len(*answer.Hits) >= perPage && oldest > 0 {
		p.Next = strconv.FormatInt(oldest, 10)
		if p.Next == cursor { // a whole page within one second
			p.Next = strconv.FormatInt(oldest-1, 10)
		}
	}
	return p, nil
}

func (h hit) document() feeds.Document {
	d := feeds.Document{
		Key: h.ID, URL: address(h.ID), Author: plain.Line(h.Author), Handle: plain.Line(h.Author),
		Published:  time.Unix(h.Created, 0),
		Engagement: feeds.Engagement{Likes: max(h.Points, 0), Replies: max(h.Comments, 0)},
	}
	if h.CommentText != "" {
		// The title of the story is not part of a comment: else every comment on a story about a brand
		// would name it.
		d.Text = plain.FromHTML(h.CommentText)
		if h.StoryID > 0 {
			d.Thread = strconv.FormatInt(h.StoryID, 10)
		}
		return d
	}
	d.Title = plain.Line(h.Title)
	d.Text = strings.TrimSpace(plain.FromHTML(h.StoryText) + "\n" + timeline.WebAddress(h.URL))
	return d
}

// deleted asks Hacker News whether a post was deleted by its author or by moderators. It answers null for a
// post that it doesn't know, which is no evidence.
func (r *Reader) deleted(ctx context.Context, key string) (bool, error) {
	var item *struct {
		Deleted bool `json:"deleted"`
		Dead    bool `json:"dead"`
	}
	_, err := timeline.JSON(ctx, r.door, fetch.Request{URL: r.items + "/v0/item/" + url.PathEscape(key) + ".json"}, "Hacker News", &item)
	return item != nil && (item.Deleted || item.Dead), err
}
