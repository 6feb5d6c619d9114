package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

type clientKey struct{}

// client is the address of whoever asks, as far as it can be known; one that is told apart
// from others, never one that is trusted.
func client(ctx context.Context) string {
	c, _ := ctx.Value(clientKey{}).(string)
	return c
}

func withClient(r *http.Request) context.Context {
	return context.WithValue(r.Context(), clientKey{}, clientAddress(r))
}

// clientAddress returns the peer's address; of IPv6 the network, which one person has whole.
// A proxy on this machine says who is behind it in the last X-Forwarded-For. From elsewhere
// the header counts for nothing: whoever sends it would be somebody new each time. A program
// on this machine may make one up: then the limits for one account and for all hold still.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if peer = peer.Unmap(); peer.IsLoopback() {
		all := r.Header.Values("X-Forwarded-For")
		if len(all) > 0 {
			hops := strings.Split(all[len(all)-1], ",")
			if behind, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1])); err == nil {
				return "behind " + network(behind.Unmap())
			}
		}
	}
	return network(peer)
}

func network(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
