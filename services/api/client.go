package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

type clientKey struct{}

// client is the address of a caller, as far as it is known. It only distinguishes callers; nothing
// trusts it.
func client(ctx context.Context) string {
	c, _ := ctx.Value(clientKey{}).(string)
	return c
}

func withClient(r *http.Request) context.Context {
	return context.WithValue(r.Context(), clientKey{}, clientAddress(r))
}

// clientAddress returns the address of the peer, and for IPv6 its network, all of which one person
// has. A proxy on this machine appends the client's address to X-Forwarded-For. From other machines
// the header is ignored: a caller could pretend to be a new client each time. A program on this
// machine can make one up; the limits for one account and for all callers still apply to it.
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
