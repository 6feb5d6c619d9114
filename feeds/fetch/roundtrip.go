package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Limits apply to requests through a [Door.RoundTripper]. Zero fields mean the door's own.
type Limits struct {
	MaxBytes int64         // of one unpacked body, and of one as sent
	Timeout  time.Duration // of one exchange, its body included
	// Robots makes each request obey its host's robots.txt and wait for its Crawl-delay. The file itself is
	// answered from the copy that the door keeps.
	Robots bool
}

// RoundTripper returns a transport for libraries that have an HTTP client of their own. Each
// of their requests, redirects included, passes the guard, waits for its host's slot and rate,
// and keeps to the limits. A body holds its host's slot until it is closed. Errors are a
// [*feeds.Fault], and so is the error of a body that is too large.
func (d *Door) RoundTripper(l Limits) http.RoundTripper {
	set(&l.MaxBytes, d.opts.MaxBytes)
	set(&l.Timeout, d.opts.Timeout)
	return &roundTripper{d, l}
}

type roundTripper struct {
	door   *Door
	limits Limits
}

func (t *roundTripper) RoundTrip(req *http.Request) (*http.Response, error) {
	d := t.door
	if f := checkURL(req.URL); f != nil {
		return nil, f
	}
	if f := d.checkProxied(req.URL); f != nil {
		return nil, f
	}
	if t.limits.Robots {
		if req.URL.Path == robotsPath {
			return d.robotsFile(req)
		}
		if err := d.allowed(req.Context(), req.URL); err != nil {
			return nil, err
		}
	}
	key := hostKey(req.URL)
	done, err := d.hosts.acquire(req.Context(), key)
	if err != nil {
		return nil, unlessCancelled(err, key)
	}
	ctx, cancel := context.WithTimeout(req.Context(), t.limits.Timeout)
	end := sync.OnceFunc(func() { cancel(); done() })

	x := &exchange{door: d, asked: req.URL}
	own := req.Clone(x.watched(ctx)) // a transport must not change the request
	if own.Header.Get("User-Agent") == "" {
		own.Header.Set("User-Agent", d.opts.UserAgent)
	}
	own.Header.Set("Accept-Encoding", "gzip")
	start := time.Now()
	seen := Observation{}
	resp, err := forgiving{d}.RoundTrip(own)
	seen.Took = time.Since(start)
	if err != nil {
		end()
		if req.Context().Err() != nil {
			return nil, req.Context().Err()
		}
		f := x.explain(err, t.limits.Timeout)
		seen.Host, seen.Kind = key, f.Kind
		d.observe(req.Context(), seen)
		return nil, f
	}
	seen.Host, seen.ContentType = key, mediaType(resp.Header)
	seen.Status, seen.NotModified = resp.StatusCode, resp.StatusCode == http.StatusNotModified
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") != "" {
		seen.Kind = feeds.FaultThrottled
		d.hosts.pause(key, RetryAfter(resp.Header, d.opts.Clock.Now()))
	} else if resp.StatusCode < 400 {
		d.hosts.clearStrikes(key)
	}
	d.observe(req.Context(), seen)
	plain, err := unpack(resp.Header.Get("Content-Encoding"), &capped{r: resp.Body, left: t.limits.MaxBytes})
	if err != nil {
		resp.Body.Close()
		end()
		return nil, x.explain(err, t.limits.Timeout)
	}
	if resp.Header.Get("Content-Encoding") != "" {
		resp.Header.Del("Content-Encoding")
		resp.Header.Del("Content-Length")
		resp.ContentLength, resp.Uncompressed = -1, true
	}
	resp.Body = &slotBody{Reader: &capped{r: plain, left: t.limits.MaxBytes}, sent: resp.Body, end: end, explain: func(err error) error {
		if req.Context().Err() != nil {
			return req.Context().Err()
		}
		return x.explain(err, t.limits.Timeout)
	}}
	return resp, nil
}

// slotBody gives the host's slot back when it is closed.
type slotBody struct {
	io.Reader
	sent    io.Closer
	end     func()
	explain func(error) error
}

func (b *slotBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = b.explain(err)
	}
	return n, err
}

func (b *slotBody) Close() error {
	defer b.end()
	return b.sent.Close()
}

// Pause stops requests to a host until then. It is for networks that say in a successful answer
// that a quota is used up. host is a name, with its port unless that is the scheme's default.
func (d *Door) Pause(host string, until time.Time) {
	d.hosts.release(d.hosts.hold(host)) // there may not have been a request yet
	if wait := until.Sub(d.opts.Clock.Now()); wait > 0 {
		d.hosts.pause(host, wait)
	}
}
