package accesslog

import (
	"hash/maphash"
	"net/netip"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/agent"
	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/fetches"
)

// fetch counts the fetch of a page by a program.
func (c *counter) fetch(e *entry, path []byte, who agent.Client) feeds.FetchProof {
	if who.Name == "" {
		return ""
	}
	// An address that can't be read is unknown, and proves nothing.
	from, _ := netip.ParseAddr(string(c.address(e)))
	return c.fetched.AddClient(fetches.Seen{At: time.Unix(e.at, 0), Page: string(path), Address: from}, who)
}

// assist remembers that an assistant fetched a page, unless its name is false.
func (c *counter) assist(at int64, path []byte, proof feeds.FetchProof) {
	if proof == feeds.Unlisted {
		return
	}
	if len(c.assisted) >= maxAssisted {
		for page, last := range c.assisted {
			if at-last > assisting {
				delete(c.assisted, page)
			}
		}
		if len(c.assisted) >= maxAssisted {
			clear(c.assisted)
		}
	}
	page := c.pageHash(path)
	c.assisted[page] = max(at, c.assisted[page])
}

func (c *counter) pageHash(path []byte) uint64 {
	for len(path) > 1 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	return maphash.Bytes(c.seed, path)
}

// landed counts a visit that began on a page that nobody types.
func (c *counter) landed(at int64, path []byte, from string) {
	if from != channel.Direct && from != channel.Search || !feeds.Untyped(string(path)) {
		return
	}
	if from == channel.Search {
		c.deep.search++
		return
	}
	c.deep.direct++
	if fetched, ok := c.assisted[c.pageHash(path)]; ok && at >= fetched && at-fetched <= assisting {
		c.deep.ai++
	}
}
