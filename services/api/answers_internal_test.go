package api

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// A client that doesn't read is cut off. One that reads slowly gets the whole answer, even if that
// takes longer than the deadline for one piece.
func TestReadersThatDoNotRead(t *testing.T) {
	t.Parallel()
	const patience = 2 * time.Second
	var under, cut atomic.Int32
	body := make([]byte, 8<<20)
	server := httptest.NewServer(steady(patience, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		under.Add(1)
		defer under.Add(-1)
		if _, err := w.Write(body); err != nil {
			cut.Add(1)
		}
	})))
	defer server.Close()
	ask := func(buffer int) net.Conn {
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		_ = c.(*net.TCPConn).SetReadBuffer(buffer)
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
		return c
	}
	for range 20 {
		ask(4 << 10)
	}
	for end := time.Now().Add(time.Minute); cut.Load() < 20 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
	}
	if cut.Load() != 20 || under.Load() != 0 {
		t.Fatalf("%d of 20 were cut off, %d are under way", cut.Load(), under.Load())
	}
	start := time.Now()
	resp, err := http.ReadResponse(bufio.NewReader(ask(256<<10)), nil)
	if err != nil {
		t.Fatal(err)
	}
	read, piece := 0, make([]byte, 256<<10)
	for {
		n, err := io.ReadFull(resp.Body, piece)
		read += n
		if err != nil {
			break
		}
		time.Sleep(patience / 10)
	}
	if took := time.Since(start); read != len(body) || took < 2*patience {
		t.Errorf("a slow reader got %d bytes in %s", read, took)
	}
}
