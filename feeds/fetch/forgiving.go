package fetch

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strings"
)

// forgiving repeats a request whose answer net/http refuses for its headers over a connection that drops
// the bad ones: see [mendedConn]. All the rest is that of the first try: the guard, the certificates, the
// deadlines and the limits. The second try counts against the host's rate.
type forgiving struct{ door *Door }

func (f forgiving) RoundTrip(r *http.Request) (*http.Response, error) {
	d := f.door
	resp, err := d.transport.RoundTrip(r)
	if err == nil || !headRefused(err) || r.Method != http.MethodGet || r.Body != nil && r.Body != http.NoBody || r.Context().Err() != nil {
		return resp, err //nolint:wrapcheck // callers look at net/http's own error
	}
	if d.hosts.waitPace(r.Context(), hostKey(r.URL)) != nil {
		return nil, err //nolint:wrapcheck // as above
	}
	if resp, again := mending(d.transport).RoundTrip(r); again == nil || !headRefused(again) {
		return resp, again //nolint:wrapcheck // as above
	}
	return nil, err //nolint:wrapcheck // as above
}

// headRefused reports whether net/http refused an answer for its head. It has no types for these errors.
func headRefused(err error) bool {
	return headersMalformed(err) || strings.Contains(err.Error(), "malformed HTTP")
}

// headersMalformed reports whether an answer has a bad header, as opposed to no status line.
func headersMalformed(err error) bool {
	for _, text := range []string{"malformed MIME header", "invalid header", "Content-Length", "unsupported transfer encoding", "transfer encodings"} {
		if strings.Contains(err.Error(), text) {
			return true
		}
	}
	return false
}

// mending returns a copy of the transport that mends heads. Each of its connections serves one request, so
// none is left idle. Through a proxy, only the heads of http answers can be mended: net/http itself
// encrypts the connections of the others.
func mending(base *http.Transport) *http.Transport {
	t := base.Clone()
	t.DisableKeepAlives, t.ForceAttemptHTTP2 = true, false
	t.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{} // no HTTP/2, which has no such heads
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := base.DialContext(ctx, network, address)
		if err != nil {
			return nil, err //nolint:wrapcheck // net/http wraps it
		}
		return mended(c), nil
	}
	t.DialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, fmt.Errorf("reading the address: %w", err)
		}
		c, err := base.DialContext(ctx, network, address)
		if err != nil {
			return nil, err //nolint:wrapcheck // as above
		}
		config := &tls.Config{MinVersion: tls.VersionTLS12}
		if base.TLSClientConfig != nil {
			config = base.TLSClientConfig.Clone()
		}
		config.ServerName, config.NextProtos = host, []string{"http/1.1"}
		limited, cancel := context.WithTimeout(ctx, base.TLSHandshakeTimeout)
		defer cancel()
		safe := tls.Client(c, config)
		if err := safe.HandshakeContext(limited); err != nil {
			c.Close()
			return nil, err //nolint:wrapcheck // as above
		}
		return mended(safe), nil
	}
	return t
}
