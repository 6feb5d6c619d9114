package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/address"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// maxOnward is how many pages in a row may send browsers on in HTML.
const maxOnward = 3

// Reader reads pages. It keeps no state between reads.
type Reader struct {
	door  *fetch.Door
	agent string
	now   func() time.Time
}

// New returns a reader over the door. agent is the User-Agent, whose first word robots.txt files address.
func New(door *fetch.Door, agent string, now func() time.Time) *Reader {
	return &Reader{door, agent, now}
}

// Read implements [feeds.Reader].
func (r *Reader) Read(ctx context.Context, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	start, err := address.Parse(src.URL)
	if err != nil {
		return feeds.Batch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_unreadable", Reason: "The address can't be read", Help: "Check it for stray characters."}
	}
	pos := decode(at)
	w := &walk{
		ctx: ctx, visitor: newVisitor(ctx, r.door, r.agent, r.now), set: settingsOf(src), pos: &pos, start: start,
		keys: map[string]bool{}, left: perRead,
	}
	w.in = scopeOf(start, w.set)
	if at, err := url.Parse(pos.Start); pos.Start != "" && err == nil {
		w.in = scopeOf(at, w.set) // it redirects there
	}
	w.batch.Source = &src
	if len(pos.Queue) == 0 {
		pos.First = len(pos.Known) == 0
		if err := w.readStart(); err != nil {
			return feeds.Batch{}, err
		}
	}
	if err := w.readQueue(); err != nil {
		return feeds.Batch{}, err
	}
	w.finish()
	return w.batch, nil
}

// Open implements [feeds.Opener]: it reads one page.
func (r *Reader) Open(ctx context.Context, raw string) (feeds.Item, error) {
	u, err := address.Parse(raw)
	if err != nil {
		return feeds.Item{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_unreadable", Reason: "The address can't be read", Help: "Check it for stray characters."}
	}
	p, err := newVisitor(ctx, r.door, r.agent, r.now).onward(u.String(), nil)
	switch {
	case errors.Is(err, errOther), errors.Is(err, errAway):
		return feeds.Item{}, noPage(u.Host)
	case err != nil:
		return feeds.Item{}, err
	case p.feed:
		return feeds.Item{}, isAFeed(u.Host)
	case p.text == "":
		return feeds.Item{}, noText(u.Host)
	}
	return feeds.Item{Document: p.document(p.at), Links: p.outward()}, nil
}

// NoPage says that there can't be a page at an address.
func NoPage(raw string) *feeds.Fault {
	u, err := url.Parse(raw)
	if err != nil {
		u = &url.URL{}
	}
	return noPage(u.Host)
}

func noPage(host string) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: host, Code: "web_no_page", Reason: "There is no web page at this address of " + host, Help: "Only pages with text can be read."}
}

func isAFeed(host string) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: host, Code: "web_is_feed", Reason: "This address of " + host + " is that of a feed", Help: "Add it as a podcast or feed."}
}

func noText(host string) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: host, Code: "web_no_text", Reason: "The page at " + host + " has no text",
		Help: "It may be made by a program in the browser, which Namedrop doesn't run. Look for a feed of the site instead."}
}

// onward visits a page, and those that it sends browsers on to.
func (v *visitor) onward(address string, conditional http.Header) (*page, error) {
	anywhere := func(*url.URL) bool { return true }
	seen := map[string]bool{}
	for {
		p, err := v.visit(address, conditional, anywhere)
		if err != nil {
			return nil, err
		}
		seen[address] = true
		if p.onward == "" || seen[p.onward] || len(seen) > maxOnward {
			if p.barred != nil {
				return nil, p.barred
			}
			return p, nil
		}
		address, conditional = p.onward, nil
	}
}
