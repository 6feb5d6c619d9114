// Package xpost reads single public posts of X by their address, through the service that X offers for embedding
// them. It needs no credentials and can't search.
package xpost

import (
	"context"
	"net/http"
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
const Network = "x"

// Type is the type of these documents' adapter. It has no sources.
const Type feeds.SourceType = "x_post"

// DefaultEndpoint is the service for embedding posts.
const DefaultEndpoint = "https://publish.twitter.com"

const name = "X"

// Spec returns the spec of single posts of X.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type: Type, Name: name, Summary: "Single public posts of X, by their address.", Kinds: []feeds.Kind{feeds.Post},
		Endpoints: []feeds.Endpoint{{Name: "x_embed", Default: DefaultEndpoint, Help: "X's service for embedding posts."}},
		Opens:     Opens, JoinAuthors: true,
	}
}

var postPath = regexp.MustCompile(`^/(?:([A-Za-z0-9_]{1,30})|i/web|i)/status(?:es)?/([0-9]{1,19})(?:/.*)?$`)

// postOf returns the author and the number of the post that an address stands for.
func postOf(address string) (user, id string, ok bool) {
	u, ok := timeline.Site(address)
	if !ok {
		return "", "", false
	}
	switch strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "mobile.") {
	case "x.com", "twitter.com", "fxtwitter.com", "vxtwitter.com", "nitter.net":
	default:
		return "", "", false
	}
	m := postPath.FindStringSubmatch(u.Path)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// epoch is where the numbers of posts begin, in milliseconds.
const epoch = 1288834974657

// written returns when a post was written, which newer numbers hold; zero for those before November 2010.
func written(id string) time.Time {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 1<<40 {
		return time.Time{}
	}
	return time.UnixMilli(n>>22 + epoch).UTC()
}

// Opens returns what the address of a post says by itself.
func Opens(address string) (feeds.Document, bool) {
	user, id, ok := postOf(address)
	if !ok {
		return feeds.Document{}, false
	}
	d := feeds.Document{Kind: feeds.Post, Network: Network, Key: id, URL: "https://x.com/i/status/" + id, Published: written(id)}
	if user != "" && user != "i" {
		d.Handle, d.URL = "@"+user, "https://x.com/"+user+"/status/"+id
	}
	return d, true
}

// Reader reads single posts.
type Reader struct {
	door *fetch.Door
	base string
}

// New returns a reader over the service at that address.
func New(door *fetch.Door, base string) *Reader { return &Reader{door, strings.TrimRight(base, "/")} }

type embed struct {
	URL    string `json:"url"`
	Author string `json:"author_name"`
	HTML   string `json:"html"`
	Error  string `json:"error"`
}

// Open implements [feeds.Opener].
func (r *Reader) Open(ctx context.Context, address string) (feeds.Item, error) {
	d, ok := Opens(address)
	if !ok {
		return feeds.Item{}, timeline.Unreadable(address, name, nil, nil)
	}
	q := url.Values{"url": {strings.Replace(d.URL, "https://x.com/i/", "https://twitter.com/i/web/", 1)}, "omit_script": {"1"}, "dnt": {"1"}, "hide_thread": {"1"}}
	req := fetch.Request{URL: r.base + "/oembed?" + q.Encode()}
	var e embed
	resp, err := timeline.JSON(ctx, r.door, req, name, &e)
	switch status := timeline.StatusOf(err); {
	case status == http.StatusForbidden || status == http.StatusNotFound:
		return feeds.Item{}, timeline.NoPost("x.com") // protected, or deleted
	case err != nil:
		return feeds.Item{}, err //nolint:wrapcheck // a fault
	}
	text, language := words(e.HTML)
	if _, id, ok := postOf(e.URL); ok && id != d.Key {
		return feeds.Item{}, timeline.Unreadable(req.URL, name, resp.Body, nil)
	}
	if text == "" { // X leaves out the text of posts that it thinks sensitive
		return feeds.Item{}, timeline.NoPost("x.com")
	}
	if user, _, ok := postOf(e.URL); ok && user != "" && user != "i" {
		d.Handle, d.URL = "@"+user, "https://x.com/"+user+"/status/"+d.Key
	}
	d.Author, d.Text, d.Language = plain.Line(e.Author), text, language
	return timeline.One(Network, "x.com", d)
}

// words returns the text of a post and its language: the first paragraph of what is to be embedded. The links of it
// are added whole, since the text shows a part.
func words(embedded string) (text, language string) {
	root, err := html.Parse(strings.NewReader(timeline.Clip(embedded, 64<<10)))
	if err != nil {
		return "", ""
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.DataAtom != atom.P {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "lang" && len(a.Val) <= 35 && a.Val != "und" && !strings.HasPrefix(a.Val, "q") {
				language = a.Val
			}
		}
		var b strings.Builder
		if html.Render(&b, n) != nil {
			return "", ""
		}
		return plain.FromHTML(b.String()), language
	}
	return "", ""
}
