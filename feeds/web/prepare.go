package web

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds/plain"
)

const (
	maxTemplates = 50
	maxBanner    = 3000 // bytes of HTML text; what is longer is no notice about cookies
	fewest       = 3    // posts of a thread
	shortest     = 40   // bytes of a post
)

var (
	banner = regexp.MustCompile(`(?i)cookie|consent|gdpr`)
	// post is how forums and comments call their parts.
	post = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:post|message|comment|reply|answer|answercell)(?:[\s_-]?(?:body|content|text|inner|row))?(?:$|\s)|DiscussionForumPosting|schema\.org/(?:Comment|Answer|Question)`)
)

// prepare removes notices about cookies, which are the longest text of some short pages, and unwraps what Blogger
// hides in scripts until its own program runs.
func prepare(root *html.Node) {
	var banners, templates []*html.Node
	seen := 0
	for n := range root.Descendants() {
		if seen++; seen > maxNodes {
			break
		}
		switch {
		case n.Type != html.ElementNode || n.DataAtom == atom.Html || n.DataAtom == atom.Body:
		case n.DataAtom == atom.Script:
			if strings.EqualFold(attribute(n, "type"), "text/template") && n.FirstChild != nil && len(templates) < maxTemplates {
				templates = append(templates, n)
			}
		case len(banners) < maxTemplates && banner.MatchString(attribute(n, "id")+" "+attribute(n, "class")) && small(n):
			banners = append(banners, n)
		}
	}
	for _, n := range banners {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	for _, n := range templates {
		unwrap(n)
	}
}

// unwrap puts what a script holds as HTML in its place.
func unwrap(script *html.Node) {
	within := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(script.FirstChild.Data), within)
	if err != nil || script.Parent == nil {
		return
	}
	for _, n := range nodes {
		within.AppendChild(n)
	}
	script.Parent.InsertBefore(within, script)
	script.Parent.RemoveChild(script)
}

func small(n *html.Node) bool {
	size, nodes := 0, 0
	for c := range n.Descendants() {
		nodes++
		if c.Type == html.TextNode {
			size += len(c.Data)
		}
		if size > maxBanner || nodes > maxBanner {
			return false
		}
	}
	return true
}

// content is how blogs call the element that holds an article.
var content = regexp.MustCompile(`(?:^|\s)(?:entry-content|post-content|post-body|article-body|article__body|articleBody)(?:$|\s)`)

// named returns the text of the one element that a page calls its article.
func named(root *html.Node) string {
	var found *html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (content.MatchString(attribute(n, "class")) || content.MatchString(attribute(n, "itemprop"))) {
			if found != nil {
				return "" // a list
			}
			found = n
		}
	}
	if found == nil {
		return ""
	}
	return wholeText(found)
}

// posts returns the texts of the posts of a thread, where there are several; else "".
func posts(root *html.Node) string {
	var out strings.Builder
	found := 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if out.Len() > maxText {
			return
		}
		if n.Type == html.ElementNode && n.DataAtom != atom.Body && n.DataAtom != atom.Html {
			switch n.DataAtom {
			case atom.Nav, atom.Aside, atom.Footer, atom.Form, atom.Script, atom.Style, atom.Head:
				return
			}
			if post.MatchString(attribute(n, "class")) || post.MatchString(attribute(n, "itemtype")) {
				if text := wholeText(n); len(text) >= shortest {
					found++
					out.WriteString(text + "\n\n")
				}
				return
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(root)
	if found < fewest {
		return ""
	}
	return plain.Tidy(out.String())
}
