package web

import (
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds/plain"
)

// look reads what a page says of itself, and its links. It stops after maxNodes.
func (a *article) look(root *html.Node, at *url.URL) {
	seen, based := 0, false
	for n := range root.Descendants() {
		if seen++; seen > maxNodes {
			return
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			a.language = attribute(n, "lang")
		case atom.Title:
			if a.title == "" && n.FirstChild != nil {
				a.title = plain.Line(n.FirstChild.Data)
			}
		case atom.H1:
			if a.heading == "" {
				a.heading = plain.Line(innerText(n))
			}
		case atom.Base:
			if u, err := at.Parse(attribute(n, "href")); err == nil && !based {
				a.base, based = u, true
			}
		case atom.Meta:
			a.meta(n)
		case atom.Link:
			a.link(n, at)
		case atom.Time:
			if when, err := time.Parse(time.RFC3339, attribute(n, "datetime")); err == nil && a.published.IsZero() && plausible(when) {
				a.published = when.UTC()
			}
		case atom.A:
			switch href := attribute(n, "href"); {
			case href == "" || len(a.links)+len(a.unfollowed) >= 4*maxLinks:
			case hasWord(attribute(n, "rel"), "nofollow"):
				a.unfollowed = append(a.unfollowed, href)
			default:
				a.links = append(a.links, href)
			}
		}
	}
}

func (a *article) meta(n *html.Node) {
	switch strings.ToLower(attribute(n, "name")) {
	case "robots", "namedrop":
		for _, word := range strings.FieldsFunc(strings.ToLower(attribute(n, "content")), func(r rune) bool { return r == ',' || r == ' ' }) {
			a.noIndex = a.noIndex || word == "noindex" || word == "noai" || word == "none"
		}
	}
}

func (a *article) link(n *html.Node, at *url.URL) {
	rel, href := attribute(n, "rel"), strings.TrimSpace(attribute(n, "href"))
	switch {
	case hasWord(rel, "canonical") && a.canonical == nil:
		// A page of another site isn't this one, whatever this one says.
		if u, err := at.Parse(href); err == nil && href != "" {
			// Neither is the front page, which some sites name on each of their pages.
			if u, ok := tidy(u); ok && siteOf(u) == siteOf(at) && (u.Path != "/" || u.RawQuery != "" || at.Path == "/" || at.Path == "") {
				a.canonical = u
			}
		}
	case hasWord(rel, "alternate"):
		switch t, _, _ := strings.Cut(strings.ToLower(attribute(n, "type")), ";"); strings.TrimSpace(t) {
		case "application/rss+xml", "application/atom+xml", "application/feed+json":
			if u, err := at.Parse(href); err == nil && len(a.feeds) < 10 {
				a.feeds = append(a.feeds, u.String())
			}
		}
	}
}

// innerText returns the text of an element, as far as a heading can be long.
func innerText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
		if b.Len() > 1000 {
			break
		}
	}
	return b.String()
}

func attribute(n *html.Node, key string) string {
	for _, at := range n.Attr {
		if at.Key == key {
			return at.Val
		}
	}
	return ""
}

func hasWord(list, word string) bool {
	for one := range strings.FieldsSeq(list) {
		if strings.EqualFold(one, word) {
			return true
		}
	}
	return false
}
