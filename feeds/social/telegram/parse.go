package telegram

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

const (
	maxMessages = 200  // on one page; Telegram shows about 20
	maxNodes    = 5000 // in one text
)

var keyForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}/[1-9][0-9]{0,9}$`)

// parsePage reads the messages of a page. It reports whether the page has a place for messages at all.
func parsePage(body []byte) (p timeline.Page, history bool) {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return p, false
	}
	for n := range root.Descendants() {
		if has(n, "tgme_channel_history") {
			history = true
		}
		key := attribute(n, "data-post")
		if len(p.Posts) >= maxMessages {
			break
		}
		if !has(n, "tgme_widget_message") || !keyForm.MatchString(key) {
			continue
		}
		history = true
		if d, ok := message(n, key); ok {
			p.Posts = append(p.Posts, d)
		}
	}
	return p, history
}

// message reads one message.
func message(n *html.Node, key string) (feeds.Document, bool) {
	channel, number, _ := strings.Cut(strings.ToLower(key), "/")
	d := feeds.Document{Key: channel + "/" + number, URL: DefaultEndpoint + "/" + key, Handle: "@" + channel}
	var lines []string
	walk(n, func(c *html.Node) bool {
		switch {
		case has(c, "tgme_widget_message"), len(lines) >= 100: // a page of Telegram's has none within another
			return false
		case has(c, "tgme_widget_message_reply"): // a message that this one answers: it is one of its own
			return false
		case has(c, "tgme_widget_message_owner_name"):
			d.Author = plain.Line(text(c))
		case has(c, "tgme_widget_message_views"):
			d.Engagement.Views = count(text(c))
		case c.Data == "time" && d.Published.IsZero():
			if at, err := time.Parse(time.RFC3339, attribute(c, "datetime")); err == nil {
				d.Published = at
			}
		case has(c, "tgme_widget_message_text"), has(c, "tgme_widget_message_poll_question"), has(c, "tgme_widget_message_poll_option_text"),
			has(c, "link_preview_title"), has(c, "link_preview_description"), has(c, "tgme_widget_message_document_title"):
			lines = append(lines, text(c))
			links(c, &lines)
			return false
		case has(c, "tgme_widget_message_link_preview"):
			lines = append(lines, timeline.WebAddress(attribute(c, "href")))
		}
		return true
	})
	d.Text = plain.Tidy(strings.Join(lines, "\n"))
	return d, !d.Published.IsZero() && d.Text != ""
}

// links adds the addresses that a text links to and doesn't show.
func links(n *html.Node, lines *[]string) {
	shown := strings.Join(*lines, "\n")
	seen := 0
	for c := range n.Descendants() {
		if seen++; seen > maxNodes {
			return
		}
		if a := timeline.WebAddress(attribute(c, "href")); c.Data == "a" && a != "" && len(*lines) < 100 && !strings.Contains(shown, a) {
			*lines = append(*lines, a)
		}
	}
}

// walk calls do for the elements below n, and for those below an element only if do returned true for it.
func walk(n *html.Node, do func(*html.Node) bool) {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && do(c) {
			walk(c, do)
		}
	}
}

// text returns the text below n, with the line breaks that people see.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(strings.ReplaceAll(c.Data, "\n", " "))
		case c.Type == html.ElementNode && (c.Data == "br" || c.Data == "div" || c.Data == "p"):
			b.WriteByte('\n')
		}
		if b.Len() > 64<<10 {
			break
		}
	}
	return b.String()
}

// count reads a number as it is shown: 950, 1.2K, 3M.
func count(text string) int64 {
	text = strings.TrimSpace(text)
	unit := 1.0
	switch {
	case strings.HasSuffix(text, "K"):
		unit = 1e3
	case strings.HasSuffix(text, "M"):
		unit = 1e6
	}
	f, err := strconv.ParseFloat(strings.TrimRight(text, "KM"), 64)
	if err != nil || !(f >= 0 && f < 1e9) {
		return 0
	}
	return int64(f * unit)
}

func has(n *html.Node, class string) bool {
	if n.Type != html.ElementNode {
		return false
	}
	for one := range strings.FieldsSeq(attribute(n, "class")) {
		if one == class {
			return true
		}
	}
	return false
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
