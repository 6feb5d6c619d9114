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

// checkProxied applies the guard to addresses that are written as numbers before a proxy dials
// them. With a proxy the dialer's guard sees only the proxy's address, and names are looked up
// by the proxy.
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
		// 2130706433 and 0x7f.1 are other ways to write 127.0.0.1. No host name ends in a number.
		return &feeds.Fault{Kind: feeds.FaultRefused, Code: "host_invalid", Host: hostKey(u), Reason: fmt.Sprintf("%s is not a host name", hostKey(u)), Help: "Check the address."}
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
		return privateAddress(hostKey(u), err)
	}
	return nil
}
