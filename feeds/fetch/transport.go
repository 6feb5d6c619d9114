package fetch

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/idna"
)

const dialTimeout = 10 * time.Second

// maxHead is the limit on the headers of an answer. No honest one has a quarter of a megabyte.
const maxHead = 256 << 10

// NewDialer returns a dialer that refuses private, loopback, link-local and other special
// addresses, except those in allow.
//
// The check runs in the dialer's Control hook: after the name was looked up and before the
// connection is made, on the very address that is dialled. A check of the name before that
// would miss names that resolve to another address the second time (DNS rebinding).
func NewDialer(allow []netip.Prefix) *net.Dialer {
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		switch {
		case p.Addr().Is4In6() && p.Bits() >= 96:
			v4 = append(v4, netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96))
		case p.Addr().Is4():
			v4 = append(v4, p)
		default:
			v6 = append(v6, p)
		}
	}
	guard := ssrf.New(
		ssrf.WithAnyPort(), // feeds use unusual ports; only the network matters
		ssrf.WithAllowedV4Prefixes(v4...),
		ssrf.WithAllowedV6Prefixes(v6...),
	)
	// No keep-alive probes: idle connections are closed before one would be sent.
	return &net.Dialer{Timeout: dialTimeout, KeepAlive: -1, Control: guard.Safe}
}

// Prohibited reports whether [NewDialer]'s dialer refused an address.
func Prohibited(err error) bool { return prohibited(err) }

// NewTransport returns a transport over [NewDialer], for requests to addresses that users
// enter, webhooks for example. It uses no proxy and keeps no cookies.
//
// Addresses in configured may be private, since the operator wrote them into the
// configuration. The exemption is for their host and port only: a redirect from there to
// another private address is refused. Use such a transport for requests to these addresses
// only, and one without exemptions for addresses from users and feeds.
func NewTransport(allow []netip.Prefix, configured ...string) *http.Transport {
	guarded, free := NewDialer(allow), &net.Dialer{Timeout: dialTimeout, KeepAlive: -1}
	exempt := map[string]bool{}
	for _, address := range configured {
		if u, err := url.Parse(address); err == nil && u.Hostname() != "" {
			exempt[hostPort(u)] = true
		}
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if exempt[strings.ToLower(address)] {
			return free.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
	return &http.Transport{
		DialContext:            dial,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second,
		ExpectContinueTimeout:  time.Second,
		IdleConnTimeout:        30 * time.Second,
		MaxIdleConns:           512,
		MaxIdleConnsPerHost:    2,
		MaxResponseHeaderBytes: maxHead,
	}
}

// hostPort returns the address that the transport dials for a URL.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = "80"
		if strings.EqualFold(u.Scheme, "https") || strings.EqualFold(u.Scheme, "wss") {
			port = "443"
		}
	}
	host := u.Hostname()
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii // as net/http does
	}
	return strings.ToLower(net.JoinHostPort(host, port))
}
