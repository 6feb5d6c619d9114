package accesslog

import (
	"bytes"
	"hash/maphash"
	"net/netip"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/channel"
)

// visit returns the visit of a visitor that goes on, if there is one.
func (c *counter) visit(at int64, who uint64) (v visit, going bool, err error) {
	if at-c.turned >= pause {
		c.older, c.recent = c.recent, c.older
		clear(c.recent)
		if at-c.turned >= 2*pause {
			clear(c.older)
		}
		c.turned = at
	}
	v, ok := c.recent[who]
	if !ok {
		v, ok = c.older[who]
	}
	if !ok && len(c.recent) > maxVisitors {
		return v, false, feeds.Mistaken("log_too_many_visitors", "more than {limit} visitors in half an hour: import a smaller part of the log, or give the site's host", "limit", strconv.Itoa(maxVisitors))
	}
	// Lines may be a little out of order, and the other way round after a rotation.
	if ok && at-v.last < pause && v.last-at < pause {
		return v, true, nil
	}
	return visit{}, false, nil
}

func (c *counter) client(userAgent []byte) client {
	userAgent = userAgent[:min(len(userAgent), maxAgent)]
	if who, ok := c.clients[string(userAgent)]; ok {
		return who
	}
	if len(c.clients) >= maxAgents {
		clear(c.clients)
	}
	// The user agent's hash is not that of an address with the same bytes.
	is := agent.Of(string(userAgent))
	if is.Kind == agent.Program {
		is.Name = agent.Crawler(string(userAgent))
	}
	who := client{is, maphash.Bytes(c.seed, append([]byte("agent "), userAgent...))}
	c.clients[string(userAgent)] = who
	return who
}

// address returns the client's address: behind a proxy, the last one that the proxy was told of and
// that isn't one of its own network.
func (c *counter) address(e *entry) []byte {
	if !inside(e.address) {
		return e.address
	}
	for list := e.forwarded; len(list) > 0; {
		i := bytes.LastIndexByte(list, ',')
		a := bytes.TrimSpace(list[i+1:])
		if isAddress(a) && !inside(a) {
			return a
		}
		list = list[:max(i, 0)]
	}
	c.private++
	return e.address
}

// inside reports whether an address is of a private network.
func inside(b []byte) bool {
	// Most addresses are ruled out by their first byte.
	if len(b) == 0 || b[0] != '1' && b[0] != 'f' && b[0] != 'F' && b[0] != ':' {
		return false
	}
	a, err := netip.ParseAddr(string(b))
	return err == nil && (a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast())
}

// channels by number.
var channels = [...]string{channel.Unknown, channel.Direct, channel.Search, channel.Social, channel.Assistant, channel.Email, channel.Campaign, channel.Referral}

func (c *counter) channel(e *entry, query []byte) uint8 {
	if !e.hasReferrer {
		return 0 // it can't be told from direct
	}
	own := c.own
	if len(own) == 0 && len(e.host) > 0 {
		own = []string{channel.Host(string(e.host))}
	}
	if len(own) == 0 {
		c.noHost++
	}
	is := channel.Of(channel.Arrival{Referrer: hostOf(e.referrer), Own: own}.Parameters(string(query)))
	for i, name := range channels {
		if name == is {
			return uint8(i) //nolint:gosec // there are eight
		}
	}
	return 0
}

// hostOf returns the host of an address, and of one without a scheme too.
func hostOf(address []byte) string {
	if _, after, ok := bytes.Cut(address, []byte("://")); ok {
		address = after
	}
	if i := bytes.IndexAny(address, "/?#"); i >= 0 {
		address = address[:i]
	}
	if i := bytes.LastIndexByte(address, '@'); i >= 0 {
		address = address[i+1:]
	}
	if len(address) > 255 {
		return ""
	}
	return string(address)
}
