package lemmy

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

const (
	perPage  = 50
	maxPages = 40
)

// Reader reads Lemmy servers. It keeps no state between reads.
type Reader struct{ door *fetch.Door }

// New returns a reader over the door.
func New(door *fetch.Door) *Reader { return &Reader{door} }

// server is the server of one source.
type server struct {
	door *fetch.Door
	list list
}

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	l, ok := parse(src.URL, src.Query)
	if !ok {
		return feeds.Batch{}, timeline.Unreadable(src.URL, name, nil, nil)
	}
	s := server{r.door, l}
	return timeline.List{Network: Network, Pages: maxPages, Page: s.page, Deleted: s.deleted}.Read(ctx, at) //nolint:wrapcheck // says what it was reading
}

// answer is that of a search and of both lists.
type answer struct {
	Posts    *[]view `json:"posts"`
	Comments *[]view `json:"comments"`
}

// view is a post, or a comment with its post.
type view struct {
	Post    content  `json:"post"`
	Comment *content `json:"comment"`
	Creator struct {
		Name    string `json:"name"`
		Display string `json:"display_name"`
		Actor   string `json:"actor_id"`
		Bot     bool   `json:"bot_account"`
	} `json:"creator"`
	Counts struct {
		Score    int64 `json:"score"`
		Comments int64 `json:"comments"`
		Children int64 `json:"child_count"`
	} `json:"counts"`
}

type content struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Body      string `json:"body"`
	Content   string `json:"content"`
	URL       string `json:"url"`
	APID      string `json:"ap_id"` // the same on all servers
	Published string `json:"published"`
	Deleted   bool   `json:"deleted"`
	Removed   bool   `json:"removed"`
}

// page reads posts and comments. Pages have numbers; what is new meanwhile moves posts to the next page, where
// they come a second time.
func (s server) page(ctx context.Context, cursor string) (timeline.Page, error) {
	n, err := strconv.Atoi(cursor)
	if err != nil || n < 1 {
		n = 1
	}
	q := url.Values{"sort": {"New"}, "limit": {strconv.Itoa(perPage)}, "page": {strconv.Itoa(n)}}
	if s.list.community != "" {
		q.Set("community_name", s.list.community)
	}
	var paths []string
	if s.list.query != "" {
		q.Set("q", s.list.query)
		q.Set("type_", "All")
		q.Set("listing_type", "All")
		paths = []string{"/api/v3/search"}
	} else {
		q.Set("type_", "All")
		paths = []string{"/api/v3/post/list", "/api/v3/comment/list"}
	}
	p := timeline.Page{IDs: map[string]string{}}
	for _, path := range paths {
		var a answer
		req := fetch.Request{URL: s.list.base + path + "?" + q.Encode()}
		resp, err := timeline.JSON(ctx, s.door, req, name, &a)
		if err != nil {
			return timeline.Page{}, err
		}
		if a.Posts == nil && a.Comments == nil {
			return timeline.Page{}, timeline.Unreadable(req.URL, name, resp.Body, nil)
		}
		for _, views := range []*[]view{a.Posts, a.Comments} {
			if views == nil {
				continue
			}
			for _, v := range *views {
				v.add(&p)
			}
			if len(*views) >= perPage {
				p.Next = strconv.Itoa(n + 1)
			}
		}
	}
	return p, nil
}

var image = regexp.MustCompile(`!\[([^\]]*)\]\([^)]*\)`)

// add adds a post or comment, or its removal, to a page.
func (v view) add(p *timeline.Page) {
	c, id := v.Post, "post/"
	if v.Comment != nil {
		c, id = *v.Comment, "comment/"
	}
	at, ok := published(c.Published)
	key := timeline.WebAddress(c.APID)
	if !ok || key == "" || len(key) > 1000 || c.ID <= 0 || v.Creator.Bot {
		return
	}
	if c.Deleted || c.Removed {
		p.Gone = append(p.Gone, feeds.Removal{Network: Network, Key: key})
		return
	}
	d := feeds.Document{
		Key: key, URL: key, Published: at, Author: plain.Line(v.Creator.Display), Title: plain.Line(c.Name),
		Engagement: feeds.Engagement{Likes: max(v.Counts.Score, 0), Replies: max(v.Counts.Comments, v.Counts.Children, 0)},
	}
	if host := timeline.Host(v.Creator.Actor); host != "" && v.Creator.Name != "" {
		d.Handle = plain.Line("@" + v.Creator.Name + "@" + host)
	}
	if d.Author == "" {
		d.Author = plain.Line(v.Creator.Name)
	}
	// Texts are Markdown, which is left as it is but for images.
	d.Text = strings.TrimSpace(plain.Tidy(image.ReplaceAllString(timeline.Clip(c.Body+c.Content, 128<<10), "$1")) + "\n" + timeline.WebAddress(c.URL))
	if v.Comment != nil {
		d.Title = ""
		d.Thread = timeline.WebAddress(v.Post.APID)
	}
	p.Posts = append(p.Posts, d)
	p.IDs[key] = id + strconv.FormatInt(c.ID, 10)
}

// published reads a time. Those of old versions have no zone and are in UTC.
func published(text string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if at, err := time.Parse(form, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// deleted looks up a post or comment on the server where it was read.
func (s server) deleted(ctx context.Context, id string) (bool, error) {
	what, number, _ := strings.Cut(id, "/")
	var a struct {
		Post    struct{ Post content }    `json:"post_view"`
		Comment struct{ Comment content } `json:"comment_view"`
	}
	_, err := timeline.JSON(ctx, s.door, fetch.Request{URL: s.list.base + "/api/v3/" + what + "?id=" + url.QueryEscape(number)}, name, &a)
	if err != nil {
		return timeline.IsDeleted(err) //nolint:wrapcheck // the list asks again
	}
	return a.Post.Post.Deleted || a.Post.Post.Removed || a.Comment.Comment.Deleted || a.Comment.Comment.Removed, nil
}
