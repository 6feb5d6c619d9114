package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// checkProxied refuses what can be known of an address before a proxy dials it: behind a
// proxy the guard sees the proxy's address alone, and names are looked up there.
func (d *Door) checkProxied(u *url.URL) *feeds.Fault {
	if d.opts.Proxy == nil {
		return nil
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	last := host[strings.LastIndexByte(host, '.')+1:]
	if _, odd := strconv.ParseUint(last, 0, 64); err != nil && odd == nil {
		// 2130706433 and 0x7f.1 are numbers too, and no name ends in one.
		return &feeds.Fault{Kind: feeds.FaultRefused, Host: hostKey(u), Reason: fmt.Sprintf("%s is no name of a host", hostKey(u)), Help: "Check the address."}
	}
	if err != nil {
		return nil
	}
	ip = ip.Unmap().WithZone("")
	network := "tcp6"
	if ip.Is4() {
		network = "tcp4"
	}
	if err := d.guard(network, net.JoinHostPort(ip.String(), "80"), nil); err != nil {
		return &feeds.Fault{Kind: feeds.FaultRefused, Host: hostKey(u), Err: err,
			Reason: fmt.Sprintf("%s is an address inside a private network, which is not read", hostKey(u)),
			Help:   "If it is yours and meant, list its range under fetch.allow_private."}
	}
	return nil
}
