package page

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds/captions"
)

// maxSections is how many pieces of a page are judged.
const maxSections = 20

// section is a piece of a page that may be a transcript.
type section struct {
	nodes    []*html.Node
	labelled bool
}

// find returns the transcript on a page. Where several pieces of it are one, it is not known which is that of
// the episode, and none is returned.
func (p *parsed) find(duration float64) (captions.Result, bool) {
	var found captions.Result
	var from []*html.Node
	for _, s := range p.sections() {
		if inside(s.nodes, from) || inside(from, s.nodes) {
			continue // a heading within an element that was taken, or the other way round
		}
		r, ok := judge(markup(s.nodes), "text/html", duration, s.labelled)
		if !ok {
			continue
		}
		if from != nil {
			return captions.Result{}, false
		}
		found, from = r, s.nodes
	}
	if from != nil {
		return found, true
	}
	if nodes := p.spoken(); nodes != nil {
		return judge(markup(nodes), "text/html", duration, false)
	}
	return captions.Result{}, false
}

// article returns the page's main element as a transcript, for a page whose own title says that it is one.
func (p *parsed) article(duration float64) (captions.Result, bool) {
	if !isHeading(p.heading) {
		return captions.Result{}, false
	}
	for _, tag := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		if all := p.all(func(n *html.Node) bool { return n.DataAtom == tag }); len(all) == 1 {
			return judge(markup(all), "text/html", duration, true)
		}
	}
	return captions.Result{}, false
}

// all returns the elements that match, those within one that matched left out.
func (p *parsed) all(matches func(n *html.Node) bool) []*html.Node {
	var out []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type != html.ElementNode:
			case matches(c):
				out = append(out, c)
			default:
				walk(c)
			}
		}
	}
	walk(p.root)
	return out
}

// transcriptName matches the id or class of an element that holds a transcript.
var transcriptName = regexp.MustCompile(`(?i)(?:^|[-_])(?:transcript(?:ion|ie)?|transkript(?:ion)?|transcripci[oó]n)(?:[-_](?:text|content|body|container|wrapper|section|block|panel|full|inner|area|box|tab|pane))*$`)

// sections returns the pieces of a page that it calls a transcript.
func (p *parsed) sections() []section {
	var out []section
	add := func(nodes []*html.Node) {
		if len(out) < maxSections && len(nodes) > 0 {
			out = append(out, section{nodes, true})
		}
	}
	headings := p.all(func(n *html.Node) bool {
		text := textOf(n)
		return text != "" && isHeading(text) && (isLabel(text) || level(n) < noHeading)
	})
	for _, h := range headings[:min(len(headings), maxSections)] {
		if target := p.byID(controls(h)); target != nil {
			add([]*html.Node{target})
		}
		add(below(h))
	}
	for _, n := range p.all(func(n *html.Node) bool {
		return n.DataAtom != atom.Body && n.DataAtom != atom.Html && anyName(n) && len(textOf(n)) > maxLabel/2
	}) {
		add([]*html.Node{n})
	}
	return out
}

func anyName(n *html.Node) bool {
	for _, name := range names(n) {
		if transcriptName.MatchString(name) {
			return true
		}
	}
	return false
}

// controls returns the id of the element that a tab or button shows.
func controls(n *html.Node) string {
	for _, key := range []string{"aria-controls", "data-target", "data-bs-target", "href"} {
		id := attr(n, key)
		if key != "aria-controls" {
			var ok bool
			if id, ok = strings.CutPrefix(id, "#"); !ok {
				continue
			}
		}
		if id != "" {
			return id
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			if id := controls(c); id != "" {
				return id
			}
		}
	}
	return ""
}

func (p *parsed) byID(id string) *html.Node {
	if id == "" {
		return nil
	}
	for _, n := range p.all(func(n *html.Node) bool { return attr(n, "id") == id }) {
		return n
	}
	return nil
}

// noHeading is the level of what is below every heading: bold lines, tabs.
const noHeading = 7

