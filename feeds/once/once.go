// Package once reads a page at an address that a source mentioned. It follows the robots.txt of each host on the way, and costs
// one request beside that.
package once

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/plain"
)

// Network is the network of the documents that are pages.
const Network = "web"

const (
	maxPage  = 5 << 20
	maxNodes = 150_000
	maxDepth = 500
	maxText  = 1 << 20
	maxLinks = 5000
)

// Reader reads pages. It is a [feeds.AddressReader].
type Reader struct {
	door *fetch.Door
}

// New returns a reader over the door.
func New(door *fetch.Door) *Reader { return &Reader{door} }

// Page is a page and the web addresses that it links to.
type Page struct {
	feeds.Item
	Links []string
}

// ReadAddress implements [feeds.AddressReader].
func (r *Reader) ReadAddress(ctx context.Context, f feeds.Found) (feeds.Item, error) {
	p, err := r.Read(ctx, f.Address)
	return p.Item, err
}

// Read reads the page at an address.
func (r *Reader) Read(ctx context.Context, address string) (Page, error) {
	resp, err := r.door.Get(ctx, fetch.Request{URL: address, Accept: "text/html, application/xhtml+xml, text/plain;q=0.5", MaxBytes: maxPage, KeepHead: true, Robots: true})
	if err != nil {
		return Page{}, fmt.Errorf("reading a page: %w", err)
	}
	at, err := url.Parse(resp.FinalURL)
	if err != nil {
		at = &url.URL{}
	}
	kind, _, _ := mime.ParseMediaType(resp.ContentType)
	if kind != "" && kind != "text/html" && kind != "application/xhtml+xml" && kind != "text/plain" {
		return Page{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: at.Hostname(), Code: "page_not_text", Reason: at.Hostname() + " sent something else than a page with text"}
	}
	p := parse(resp.Body, resp.ContentType, at)
	if p.Text == "" {
		return Page{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: at.Hostname(), Code: "page_without_text", Reason: "The page at " + at.Hostname() + " has no text"}
	}
	return p, nil
}

// parse reads what a page says of itself, its text and its links.
func parse(body []byte, contentType string, at *url.URL) Page {
	text, _ := plain.Decode(body, contentType)
	p := parser{page: Page{}, at: at, links: map[string]bool{}}
	if kind, _, _ := mime.ParseMediaType(contentType); kind == "text/plain" {
		p.page.Text = plain.Tidy(string(text))
	} else if root, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false)); err == nil {
		p.walk(root, 0)
		main := p.article
		if main == nil {
			main = root
		}
		var b bytes.Buffer
		_ = html.Render(&b, main) // a buffer takes everything
		p.page.Text = plain.FromHTML(b.String())
	}
	d := &p.page.Document
	if len(d.Text) > maxText {
		d.Text = strings.ToValidUTF8(d.Text[:maxText], "")
	}
	d.Kind, d.Network, d.Origin = feeds.Page, Network, feeds.Publisher
	address := *at
	address.Fragment, address.RawFragment, address.User = "", "", nil
	if c := p.canonical; c != nil && strings.EqualFold(c.Host, at.Host) && len(c.String()) < 2000 {
		address = *c
		address.Fragment, address.RawFragment, address.User = "", "", nil
	}
	d.URL = address.String()
	d.Key = strings.ToLower(address.Host) + strings.TrimRight(address.EscapedPath(), "/")
	if address.RawQuery != "" {
		d.Key += "?" + address.RawQuery
	}
	d.ID = feeds.DocumentID(Network, d.Key)
	if d.Title == "" {
		d.Title = address.Hostname()
	}
	d.Revision = d.ComputeRevision()
	return p.page
}

type parser struct {
	page      Page
	at        *url.URL
	canonical *url.URL
	article   *html.Node
	links     map[string]bool
	nodes     int
}

// walk notes what elements say, and removes those that are never the text of a page.
func (p *parser) walk(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		p.nodes++
		switch {
		case c.Type == html.CommentNode || p.nodes > maxNodes || depth > maxDepth:
			n.RemoveChild(c)
		case c.Type == html.ElementNode:
			p.note(c)
			p.walk(c, depth+1) // links of what is removed count too
			if removed(c) {
				n.RemoveChild(c)
			}
		}
		c = next
	}
}

func removed(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Nav, atom.Footer, atom.Form, atom.Aside, atom.Select, atom.Textarea, atom.Object:
		return true
	}
	return false
}

func (p *parser) note(n *html.Node) {
	d := &p.page.Document
	switch n.DataAtom {
	case atom.Html:
		if lang := attr(n, "lang"); len(lang) <= 20 {
			d.Language = lang
		}
	case atom.Title:
		if d.Title == "" && n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
			d.Title = short(n.FirstChild.Data)
		}
	case atom.Meta:
		content := attr(n, "content")
		switch strings.ToLower(attr(n, "property") + attr(n, "name")) {
		case "og:title":
			if t := short(content); t != "" {
				d.Title = t
			}
		case "author":
			d.Author = short(content)
		case "article:published_time":
			p.published(content)
		}
	case atom.Time:
		if d.Published.IsZero() {
			p.published(attr(n, "datetime"))
		}
	case atom.Article, atom.Main:
		if p.article == nil {
			p.article = n
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			p.canonical = p.absolute(attr(n, "href"))
		}
	case atom.A:
		if u := p.absolute(attr(n, "href")); u != nil && len(p.links) < maxLinks && !p.links[u.String()] {
			p.links[u.String()] = true
			p.page.Links = append(p.page.Links, u.String())
		}
	}
}

func (p *parser) published(text string) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.Parse(form, strings.TrimSpace(text)); err == nil && t.Year() > 1990 {
			p.page.Published = t.UTC()
			return
		}
	}
}

func (p *parser) absolute(ref string) *url.URL {
	if ref == "" || len(ref) > 2000 {
		return nil
	}
	u, err := p.at.Parse(ref)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// maxLine is the length of a title or name that is kept.
const maxLine = 300

func short(s string) string {
	s = plain.Line(s[:min(len(s), 10*maxLine)])
	if r := []rune(s); len(r) > maxLine {
		s = string(r[:maxLine])
	}
	return s
}

// Dropped is the warning that found addresses were left out.
func Dropped(n int) feeds.Warning {
	return feeds.Warn("addresses_dropped", "Addresses that were not read, because too many wait already or they are none: {n}.", "n", strconv.Itoa(n))
}
