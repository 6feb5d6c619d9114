package app

import (
	"net"
	"net/http"
	"sync"
)

// usualDescriptors is what the limits below start from where the system sets none, or a
// higher one.
const usualDescriptors = 4096

// connections makes room for new ones under a low limit of descriptors: beyond its number it
// closes the one that has been silent for the longest, between two requests or before its
// first. Those whose request is under way stay; they are bounded by the time they may take.
type connections struct {
	most int

	mu     sync.Mutex
	count  int64
	open   map[net.Conn]struct{}
	silent map[net.Conn]int64 // in the order they fell silent
}

func newConnections(most int) *connections {
	return &connections{most: most, open: map[net.Conn]struct{}{}, silent: map[net.Conn]int64{}}
}

// changed is an [http.Server]'s ConnState.
func (c *connections) changed(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.open[conn] = struct{}{}
		c.fallSilent(conn)
		if len(c.open) > c.most {
			c.closeOldest()
		}
	case http.StateIdle:
		c.fallSilent(conn)
	case http.StateActive:
		delete(c.silent, conn)
	case http.StateClosed, http.StateHijacked:
		delete(c.open, conn)
		delete(c.silent, conn)
	}
}

func (c *connections) fallSilent(conn net.Conn) {
	c.count++
	c.silent[conn] = c.count
}

// closeOldest looks through all that are silent: no more than there are descriptors.
func (c *connections) closeOldest() {
	var oldest net.Conn
	for conn, at := range c.silent {
		if oldest == nil || at < c.silent[oldest] {
			oldest = conn
		}
	}
	if oldest != nil {
		delete(c.silent, oldest)
		delete(c.open, oldest)
		_ = oldest.Close()
	}
}
