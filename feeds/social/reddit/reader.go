package reddit

import (
	"bytes"
	"context"
	"encoding/xml"
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

// refusalWait is how long nothing is asked after a refusal: Reddit counts requests in a refusal too.
const refusalWait = 61 * time.Minute

// Reader reads feeds of Reddit. It keeps no state between reads.
type Reader struct {
	door *fetch.Door
	base string
}

// New returns a reader of the Reddit at that address.
func New(door *fetch.Door, base string) *Reader { return &Reader{door, strings.TrimRight(base, "/")} }

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	l, ok := parse(src.URL)
	if !ok {
		return feeds.Batch{}, timeline.Unreadable(src.URL, name, nil, nil)
	}
	list := timeline.List{Network: Network, Pages: 1, Page: func(ctx context.Context, _ string) (timeline.Page, error) { return r.page(ctx, l) }}
	if l.query == "" {
		// Nothing more can be asked. The newest posts of a subreddit are complete, so one that is missing between
		// others was removed. What a search finds varies.
		list.Deleted = func(context.Context, string) (bool, error) { return true, nil }
	}
	return list.Read(ctx, at) //nolint:wrapcheck // says what it was reading
}

func (r *Reader) page(ctx context.Context, l list) (timeline.Page, error) {
	req := fetch.Request{URL: r.base + l.path(), Accept: "application/atom+xml, application/xml;q=0.9", MaxBytes: timeline.MaxAnswer}
	resp, err := r.door.Get(ctx, req)
	if err != nil {
		return timeline.Page{}, explain(err)
	}
	if head := bytes.ToLower(bytes.TrimSpace(resp.Body[:min(len(resp.Body), 2<<10)])); bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<body")) {
		return timeline.Page{}, r.wall(&fetch.Answer{Status: resp.Status, Head: head})
	}
	p, err := parseFeed(resp.Body)
	if err != nil {
		return timeline.Page{}, timeline.Unreadable(req.URL, name, resp.Body, err)
	}
	p.Unsure = true // Reddit sends older and shorter copies of a feed now and then
	if len(p.Posts) >= 25 {
		p.Next = "older"
	}
	return p, nil
}

// wall is the fault of a page for people in place of a feed.
func (r *Reader) wall(err error) error {
	f := &feeds.Fault{Kind: feeds.FaultBlocked, Host: timeline.Host(r.base), RetryAfter: refusalWait, Err: err}
	f.Explain("reddit_wall", "Reddit sent a page for people in place of the feed", "It does that to many networks of cloud providers. Namedrop asks again after an hour; fetch.proxy sends its requests through another address.")
	return f
}

// explain turns refusals and pauses into what they mean on Reddit.
func explain(err error) error {
	switch timeline.StatusOf(err) {
	case http.StatusForbidden:
		return timeline.WithFault(err, func(f *feeds.Fault) {
			f.Kind, f.RetryAfter = feeds.FaultBlocked, refusalWait
			f.Explain("reddit_refused", "Reddit refuses this machine, or the subreddit is private", "Open the address in a browser to see which. It refuses many networks of cloud providers; fetch.proxy sends requests through another address.")
		})
	case http.StatusTooManyRequests:
		return timeline.WithFault(err, func(f *feeds.Fault) {
			// Reddit's reset is in seconds from now.
			if s, perr := strconv.ParseFloat(fetch.AnswerOf(err).Header.Get("X-Ratelimit-Reset"), 64); perr == nil && s > 0 && s < 24*3600 {
				f.RetryAfter = max(f.RetryAfter, time.Duration(s*float64(time.Second)))
			}
			f.RetryAfter = max(f.RetryAfter, refusalWait)
		})
	}
	return err
}

// feed is Reddit's Atom feed, and the items of its older RSS.
type feed struct {
	XMLName xml.Name
	Entries []entry `xml:"entry"`
	Items   []item  `xml:"channel>item"`
}

