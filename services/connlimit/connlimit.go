// Package connlimit bounds the connections of an HTTP server.
package connlimit

import (
	"net"
	"net/http"
	"sync"
)

// Limit makes room for new connections. Beyond its number it closes the one that has been
// idle longest: between two requests, or before its first. So clients that connect and ask
// for nothing can't keep others out. Connections with a request under way stay; the server's
// time limits bound them. If all are busy, the new connection is closed.
type Limit struct {
	limit int

	mu    sync.Mutex
	count int64 // of changes to idle, to order them
	open  map[net.Conn]struct{}
	idle  map[net.Conn]int64 // when each became idle, as a count
}

// New returns a limit of so many open connections.
func New(limit int) *Limit {
	return &Limit{limit: limit, open: map[net.Conn]struct{}{}, idle: map[net.Conn]int64{}}
}

// ConnState is an [http.Server]'s ConnState.
func (l *Limit) ConnState(conn net.Conn, state http.ConnState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch state {
	case http.StateNew:
		l.open[conn] = struct{}{}
		l.setIdle(conn)
		if len(l.open) > l.limit {
			l.closeOldest()
		}
	case http.StateIdle:
		l.setIdle(conn)
	case http.StateActive:
		delete(l.idle, conn)
	case http.StateClosed, http.StateHijacked:
		delete(l.open, conn)
		delete(l.idle, conn)
	}
}

// Open returns how many connections are open.
func (l *Limit) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.open)
}

func (l *Limit) setIdle(conn net.Conn) {
	l.count++
	l.idle[conn] = l.count
}

// closeOldest goes through all idle connections: there are never more than file descriptors.
func (l *Limit) closeOldest() {
	var oldest net.Conn
	for conn, at := range l.idle {
		if oldest == nil || at < l.idle[oldest] {
			oldest = conn
		}
	}
	if oldest != nil {
		delete(l.idle, oldest)
		delete(l.open, oldest)
		_ = oldest.Close()
	}
}
