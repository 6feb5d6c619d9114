package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Door sends requests. It is safe for concurrent use and has no goroutines of its own.
type Door struct {
	opts      Options
	transport *http.Transport
	guard     func(network, address string, c syscall.RawConn) error
	hosts     *hosts
	robots    robots
	large     chan struct{} // the one slot for large bodies
}

// New returns a door. The error names the option that is missing or wrong.
func New(o Options) (*Door, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	t := NewTransport(o.AllowPrivate, o.Configured...)
	// The door unpacks bodies itself, to count their bytes before and after.
	t.DisableCompression = true
	if o.Proxy != nil {
		t.Proxy = http.ProxyURL(o.Proxy)
	}
	return &Door{opts: o, transport: t, guard: NewDialer(o.AllowPrivate).Control, hosts: newHosts(o), large: make(chan struct{}, 1)}, nil
}

// Close closes idle connections. The door can still be used.
func (d *Door) Close() { d.transport.CloseIdleConnections() }

// Get sends one request and returns the whole body. If the body turns out to be large while
// another large one is in memory, Get closes the connection, waits until that one is released
// and sends the request again. See [Hold].
func (d *Door) Get(ctx context.Context, req Request) (*Response, error) {
	h, ok := ctx.Value(holderKey{}).(*holder)
	if !ok {
		h = &holder{}
		defer h.release()
	}
	for {
		b := gated{enter: func() bool { return h.try(d.large) }}
		resp, err := d.Download(ctx, req, &b)
		if errors.Is(err, errAnotherLarge) {
			if err := h.acquire(ctx, d.large); err != nil {
				return nil, fmt.Errorf("waiting for memory: %w", err)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		resp.Body = b.Bytes()
		return resp, nil
	}
}

// Download is Get with the body streamed into w, for recordings. On an error w may have
// received a part of it.
func (d *Door) Download(ctx context.Context, req Request, w io.Writer) (*Response, error) {
	u, err := parse(req.URL)
	if err != nil {
		return nil, err
	}
	if f := d.checkProxied(u); f != nil {
		return nil, f
	}
	if req.Robots {
		if err := d.allowed(ctx, u); err != nil {
			return nil, err
		}
	}
	done, err := d.hosts.acquire(ctx, hostKey(u))
	if err != nil {
		return nil, unlessCancelled(err, hostKey(u))
	}
	defer done()
	return d.send(ctx, req, u, w)
}

func (d *Door) send(ctx context.Context, req Request, u *url.URL, w io.Writer) (*Response, error) {
	timeout := req.Timeout
	if timeout <= 0 {
		timeout = d.opts.Timeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	start := time.Now()
	x := &exchange{door: d, asked: u, permanent: *u, stillPermanent: true, own: req.Header, polite: req.Robots}
	resp, err := x.do(limited, req, w)
	seen := Observation{Took: time.Since(start), Wire: x.wire}
	if err != nil {
		if errors.Is(err, errAnotherLarge) {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("fetching from %s: %w", x.host(), ctx.Err())
		}
		e := x.explain(err, timeout)
		if e.Kind == feeds.FaultThrottled && !e.Unsent {
			e.RetryAfter = d.hosts.pause(x.host(), e.RetryAfter)
		}
		seen.Host, seen.Kind, seen.Status = x.host(), e.Kind, AnswerOf(e).Status
		d.observe(ctx, seen)
		return nil, e
	}
	d.hosts.clearStrikes(hostKey(u))
	seen.Host, seen.ContentType, seen.Status, seen.NotModified = x.host(), mediaType(resp.Header), resp.Status, resp.NotModified
	d.observe(ctx, seen)
	return resp, nil
}

// parse checks the address. Its errors repeat no part of it, which may be secret.
func parse(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_unreadable", Reason: "The address can't be read", Help: "Check it for stray characters."}
	}
	if e := checkURL(u); e != nil {
		return nil, e
	}
	return u, nil
}

func checkURL(u *url.URL) *feeds.Fault {
	if u.Scheme != "http" && u.Scheme != "https" {
		return &feeds.Fault{Kind: feeds.FaultRefused, Code: "address_not_web", Host: u.Host, Reason: "The address doesn't begin with http:// or https://",
			Help: "Only web addresses can be read."}
	}
	if u.Hostname() == "" {
		return &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "address_without_host", Reason: "The address has no host name", Help: "It should look like https://example.com/feed."}
	}
	return nil
}

// hostKey returns the key of rates and pauses: host and port. With the port in it, servers on
// several ports of one machine don't wait for each other.
func hostKey(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

func unlessCancelled(err error, host string) error {
	var e *feeds.Fault
	if errors.As(err, &e) {
		return err
	}
	return fmt.Errorf("waiting for a slot at %s: %w", host, err)
}
