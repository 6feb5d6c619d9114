package connlimit

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Idle connections are closed for new ones. Connections with a request in progress stay open.
func TestIdleConnectionsGiveWay(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/long" {
			<-release
		}
		fmt.Fprint(w, "ok")
	}))
	c := New(8)
	server.Config.ConnState = c.ConnState
	server.Start()
	defer server.Close()
	dial := func(path string) net.Conn {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		if path != "" {
			fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path)
		}
		return conn
	}
	long := []net.Conn{dial("/long"), dial("/long"), dial("/long")}
	for i := range 60 {
		dial([]string{"", "/short"}[i%2])
	}
	time.Sleep(100 * time.Millisecond)
	if open := c.Open(); open > 8 {
		t.Errorf("%d connections are open", open)
	}
	resp, err := http.Get(server.URL + "/short")
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("a new connection gets %v", err)
	}
	resp.Body.Close()
	close(release)
	for i, conn := range long {
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.ReadFull(conn, make([]byte, 15)); err != nil {
			t.Errorf("long request %d: %v", i, err)
		}
	}
}
