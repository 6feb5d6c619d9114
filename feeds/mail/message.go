package mail

import (
	"bytes"
	"errors"
	"io"
	"mime"
	netmail "net/mail"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // decodes what isn't UTF-8
	"golang.org/x/net/html"
	"golang.org/x/net/publicsuffix"
)

const (
	maxMessage = 1 << 20 // bytes of a message that are read
	maxHeader  = 64 << 10
	maxParts   = 50
	maxNested  = 8
	maxText    = 2 << 20 // of all parts, decoded
	maxLinks   = 100     // of a message
	maxLink    = 2000
)

// alert is what is taken from a message.
type alert struct {
	from  string
	links []string
	left  int // links beyond maxLinks
}

var errNoMessage = errors.New("not an e-mail")

// parseMessage returns the links of an e-mail.
func parseMessage(r io.Reader) (alert, error) {
	m, err := message.ReadWithOptions(io.LimitReader(r, maxMessage), &message.ReadOptions{MaxHeaderBytes: maxHeader})
	if m == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return alert{}, errNoMessage
	}
	a := alert{from: m.Header.Get("From")}
	if text, err := m.Header.Text("From"); err == nil {
		a.from = text
	}
	c := collector{skip: registrable(a.from), seen: map[string]bool{}, never: unsubscribe(m.Header.Get("List-Unsubscribe"))}
	c.part(m, 0)
	a.links, a.left = c.links, c.left
	return a, nil
}

// parseText returns the links of a text that is no e-mail.
func parseText(body []byte, isHTML bool) alert {
	c := collector{seen: map[string]bool{}}
	if isHTML {
		c.html(body)
	} else {
		c.plain(body)
	}
	return alert{links: c.links, left: c.left}
}

// registrable returns the domain of an address without its subdomains: example.com of a@mail.example.com.
func registrable(from string) string {
	a, err := netmail.ParseAddress(from)
	if err != nil {
		return ""
	}
	_, host, _ := strings.Cut(strings.ToLower(a.Address), "@")
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return domain
}

var inBrackets = regexp.MustCompile(`<([^<>]{1,900})>`)

func unsubscribe(header string) map[string]bool {
	out := map[string]bool{}
	for _, m := range inBrackets.FindAllStringSubmatch(header, 10) {
		out[m[1]] = true
	}
	return out
}

// collector gathers the links of a message. A message is in two forms mostly, with the same links.
type collector struct {
	skip  string // domain of the sender
	never map[string]bool
	seen  map[string]bool
	links []string
	left  int
	parts int
	read  int
}

// part reads a part and those in it. The depth is limited, because each level reads through all above it.
func (c *collector) part(e *message.Entity, depth int) {
	if c.parts++; c.parts > maxParts || depth > maxNested || c.read >= maxText {
		return
	}
	if parts := e.MultipartReader(); parts != nil {
		for c.parts <= maxParts {
			p, err := parts.NextPart()
			if p == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				return
			}
			c.part(p, depth+1)
		}
		return
	}
	kind, _, err := mime.ParseMediaType(e.Header.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	if kind != "text/html" && kind != "text/plain" {
		return
	}
	body, _ := io.ReadAll(io.LimitReader(e.Body, int64(maxText-c.read))) // a broken end still leaves links
	c.read += len(body)
	if kind == "text/html" {
		c.html(body)
	} else {
		c.plain(body)
	}
}

func (c *collector) html(body []byte) {
	z := html.NewTokenizer(bytes.NewReader(body))
	z.SetMaxBuf(256 << 10)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken:
			name, more := z.TagName()
			if string(name) != "a" {
				continue
			}
			for more {
				var key, value []byte
				if key, value, more = z.TagAttr(); string(key) == "href" {
					c.add(string(value))
				}
			}
		}
	}
}

var webAddress = regexp.MustCompile(`https?://[^\s<>"'\x60\]]{3,}`)

func (c *collector) plain(body []byte) {
	for _, m := range webAddress.FindAll(body, 10*maxLinks) {
		link := strings.TrimRight(string(m), ".,;:!?*")
		for strings.HasSuffix(link, ")") && strings.Count(link, ")") > strings.Count(link, "(") {
			link = link[:len(link)-1]
		}
		c.add(link)
	}
}

// files that hold no text of a page.
var files = map[string]bool{".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".svg": true, ".webp": true, ".ico": true, ".css": true, ".js": true, ".zip": true, ".ics": true}

// add keeps a link that may be what the alert is about: not the sender's own pages, and nothing that unsubscribes.
func (c *collector) add(link string) {
	link = strings.TrimSpace(link)
	if c.never[link] {
		return
	}
	u := Unwrap(link)
	if u == nil {
		return
	}
	link = u.String()
	if len(link) > maxLink || c.seen[link] || c.never[link] {
		return
	}
	host := strings.ToLower(u.Hostname())
	low := strings.ToLower(u.Path + "?" + u.RawQuery)
	if !strings.Contains(host, ".") || c.skip != "" && (host == c.skip || strings.HasSuffix(host, "."+c.skip)) ||
		strings.Contains(low, "unsubscribe") || strings.Contains(low, "opt-out") || strings.Contains(low, "optout") || files[path.Ext(strings.ToLower(u.Path))] {
		return
	}
	if len(c.links) >= maxLinks {
		c.left++
		return
	}
	c.seen[link] = true
	c.links = append(c.links, link)
}

// wrappers are the pages that lead on to the address in one of their parameters.
var wrappers = []struct {
	host, path string
	params     []string
}{
	{"google.", "/url", []string{"url", "q"}},
	{".safelinks.protection.outlook.com", "/", []string{"url"}},
	{"l.facebook.com", "/l.php", []string{"u"}},
}

// Unwrap returns the web address that a link leads to: alerts of Google lead to google.com/url?url=…. It is nil for
// what is no web address.
func Unwrap(link string) *url.URL {
	for range 4 { // wrapped by the alert, then by the mail server
		u, err := url.Parse(link)
		if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
			return nil
		}
		inner := ""
		host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
		for _, w := range wrappers {
			if (strings.HasPrefix(host, w.host) || strings.HasSuffix(host, w.host)) && u.Path == w.path {
				q := u.Query()
				for _, p := range w.params {
					if v := q.Get(p); inner == "" && strings.HasPrefix(v, "http") {
						inner = v
					}
				}
			}
		}
		if inner == "" {
			u.Fragment, u.RawFragment = "", ""
			return u
		}
		link = inner
	}
	return nil
}
