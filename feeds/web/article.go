package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"mime"
	"net/url"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

const (
	maxPage  = 5 << 20 // bytes
	maxNodes = 60_000  // elements and texts; what comes after them isn't read
	maxText  = 1 << 20 // bytes of the main text
	enough   = 140     // bytes: a shorter main text is no article, and all of the page is read
)

// article is what is read of a page.
type article struct {
	title, text, author, language string
	heading                       string // the first one of the page
	published                     time.Time
	canonical                     *url.URL
	noIndex                       bool
	links                         []string // as the page has them, without those marked nofollow
	unfollowed                    []string // those
	base                          *url.URL // of its links
	feeds                         []string // the feeds that it declares
}

// parse reads a page. It never fails: a page without a text has none.
func parse(body []byte, contentType string, at *url.URL) article {
	text, _ := plain.Decode(body, contentType)
	a := article{base: at}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return a
	}
	if kind, _, _ := mime.ParseMediaType(contentType); kind == "text/plain" && !bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
		a.text = clip(plain.Tidy(string(text)))
		return a
	}
	a.look(root, at)
	prepare(root)
	main, meta := readable(root, at)
	if all := posts(root); len(all) > 2*len(main) {
		main = all // of a thread, readability takes one post
	}
	if body := named(root); len(main) < thin && body != "" && !strings.Contains(body, main[:min(len(main), enough/2)]) {
		main = body // beside a short post, readability takes a longer sidebar
	}
	if len(main) < enough {
		if all := wholeText(root); len(all) > len(main) {
			main = all
		}
	}
	a.text = clip(main)
	if t := plain.Line(meta.Title()); t != "" {
		a.title = t // often without the name of the site
	}
	if rest, ok := strings.CutPrefix(a.title, a.heading); a.title == "" || ok && a.heading != "" && strings.IndexAny(strings.TrimLeft(rest, " ")+"x", "|-–—·•«»") == 0 {
		a.title = a.heading
	}
	if len(a.title) > 500 {
		a.title = strings.ToValidUTF8(a.title[:500], "")
	}
	a.author = plain.Line(meta.Byline())
	if len(a.author) > 200 {
		a.author = ""
	}
	if a.language == "" {
		a.language = meta.Language()
	}
	if len(a.language) > 35 {
		a.language = ""
	}
	if when, err := meta.PublishedTime(); err == nil && plausible(when) {
		a.published = when.UTC()
	}
	return a
}

// plausible reports whether a page can have been written then.
func plausible(t time.Time) bool { return t.Year() >= 1990 && t.Year() < 2200 }

// readable returns the main text of a page. The library's own errors and panics leave it empty: the page is hostile.
func readable(root *html.Node, at *url.URL) (text string, meta readability.Article) {
	defer func() {
		if recover() != nil {
			text, meta = "", readability.Article{}
		}
	}()
	p := readability.NewParser()
	p.MaxElemsToParse = maxNodes
	found, err := p.ParseDocument(root, at)
	if err != nil {
		return "", readability.Article{}
	}
	if found.Node == nil {
		return "", found
	}
	var b strings.Builder
	if err := html.Render(&b, found.Node); err != nil {
		return "", found
	}
	return plain.FromHTML(b.String()), found
}

// wholeText returns what a reader sees of a page, without its menus.
func wholeText(root *html.Node) string {
	var b strings.Builder
	var write func(n *html.Node)
	write = func(n *html.Node) {
		if b.Len() > maxText {
			return
		}
		switch n.DataAtom {
		case atom.Nav, atom.Footer, atom.Header, atom.Aside, atom.Form, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Head, atom.Button, atom.Select:
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(html.EscapeString(n.Data))
			return
		}
		if n.Type == html.ElementNode {
			b.WriteString("<" + n.Data + ">")
		}
		for c := range n.ChildNodes() {
			write(c)
		}
		if n.Type == html.ElementNode {
			b.WriteString("</" + n.Data + ">")
		}
	}
	write(root)
	return plain.FromHTML(b.String())
}

func clip(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

// hash returns what a page is compared by: its text, not its HTML.
func (a article) hash() string {
	sum := sha256.Sum256([]byte(a.title + "\n" + a.text))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// document returns the page as a document. at is where it was read.
func (a article) document(at *url.URL) feeds.Document {
	if a.canonical != nil {
		at = a.canonical
	} else if u, ok := tidy(at); ok {
		at = u // whichever link led here
	}
	d := feeds.Document{
		Kind: feeds.Page, Network: Network, Key: keyOf(at), URL: at.String(), Title: a.title, Author: a.author, Language: a.language,
		Text: a.text, Origin: feeds.Publisher, Published: a.published,
	}
	if d.Text == "" {
		d.Origin = feeds.None
	}
	d.ID = feeds.DocumentID(d.Network, d.Key)
	d.Revision = d.ComputeRevision()
	return d
}
