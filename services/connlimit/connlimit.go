// Package connlimit bounds the connections of an HTTP server.
package connlimit

import (
	"net"
	"net/http"
	"sync"
)

// Limit bounds the number of open connections. When a new one exceeds the limit, it closes the one
// that has been idle longest, before its first request or between two. Clients that connect and
// send nothing therefore can't keep others out. Connections with a request in progress stay open;
// the server's timeouts end them. If all others are busy, the new connection is the only idle one
// and is closed.
type Limit struct {
	limit int

	mu    sync.Mutex
	count int64 // of calls of setIdle; orders the idle connections
	open  map[net.Conn]struct{}
	idle  map[net.Conn]int64 // the value of count when it became idle
}

// New returns a Limit that allows this many open connections.
func New(limit int) *Limit {
	return &Limit{limit: limit, open: map[net.Conn]struct{}{}, idle: map[net.Conn]int64{}}
}

// ConnState is meant for the field ConnState of an [http.Server].
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

// Open returns the number of open connections.
func (l *Limit) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.open)
}

func (l *Limit) setIdle(conn net.Conn) {
	l.count++
	l.idle[conn] = l.count
}

// closeOldest closes the connection that has been idle longest. It scans all idle connections, of
// which there are at most as many as the limit. It removes the connection from both maps itself:
// the server calls ConnState with StateClosed later, and the next new connection must not count it.
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
