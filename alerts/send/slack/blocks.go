package slack

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"github.com/namedrop/namedrop/alerts/send/text"
)

// Slack's limits, in characters. A message that exceeds one is refused as a whole. The limit of all
// blocks together is not documented; 13,200 was observed.
const (
	maxBlocks  = 50
	maxHeader  = 150
	maxSection = 3000
	maxAll     = 12000
)

type payload struct {
	Text        string  `json:"text"`
	Parse       string  `json:"parse"` // none: nothing in Text becomes a link or a ping
	UnfurlLinks bool    `json:"unfurl_links"`
	UnfurlMedia bool    `json:"unfurl_media"`
	Blocks      []block `json:"blocks"`
}

type block struct {
	Type     string    `json:"type"`
	Text     *object   `json:"text,omitempty"`
	Elements []*object `json:"elements,omitempty"`
}

// object is a text object of Block Kit.
type object struct {
	Type     string `json:"type"`
	Emoji    *bool  `json:"emoji,omitempty"`
	Verbatim bool   `json:"verbatim,omitempty"`
	Text     string `json:"text"`
}

var off = new(bool) // for emoji: no colons of outside text turn into pictures

// plain returns text that Slack shows verbatim. It is safe for text from outside.
func plain(s string) *object { return &object{Type: "plain_text", Emoji: off, Text: s} }

// markup returns text of our own, in which only explicit links become links.
func markup(s string) *object { return &object{Type: "mrkdwn", Verbatim: true, Text: s} }

func header(s string) block {
	return block{Type: "header", Text: plain(text.Cut(s, maxHeader))}
}

func section(o *object) block { return block{Type: "section", Text: o} }

func aside(objects ...*object) block { return block{Type: "context", Elements: objects} }

// length returns how many characters a block adds to the message.
func (b block) length() int {
	n := 0
	for _, o := range append(b.Elements, b.Text) {
		if o != nil {
			n += text.Length(o.Text)
		}
	}
	return n
}

// escape escapes text from outside for the fallback text, which is mrkdwn. Characters for which Slack
// has no escape get a zero-width space behind them, which stops them from being markup.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '*', '_', '~', '`', '@', '#':
			b.WriteRune(r)
			b.WriteRune('\u200B')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// link returns a link in mrkdwn, or "" where the address is not a web address. The label must be our
// own text or a host.
func link(address, label string) string {
	u := web(address)
	if u == nil {
		return ""
	}
	clean := strings.NewReplacer("|", "%7C", "<", "%3C", ">", "%3E", " ", "%20", "&", "&amp;").Replace(u.String())
	if len(clean) > maxSection/3 {
		return ""
	}
	return "<" + clean + "|" + strings.NewReplacer("|", "", "<", "", ">", "", "&", "&amp;").Replace(label) + ">"
}

// foreign returns a link to an address from outside. Its label is its host in ASCII, so that no letter
// can be mistaken for another.
func foreign(address string) string {
	u := web(address)
	if u == nil {
		return ""
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return ""
	}
	u.User = nil // https://slack.com@evil.example
	return link(u.String(), strings.TrimPrefix(host, "www."))
}

func web(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil
	}
	return u
}

func (p payload) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(p)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
