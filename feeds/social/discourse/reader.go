package discourse

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

const maxPages = 20 // of 50 posts

// Reader reads forums. It keeps no state between reads.
type Reader struct{ door *fetch.Door }

// New returns a reader over the door.
func New(door *fetch.Door) *Reader { return &Reader{door} }

// forum is the forum of one source.
type forum struct {
	door *fetch.Door
	base string
}

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	f := forum{r.door, base(src.URL)}
	if f.base == "" {
		return feeds.Batch{}, timeline.Unreadable(src.URL, name, nil, nil)
	}
	return timeline.List{Network: Network, Pages: maxPages, Page: f.page, Deleted: f.deleted}.Read(ctx, at) //nolint:wrapcheck // says what it was reading
}

// post is one post. The first of a topic has number 1.
type post struct {
	ID          int64     `json:"id"`
	Name        string    `json:"name"`
	Username    string    `json:"username"`
	Created     time.Time `json:"created_at"`
	Cooked      string    `json:"cooked"` // HTML
	Number      int64     `json:"post_number"`
	Type        int       `json:"post_type"` // 1 is a post of a person, others are actions and whispers
	TopicID     int64     `json:"topic_id"`
	TopicSlug   string    `json:"topic_slug"`
	TopicTitle  string    `json:"topic_title"`
	Replies     int64     `json:"reply_count"`
	Reads       int64     `json:"reads"`
	Hidden      bool      `json:"hidden"`
	UserDeleted bool      `json:"user_deleted"`
	DeletedAt   *string   `json:"deleted_at"`
}

// page reads the newest posts of the forum, or those before the id that is the cursor.
func (f forum) page(ctx context.Context, cursor string) (timeline.Page, error) {
	req := fetch.Request{URL: f.base + "/posts.json"}
	if cursor != "" {
		req.URL += "?before=" + cursor
	}
	var a struct {
		Posts *[]post `json:"latest_posts"`
	}
	resp, err := timeline.JSON(ctx, f.door, req, name, &a)
	if err != nil {
		return timeline.Page{}, explain(err)
	}
	if a.Posts == nil {
		return timeline.Page{}, timeline.Unreadable(req.URL, name, resp.Body, nil)
	}
	p := timeline.Page{IDs: map[string]string{}}
	oldest := int64(0)
	for _, one := range *a.Posts {
		if one.ID <= 0 {
			continue
		}
		if oldest == 0 || one.ID < oldest {
			oldest = one.ID
		}
		key := f.key(one.ID)
		if one.gone() {
			p.Gone = append(p.Gone, feeds.Removal{Network: Network, Key: key})
		} else if one.Type <= 1 {
			p.Posts = append(p.Posts, one.document(f, key))
			p.IDs[key] = strconv.FormatInt(one.ID, 10)
		}
	}
	if oldest > 1 && strconv.FormatInt(oldest, 10) != cursor {
		p.Next = strconv.FormatInt(oldest, 10)
	}
	return p, nil
}

func (p post) gone() bool { return p.Hidden || p.UserDeleted || p.DeletedAt != nil }

// key returns the key of a post: numbers are the forum's own.
func (f forum) key(id int64) string {
	_, at, _ := strings.Cut(f.base, "://")
	return at + "/p/" + strconv.FormatInt(id, 10)
}

var (
	slug = regexp.MustCompile(`^[\p{L}\p{N}_.%-]+$`)
	// quote is what a post repeats of another, which is a post of its own.
	quote = regexp.MustCompile(`(?s)<aside class="quote[^"]*".*?</aside>`)
	href  = regexp.MustCompile(`<a\s[^>]*href="(https?://[^"]{1,1000})"`)
)

func (p post) document(f forum, key string) feeds.Document {
	d := feeds.Document{
		Key: key, URL: f.base + "/p/" + strconv.FormatInt(p.ID, 10), Published: p.Created,
		Author: plain.Line(p.Name), Engagement: feeds.Engagement{Replies: max(p.Replies, 0), Views: max(p.Reads, 0)},
	}
	if p.TopicID > 0 && p.Number > 0 && len(p.TopicSlug) <= 1000 && slug.MatchString(p.TopicSlug) {
		d.URL = f.base + "/t/" + p.TopicSlug + "/" + strconv.FormatInt(p.TopicID, 10) + "/" + strconv.FormatInt(p.Number, 10)
	}
	if d.Handle = plain.Line(p.Username); d.Handle != "" {
		d.Handle = "@" + d.Handle + "@" + timeline.Host(f.base)
	}
	if d.Author == "" {
		d.Author = plain.Line(p.Username)
	}
	cooked := quote.ReplaceAllString(timeline.Clip(p.Cooked, 256<<10), "")
	d.Text = plain.FromHTML(cooked)
	for i, m := range href.FindAllStringSubmatch(cooked, 50) {
		if link := plain.FromHTML(m[1]); i < 50 && timeline.WebAddress(link) != "" && !strings.Contains(d.Text, link) {
			d.Text += "\n" + link // the text shows a title or a part of the address
		}
	}
	if p.Number == 1 {
		d.Title = plain.Line(p.TopicTitle)
	} else if p.TopicID > 0 {
		_, at, _ := strings.Cut(f.base, "://")
		d.Thread = at + "/t/" + strconv.FormatInt(p.TopicID, 10)
	}
	return d
}

// deleted looks up a post. A forum answers 404 for deleted ones, and 403 for those that only its staff may still see.
func (f forum) deleted(ctx context.Context, id string) (bool, error) {
	var p post
	_, err := timeline.JSON(ctx, f.door, fetch.Request{URL: f.base + "/posts/" + id + ".json"}, name, &p)
	if timeline.StatusOf(err) == http.StatusForbidden {
		return true, nil
	}
	if err != nil {
		return timeline.IsDeleted(err) //nolint:wrapcheck // the list asks again
	}
	return p.ID > 0 && p.gone(), nil
}

// explain reads how long a forum wants us to wait from its answer, where its header doesn't say.
func explain(err error) error {
	var a struct {
		Extras struct {
			Wait float64 `json:"wait_seconds"`
		} `json:"extras"`
	}
	var answer *fetch.Answer
	if timeline.StatusOf(err) != http.StatusTooManyRequests || !errors.As(err, &answer) || json.Unmarshal(answer.Head, &a) != nil || !(a.Extras.Wait > 0) || a.Extras.Wait > 24*3600 {
		return err
	}
	return timeline.WithFault(err, func(f *feeds.Fault) {
		f.RetryAfter = max(f.RetryAfter, time.Duration(a.Extras.Wait*float64(time.Second)))
	})
}
