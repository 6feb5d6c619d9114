// Package blueskytest is a small Jetstream server for tests. It speaks one version of the
// protocol over a real WebSocket, keeps every event, and sends a client the events from its
// cursor on, followed by new ones.
package blueskytest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// The paths of the two versions of Jetstream.
const (
	V1 = "/subscribe"
	V2 = "/xrpc/network.bsky.jetstream.subscribeEvents"
)

// Server is a Jetstream server on loopback.
type Server struct {
	*httptest.Server
	path string

	mu      sync.Mutex
	events  []event
	cursors []string // of the connections so far, "" for those without
	open    map[*websocket.Conn]bool
	changed chan struct{} // closed and replaced at each event
}

// event is a frame with its cursors: microseconds, and on v2 a sequence number.
type event struct {
	frame      []byte
	micros     int64
	sequence   int64
	isSequence bool
}

// New starts a server that speaks the version at that path, and answers 404 for the other. It
// stops with the test.
func New(t testing.TB, path string) *Server {
	t.Helper()
	s := &Server{path: path, open: map[*websocket.Conn]bool{}, changed: make(chan struct{})}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		s.Drop()
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// Publish adds events, a JSON line each, as a server of this version sends them.
func (s *Server) Publish(t testing.TB, lines ...string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, line := range lines {
		var f struct {
			Micros  int64 `json:"time_us"`
			Payload struct {
				Sequence int64     `json:"seq"`
				Time     time.Time `json:"time"`
			} `json:"payload"`
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("publishing %.80s: %v", line, err)
		}
		e := event{frame: []byte(line), micros: f.Micros}
		if s.path == V2 {
			e.micros, e.sequence, e.isSequence = f.Payload.Time.UnixMicro(), f.Payload.Sequence, true
		}
		s.events = append(s.events, e)
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// Post publishes a new post of a v1 server, written now.
func (s *Server) Post(t testing.TB, did, key, text string) {
	t.Helper()
	body, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	s.Publish(t, fmt.Sprintf(`{"did":%q,"time_us":%d,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":%q,"record":{"text":%s,"langs":["en"]}}}`,
		did, time.Now().UnixMicro(), key, body))
}

// Delete publishes the deletion of a post on a v1 server.
func (s *Server) Delete(t testing.TB, did, key string) {
	t.Helper()
	s.Publish(t, fmt.Sprintf(`{"did":%q,"time_us":%d,"kind":"commit","commit":{"operation":"delete","collection":"app.bsky.feed.post","rkey":%q}}`,
		did, time.Now().UnixMicro(), key))
}

// Drop closes all connections without a closing handshake, as a server that crashes does.
func (s *Server) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open {
		_ = c.CloseNow()
	}
}

// Open returns how many connections are open.
func (s *Server) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

// Cursors returns the cursors of all connections so far, "" for one without.
func (s *Server) Cursors() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.cursors...)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != s.path {
		http.NotFound(w, r)
		return
	}
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"xrpc.v1.json"}})
	if err != nil {
		return
	}
	defer c.CloseNow()
	cursor := r.URL.Query().Get("cursor")
	s.mu.Lock()
	at := s.position(cursor)
	s.cursors, s.open[c] = append(s.cursors, cursor), true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.open, c)
		s.mu.Unlock()
	}()
	s.send(c.CloseRead(r.Context()), c, at)
}

// position returns the first event that a client with that cursor gets. It is called under the
// lock.
func (s *Server) position(cursor string) int {
	n, err := strconv.ParseInt(cursor, 10, 64)
	if err != nil {
		return len(s.events)
	}
	for i, e := range s.events {
		// A large cursor is a time on v2 too.
		if e.isSequence && n < 1e15 && e.sequence >= n || (!e.isSequence || n >= 1e15) && e.micros >= n {
			return i
		}
	}
	return len(s.events)
}

func (s *Server) send(ctx context.Context, c *websocket.Conn, at int) {
	for {
		s.mu.Lock()
		events, changed := s.events[at:], s.changed
		s.mu.Unlock()
		for _, e := range events {
			if c.Write(ctx, websocket.MessageText, e.frame) != nil {
				return
			}
		}
		at += len(events)
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
