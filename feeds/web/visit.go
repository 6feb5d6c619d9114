package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
)

// timeout is that of one page with its body.
const timeout = 45 * time.Second

// page is the answer to a visit.
type page struct {
	article
	at             *url.URL // where it was read
	etag, modified string
	notModified    bool
	feed           bool   // it isn't a page but a feed
	onward         string // where it sends browsers on to
	barred         *feeds.Fault
}

// visitor fetches pages with Colly. It is made for one read: the collector keeps a context.
type visitor struct {
	collector *colly.Collector
	now       func() time.Time

	// of the visit in progress: the collector is synchronous
	conditional http.Header
	accepts     func(*url.URL) bool // the addresses that a redirect may lead to
	got         *page
	err         error
}

var (
	errAway  = errors.New("it redirects to another site")
	errMany  = errors.New("too many redirects")
	errOther = errors.New("it is not a page")
)

func newVisitor(ctx context.Context, door *fetch.Door, agent string, now func() time.Time) *visitor {
	v := &visitor{now: now}
	// Colly ignores robots.txt unless it is told not to, and cuts long bodies without a word unless the
	// transport refuses them first.
	c := colly.NewCollector(colly.StdlibContext(ctx), colly.UserAgent(agent), colly.MaxBodySize(maxPage+1), colly.AllowURLRevisit())
	c.IgnoreRobotsTxt = false
	c.WithTransport(within{ctx, door.RoundTripper(fetch.Limits{MaxBytes: maxPage, Timeout: timeout, Robots: true})})
	c.SetRequestTimeout(8 * timeout) // the transport's own limit counts; this one includes the waits for a slot
	c.DisableCookies()
	c.SetRedirectHandler(func(req *http.Request, via []*http.Request) error {
		switch {
		case len(via) > fetch.DefaultMaxRedirects:
			return errMany
		case !v.accepts(req.URL):
			return errAway
		}
		req.Header.Del("Referer") // the address that redirected may hold a secret
		return nil
	})
	c.OnRequest(func(r *colly.Request) {
		r.Headers.Set("Accept", "text/html, application/xhtml+xml;q=0.9, */*;q=0.1")
		for name, values := range v.conditional {
			(*r.Headers)[name] = values
		}
	})
	c.OnResponseHeaders(func(r *colly.Response) {
		declared := r.Headers.Get("Content-Type")
		r.Ctx.Put("type", declared)
		if t, _, err := mime.ParseMediaType(declared); err == nil && r.StatusCode < 300 && !readableType(t) {
			v.err = errOther
			r.Request.Abort()
			return
		}
		// Colly decodes by the declared charset alone, and fails where that is wrong. Bodies of this type it leaves alone.
		r.Headers.Set("Content-Type", "image/x-page")
	})
	c.OnResponse(v.answered)
	c.OnError(v.failed)
	v.collector = c
	return v
}

// within gives requests the context of the read: Colly asks for robots.txt without any.
type within struct {
	ctx  context.Context
	next http.RoundTripper
}

func (w within) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Context().Done() == nil {
		r = r.WithContext(w.ctx)
	}
	return w.next.RoundTrip(r) //nolint:wrapcheck // a fault
}

func readableType(t string) bool {
	switch t {
	case "", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", // some servers send pages so
		"application/rss+xml", "application/atom+xml", "application/feed+json", "application/xml", "text/xml":
		return true
	}
	return false
}

// visit fetches one page. The errors are a [*feeds.Fault], or errAway or errOther.
func (v *visitor) visit(address string, conditional http.Header, accepts func(*url.URL) bool) (*page, error) {
	v.conditional, v.accepts, v.got, v.err = conditional, accepts, nil, nil
	err := v.collector.Visit(address)
	switch {
	case v.got != nil:
		return v.got, nil
	case errors.Is(v.err, errOther):
		return nil, errOther
	}
	return nil, explain(address, errors.Join(v.err, err), v.now())
}

func (v *visitor) answered(r *colly.Response) {
	declared := r.Ctx.Get("type")
	p := &page{at: r.Request.URL, etag: r.Headers.Get("ETag"), modified: r.Headers.Get("Last-Modified")}
	resp := &fetch.Response{Body: r.Body, ContentType: declared, FinalURL: p.at.String(), Header: *r.Headers}
	if isFeed(r.Body) {
		p.feed = true
	} else {
		p.onward = podcast.Refresh(resp)
		p.article = parse(r.Body, declared, p.at)
		p.barred = barred(p.at.Host, r.Body, p.text)
		if r.Headers.Get("X-Robots-Tag") != "" {
			p.noIndex = p.noIndex || refusesIndex(r.Headers.Values("X-Robots-Tag"))
		}
	}
	v.got = p
}

func (v *visitor) failed(r *colly.Response, err error) {
	switch {
	case r.StatusCode == http.StatusNotModified && len(v.conditional) > 0:
		v.got = &page{at: r.Request.URL, notModified: true}
	case r.StatusCode >= 300:
		head := http.Header{}
		if r.Headers != nil {
			head = *r.Headers
		}
		v.err = fetch.StatusFault(&http.Response{StatusCode: r.StatusCode, Header: head, Body: io.NopCloser(bytes.NewReader(r.Body)),
			Request: &http.Request{URL: r.Request.URL}}, v.now())
	case r.StatusCode >= 203 && r.StatusCode < 300 && err != nil: // Colly takes these for errors
		v.answered(r)
	}
}

// explain turns what Colly returns into a fault.
func explain(address string, err error, now time.Time) error {
	u, perr := url.Parse(address)
	if perr != nil {
		u = &url.URL{}
	}
	var f *feeds.Fault
	switch {
	case err == nil:
		return errOther
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("reading pages of %s: %w", u.Host, err)
	case errors.Is(err, colly.ErrRobotsTxtBlocked):
		return fetch.Disallowed(u)
	case errors.Is(err, errAway):
		return errAway
	case errors.Is(err, errMany):
		return &feeds.Fault{Kind: feeds.FaultUnparsable, Host: u.Host, Err: err, Code: "web_redirects", Reason: u.Host + " redirects in a circle",
			Help: "Open the address in a browser and use the one it ends at, if any."}
	}
	return fetch.NetworkFault(u.Host, err, timeout)
}
