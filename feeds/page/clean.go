package page

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds/plain"
)

// maxNodes is how many elements and texts of a page are read.
const maxNodes = 150_000

// parsed is a page without what is never a transcript.
type parsed struct {
	root     *html.Node
	base     string
	language string
	titles   map[string]bool // the words of its titles
	heading  string          // its own title, as shown
}

// comments match the names of elements that hold what readers wrote.
var comments = regexp.MustCompile(`(?i)^(?:comments?|comment-?list|comments?-(?:area|section|wrapper|list|thread|respond)|respond|replies|disqus(?:_thread)?|reacties|kommentare|commentaires|comentarios)$`)

// parse reads a page. It removes scripts, navigation, forms and comments.
func parse(body []byte, contentType string) (*parsed, error) {
	text, _ := plain.Decode(body, contentType)
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("parsing the page: %w", err)
	}
	p := &parsed{root: root, titles: map[string]bool{}}
	nodes := 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			nodes++
			switch {
			case c.Type == html.CommentNode || nodes > maxNodes:
				n.RemoveChild(c)
			case c.Type == html.ElementNode:
				p.note(c)
				if removed(c) {
					n.RemoveChild(c)
				} else {
					walk(c)
				}
			}
			c = next
		}
	}
	walk(root)
	return p, nil
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$`)

// note keeps what the page says of itself: its language and titles.
func (p *parsed) note(n *html.Node) {
	var title string
	switch n.DataAtom {
	case atom.Html:
		if lang := attr(n, "lang"); languageTag.MatchString(lang) {
			p.language = lang
		}
	case atom.Base:
		p.base = attr(n, "href")
	case atom.Title, atom.H1:
		title = textOf(n)
		if p.heading == "" || n.DataAtom == atom.H1 {
			p.heading = title
		}
	case atom.Meta:
		if strings.EqualFold(attr(n, "property"), "og:title") {
			title = attr(n, "content")
		}
	}
	if len(title) > maxLabel {
		return
	}
	for _, w := range wordsOf(title) {
		p.titles[w] = true
	}
}

// removed reports whether an element is never a part of a transcript.
func removed(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Nav, atom.Footer, atom.Form, atom.Select, atom.Textarea, atom.Object:
		return true
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article:
		return false
	}
	for _, name := range names(n) {
		if comments.MatchString(name) {
			return true
		}
	}
	role := attr(n, "role")
	return role == "navigation" || role == "search" || role == "contentinfo"
}

// names returns the id and the classes of an element.
func names(n *html.Node) []string {
	return append(strings.Fields(attr(n, "class")), strings.Fields(attr(n, "id"))...)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// maxInLabel is how many elements a heading or link may have.
const maxInLabel = 60

// textOf returns the text of an element on one line. Of a long one it returns the beginning: enough to see that
// it is no heading.
func textOf(n *html.Node) string {
	var b strings.Builder
	nodes := 0
	var walk func(n *html.Node) bool
	walk = func(n *html.Node) bool {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			return b.Len() <= 2*maxLabel
		}
		if nodes++; nodes > maxInLabel {
			return false
		}
		b.WriteByte(' ')
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !walk(c) {
				return false
			}
		}
		return true
	}
	walk(n)
	return plain.Line(b.String())
}

// markup returns elements as HTML.
func markup(nodes []*html.Node) []byte {
	var b bytes.Buffer
	for _, n := range nodes {
		_ = html.Render(&b, n) // a buffer takes everything; what a parser made can be rendered
		b.WriteByte('\n')
	}
	return b.Bytes()
}
