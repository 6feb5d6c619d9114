// Package linkedin reads single public posts of LinkedIn by their address, from the page that guests see, as far as
// LinkedIn's robots.txt allows it. It allows hardly any program, so the text of a post is usually pasted.
package linkedin

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Network is the network of all documents of this package.
const Network = "linkedin"

// Type is the type of these documents' adapter. It has no sources.
const Type feeds.SourceType = "linkedin_post"

// DefaultEndpoint is LinkedIn.
const DefaultEndpoint = "https://www.linkedin.com"

const (
	name = "LinkedIn"
	host = "www.linkedin.com"
	// wait is how long nothing is asked after a wall.
	wait = 24 * time.Hour
)

// Spec returns the spec of single posts of LinkedIn.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type: Type, Name: name, Summary: "Single public posts of LinkedIn, by their address.", Kinds: []feeds.Kind{feeds.Post},
		Endpoints: []feeds.Endpoint{{Name: "linkedin", Default: DefaultEndpoint, Help: "LinkedIn's pages for guests."}},
		Opens:     Opens,
	}
}

var (
	postPath   = regexp.MustCompile(`^/posts/[^/]*?-(?:activity|share|ugcPost)-([0-9]{10,20})(?:-[^/]*)?/?$`)
	updatePath = regexp.MustCompile(`^/(?:embed/)?feed/update/urn:li:(?:activity|share|ugcPost):([0-9]{10,20})/?$`)
)

// postOf returns the path and the number of the post that an address stands for.
func postOf(address string) (path, id string, ok bool) {
	u, ok := timeline.Site(address)
	if !ok || u.Hostname() != "linkedin.com" && !strings.HasSuffix(u.Hostname(), ".linkedin.com") {
		return "", "", false
	}
	for _, form := range []*regexp.Regexp{postPath, updatePath} {
		if m := form.FindStringSubmatch(u.Path); m != nil {
			return u.EscapedPath(), m[1], true
		}
	}
	return "", "", false
}

// written returns when a post was written, which its number holds.
func written(id string) time.Time {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 1<<50 {
		return time.Time{}
	}
	return time.UnixMilli(n >> 22).UTC()
}

// Opens returns what the address of a post says by itself.
func Opens(address string) (feeds.Document, bool) {
	path, id, ok := postOf(address)
	if !ok {
		return feeds.Document{}, false
	}
	return feeds.Document{Kind: feeds.Post, Network: Network, Key: id, URL: DefaultEndpoint + path, Published: written(id)}, true
}

// Reader reads single posts.
type Reader struct {
	door *fetch.Door
	base string
}

// New returns a reader of the LinkedIn at that address.
func New(door *fetch.Door, base string) *Reader { return &Reader{door, strings.TrimRight(base, "/")} }

// Open implements [feeds.Opener].
func (r *Reader) Open(ctx context.Context, address string) (feeds.Item, error) {
	d, ok := Opens(address)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	path, _, _ := postOf(address)
	resp, err := r.door.Get(ctx, fetch.Request{URL: r.base + path, Accept: "text/html", MaxBytes: timeline.MaxAnswer, Robots: true})
	if feeds.FaultOf(err) == feeds.FaultBlocked {
		return feeds.Item{}, wall(err)
	}
	if err != nil {
		return feeds.Item{}, err //nolint:wrapcheck // a fault
	}
	if at, err := url.Parse(resp.FinalURL); err != nil || strings.HasPrefix(at.Path, "/authwall") || strings.HasPrefix(at.Path, "/uas/login") || strings.HasPrefix(at.Path, "/login") {
		return feeds.Item{}, wall(err)
	}
	p, ok := parse(resp.Body)
	if !ok {
		return feeds.Item{}, wall(nil)
	}
	d.Text, d.Author = plain.FromHTML(timeline.Clip(p.text(), 128<<10)), plain.Line(p.Author.Name)
	if d.Text == "" {
		return feeds.Item{}, timeline.NoPost(host)
	}
	if d.Published.IsZero() {
		d.Published = p.Published
	}
	d.Engagement.Replies = max(p.Comments, 0)
	return timeline.One(Network, host, d)
}

// wall is the fault of what LinkedIn sends in place of a post.
func wall(err error) *feeds.Fault {
	return &feeds.Fault{
		Kind: feeds.FaultBlocked, Host: host, Code: "linkedin_wall", RetryAfter: wait, Err: err, Reason: "LinkedIn doesn't show this post to programs",
		Help: "Paste the text of the post, with its author and date, beside its address.",
	}
}

// posting is what a page says of its post, as schema.org names it.
type posting struct {
	Type      string    `json:"@type"`
	Published time.Time `json:"datePublished"`
	Headline  string    `json:"headline"`
	Body      string    `json:"articleBody"`
	Author    struct {
		Name string `json:"name"`
	} `json:"author"`
	Comments int64 `json:"commentCount"`
}

func (p posting) text() string {
	if p.Body != "" {
		return p.Body
	}
	return p.Headline
}

// parse reads the post of a page.
func parse(body []byte) (posting, bool) {
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return posting{}, false
		case html.StartTagToken:
			t := z.Token()
			if t.DataAtom != atom.Script || z.Next() != html.TextToken {
				continue
			}
			var p posting
			for _, a := range t.Attr {
				if a.Key == "type" && strings.EqualFold(a.Val, "application/ld+json") && json.Unmarshal(z.Text(), &p) == nil && p.Type == "SocialMediaPosting" {
					return p, true
				}
			}
		}
	}
}
