package public

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// serve runs a public side on loopback and returns its address.
func serve(t *testing.T, change ...func(*Public)) (addr string, stop func() error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Listener: l, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), MaxConnections: 8})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(p)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	stopped := false
	stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String(), stop
}

func dial(t testing.TB, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return c
}

// send writes raw bytes and returns the response, or nil if the connection was closed.
func send(t testing.TB, addr, text string) *http.Response {
	t.Helper()
	c := dial(t, addr)
	go func() { _, _ = io.WriteString(c, text) }() // the server may stop reading
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return nil
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestOnlyHealthIsServed(t *testing.T) {
	t.Parallel()
	addr, _ := serve(t)
	for _, c := range []struct {
		method, target string
		want           int
	}{
		{"GET", "/healthz", 200},
		{"HEAD", "/healthz", 200},
		{"GET", "/healthz?x=1", 200},
		{"GET", "http://elsewhere.example/healthz", 200}, // an absolute target
		{"POST", "/healthz", 405},
		{"PUT", "/healthz", 405},
		{"DELETE", "/healthz", 405},
		{"OPTIONS", "/healthz", 405},
		{"PROPFIND", "/healthz", 405},
		{"OPTIONS", "*", 404},
		{"CONNECT", "desk.example:443", 404},
		{"GET", "/", 404},
		{"GET", "/healthz/", 404},
		{"GET", "//healthz", 404},
		{"GET", "/./healthz", 404},
		{"GET", "/x/../healthz", 404},
		{"GET", "/%68ealthz", 404},
		{"GET", "/healthz%00", 404},
		{"GET", "//evil.example/%2e%2e", 404},
		// Routes of the desk.
		{"GET", "/api/v1/status", 404},
		{"GET", "/metrics", 404},
		{"GET", "/readyz", 404},
		{"GET", "/openapi.json", 404},
		{"POST", "/api/v1/session", 404},
		{"GET", "/debug/pprof/", 404},
	} {
		resp := send(t, addr, fmt.Sprintf("%s %s HTTP/1.1\r\nHost: public.example\r\nConnection: close\r\n\r\n", c.method, c.target))
		if resp == nil {
			t.Errorf("%s %s: no response", c.method, c.target)
			continue
		}
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
		if resp.StatusCode != c.want {
			t.Errorf("%s %s: %d %s, want %d", c.method, c.target, resp.StatusCode, body, c.want)
		}
		for header, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Location": "", "Set-Cookie": "", "Server": ""} {
			if got := resp.Header.Get(header); got != want {
				t.Errorf("%s %s: %s is %q, want %q", c.method, c.target, header, got, want)
			}
		}
		if c.want == 405 && resp.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s %s: Allow is %q", c.method, c.target, resp.Header.Get("Allow"))
		}
		if c.want == 200 && c.method == "GET" && string(body) != "ok\n" {
			t.Errorf("%s %s: %q", c.method, c.target, body)
		}
	}
}

func TestHostileRequests(t *testing.T) {
	t.Parallel()
	addr, _ := serve(t)
	for name, c := range map[string]struct {
		text string
		want int // 0 for a closed connection or any error status
	}{
		"no HTTP":                {"hello\r\n\r\n", 400},
		"long headers":           {"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", 431},
		"many headers":           {"GET /healthz HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X: a\r\n", 20_000) + "\r\n", 431},
		"a long line":            {"GET /" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431},
		"no host":                {"GET /healthz HTTP/1.1\r\n\r\n", 400},
		"two lengths":            {"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
		"a header with a break":  {"GET /healthz HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n", 400},
		"a large body":           {"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n", 200},
		"an endless body":        {"POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n", 405},
		"an expected continue":   {"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n", 405},
		"an upgrade to HTTP/2":   {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0},
		"headers of a proxy":     {"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 127.0.0.1\r\nX-Original-Url: /metrics\r\nX-Rewrite-Url: /metrics\r\n\r\n", 200},
		"a credential":           {"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:8090\r\nAuthorization: Bearer x\r\nCookie: namedrop=x\r\n\r\n", 404},
		"a method with a header": {"GET\r\nX: y /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
	} {
		resp := send(t, addr, c.text)
		switch {
		case c.want == 0 && resp != nil && resp.StatusCode < 400:
			t.Errorf("%s: %d", name, resp.StatusCode)
		case c.want != 0 && (resp == nil || resp.StatusCode != c.want):
			t.Errorf("%s: %v, want %d", name, resp, c.want)
		}
	}
	if resp := send(t, addr, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"); resp == nil || resp.StatusCode != 200 {
		t.Errorf("afterwards: %v", resp)
	}
}

// Slow clients are disconnected, and don't keep others out until then.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	addr, _ := serve(t, func(p *Public) {
		p.srv.ReadHeaderTimeout, p.srv.ReadTimeout, p.srv.IdleTimeout = 300*time.Millisecond, 300*time.Millisecond, 300*time.Millisecond
	})
	var slow []net.Conn
	for i := range 40 { // five times as many as there is room for
		c := dial(t, addr)
		slow = append(slow, c)
		if i%2 == 0 {
			fmt.Fprint(c, "GET /heal")
		}
	}
	began := time.Now()
	for {
		resp := send(t, addr, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
		if resp != nil && resp.StatusCode == 200 {
			break
		}
		if time.Since(began) > 30*time.Second {
			t.Fatal("slow clients keep others out")
		}
		time.Sleep(20 * time.Millisecond)
	}
	for i, c := range slow {
		if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("slow client %d is still connected", i)
		}
	}
}

func TestStop(t *testing.T) {
	t.Parallel()
	addr, stop := serve(t)
	idle := dial(t, addr)
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := idle.Read(make([]byte, 1)); err == nil {
		t.Error("an idle connection outlived the server")
	}
	if c, err := net.Dial("tcp", addr); err == nil {
		c.Close()
		t.Error("it still listens")
	}
}

func TestMissingOptions(t *testing.T) {
	if _, err := New(Options{}); err == nil || !strings.Contains(err.Error(), "Listener is missing") {
		t.Error(err)
	}
}