// level returns the level of the heading that an element is or holds, if no other text is before it.
func level(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return noHeading
		case c.Type == html.ElementNode:
			if l := level(c); l < noHeading || textOf(c) != "" {
				return l
			}
		}
	}
	return noHeading
}

// maxBelow is how many elements may follow a heading, so that a page of headings takes no quadratic time.
const maxBelow = 20_000

// below returns what follows a heading, up to the next one that isn't below it.
func below(h *html.Node) []*html.Node {
	own := level(h)
	var out []*html.Node
	for n := h.NextSibling; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode {
			if l := level(n); l < noHeading && l <= own || ended(n, l) {
				break
			}
		}
		if out = append(out, n); len(out) > maxBelow {
			return nil
		}
	}
	return out
}

// ended reports whether an element begins the comments, the notes or another part of the page.
func ended(n *html.Node, l int) bool {
	if l < noHeading {
		heading := n
		for level(heading) == l && heading.FirstChild != nil && (len(heading.Data) != 2 || heading.Data[0] != 'h') {
			next := heading.FirstChild
			for next != nil && (next.Type != html.ElementNode || textOf(next) == "") {
				next = next.NextSibling
			}
			if next == nil {
				break
			}
			heading = next
		}
		return endsTranscript(textOf(heading))
	}
	text := textOf(n)
	return len(text) < 60 && !strings.ContainsAny(text, ".?!,") && bold(n) && endsTranscript(text)
}

// bold reports whether an element is a bold line.
func bold(n *html.Node) bool {
	for ; n != nil && n.Type == html.ElementNode; n = n.FirstChild {
		if n.DataAtom == atom.B || n.DataAtom == atom.Strong {
			return true
		}
	}
	return false
}

// inside reports whether the first of some nodes is one of the others, or within one.
func inside(some, others []*html.Node) bool {
	if len(some) == 0 {
		return false
	}
	for n := some[0]; n != nil; n = n.Parent {
		for _, o := range others {
			if n == o {
				return true
			}
		}
	}
	return false
}

// timeMark matches a time at the beginning of a line.
var timeMark = regexp.MustCompile(`(?m)^\s*[\[(]?(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,3})?[\])]?(?:\s|$)`)

// spoken returns the lines with times or speakers on a page: the smallest element that has nearly all of them,
// without what is before the first. It returns none where the times begin anew: a list of chapters
// is before them.
func (p *parsed) spoken() []*html.Node {
	marks := map[*html.Node]int{}
	last := -1.0
	again := false
	var count func(n *html.Node) int
	count = func(n *html.Node) int {
		own := 0
		if n.Type == html.TextNode {
			text := strings.TrimLeftFunc(n.Data, unicode.IsSpace)
			for _, m := range timeMark.FindAllStringSubmatch(text, -1) {
				own++
				if at, ok := captions.Clock(m[1]); ok {
					again = again || at < last-60
					last = max(last, at)
				}
			}
			own += len(turn.FindAllString(text, -1)) // also of <b>Anna:</b>
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			own += count(c)
		}
		if own > 0 {
			marks[n] = own
		}
		return own
	}
	all := count(p.root)
	if all < fewTimes || again {
		return nil
	}
	box := p.root
	for next := box; next != nil; {
		box, next = next, nil
		for c := box.FirstChild; c != nil; c = c.NextSibling {
			if marks[c]*10 >= all*9 && c.Type == html.ElementNode {
				next = c
			}
		}
	}
	var first, end *html.Node
	for c := box.FirstChild; c != nil; c = c.NextSibling {
		if marks[c] > 0 {
			if first == nil {
				first = c
			}
			end = c
		}
	}
	var out []*html.Node
	past := false
	for c := first; c != nil; c = c.NextSibling {
		if past && c.Type == html.ElementNode && (level(c) < noHeading || bold(c)) {
			break
		}
		out = append(out, c)
		past = past || c == end
	}
	return out
}