type entry struct {
	ID        string `xml:"id"`
	Title     string `xml:"title"`
	Published string `xml:"published"`
	Updated   string `xml:"updated"`
	Content   string `xml:"content"`
	Author    struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Link struct {
		Href string `xml:"href,attr"`
	} `xml:"link"`
}

type item struct {
	Title       string `xml:"title"`
	Link        string `xml:"link"`
	Date        string `xml:"pubDate"`
	Description struct {
		Inner string `xml:",innerxml"`
	} `xml:"description"`
}

var (
	entryID  = regexp.MustCompile(`^t[13]_[a-z0-9]{1,12}$`)
	itemLink = regexp.MustCompile(`/comments/([a-z0-9]{1,12})(?:/|$)`)
	author   = regexp.MustCompile(`/u(?:ser)?/([A-Za-z0-9_-]{1,30})`)
	// tail is what each entry ends with: who submitted it where, and two links.
	tail = regexp.MustCompile(`(?s)(?:&#32;|\s)*submitted by\b.*$`)
	link = regexp.MustCompile(`<a href="([^"]{1,1000})">\s*\[link\]`)
)

var errNoFeed = errors.New("not a feed")

// parseFeed reads a feed.
func parseFeed(body []byte) (timeline.Page, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var f feed
	if err := d.Decode(&f); err != nil {
		return timeline.Page{}, err //nolint:wrapcheck // becomes a fault
	}
	var p timeline.Page
	if f.XMLName.Local != "feed" && f.XMLName.Local != "rss" {
		return p, errNoFeed
	}
	for _, e := range f.Entries {
		at, err := time.Parse(time.RFC3339, e.Published)
		if err != nil {
			at, err = time.Parse(time.RFC3339, e.Updated)
		}
		if err == nil && entryID.MatchString(e.ID) {
			add(&p, e.ID, e.Title, e.Content, e.Link.Href, e.Author.Name, at)
		}
	}
	for _, i := range f.Items {
		at, err := time.Parse(time.RFC1123Z, i.Date)
		m := itemLink.FindStringSubmatch(i.Link)
		if err == nil && m != nil {
			add(&p, "t3_"+m[1], i.Title, i.Description.Inner, i.Link, "", at)
		}
	}
	return p, nil
}

// add adds a post or a comment, or its removal.
func add(p *timeline.Page, key, title, content, address, by string, at time.Time) {
	content = timeline.Clip(content, 256<<10)
	text, outside := content, ""
	if at := tail.FindStringIndex(content); at != nil {
		text = content[:at[0]]
		if m := link.FindStringSubmatch(content[at[0]:]); m != nil {
			outside = timeline.WebAddress(plain.FromHTML(m[1]))
		}
		if by == "" {
			by = content[at[0]:]
		}
	}
	d := feeds.Document{Key: key, Title: plain.Line(title), Text: plain.FromHTML(text), URL: timeline.WebAddress(address), Published: at}
	if m := author.FindStringSubmatch(by); m != nil {
		d.Author, d.Handle = "u/"+m[1], "u/"+m[1]
	}
	switch {
	case removed(d.Title) || removed(d.Text) || by == "[deleted]" && d.Text == "":
		p.Gone = append(p.Gone, feeds.Removal{Network: Network, Key: key})
		return
	case strings.HasPrefix(key, "t1_"):
		d.Title = "" // "/u/name on <title of the post>": the title would make each comment under it a mention
	case outside != "" && outside != d.URL:
		d.Text = strings.TrimSpace(d.Text + "\n" + outside)
	}
	if m := itemLink.FindStringSubmatch(d.URL); m != nil && strings.HasPrefix(key, "t1_") {
		d.Thread = "t3_" + m[1]
	}
	p.Posts = append(p.Posts, d)
}

// removed reports whether a text is what Reddit leaves of a deleted one.
func removed(text string) bool {
	switch strings.ToLower(text) {
	case "[deleted]", "[removed]", "[deleted by user]", "[removed by reddit]":
		return true
	}
	return false
}
