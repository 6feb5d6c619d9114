package fetch

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/namedrop/namedrop/feeds"
)

// wire returns a handler that sends an answer as it is written here, with LF for CRLF, and counts.
func wire(answer string, asked *atomic.Int32) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		head, body, _ := strings.Cut(answer, "\n\n")
		_, _ = io.WriteString(c, strings.ReplaceAll(head, "\n", "\r\n")+"\r\n\r\n"+body)
		c.Close()
	})
}

func loopback(t *testing.T) *Door {
	d, err := New(Options{UserAgent: UserAgent("test", "https://namedrop.example"), AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	d.transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // the test's own server
	return d
}

const words = "We like Acme"

// Header lines that aren't any cost the line, not the answer, encrypted or not.
func TestHeadersThatAreNone(t *testing.T) {
	for name, c := range map[string]struct{ answer, code string }{
		"in quotes":             {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\n\"X-Frame: 0\"\nContent-Length: 12\n\n" + words},
		"no colon":              {answer: "HTTP/1.1 200 OK\nMade with love\n and care\nContent-Type: text/plain\nContent-Length: 12\n\n" + words},
		"first":                 {answer: "HTTP/1.1 200 OK\n and care\nContent-Type: text/plain\nContent-Length: 12\n\n" + words},
		"no ASCII in the name":  {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nX–Säfe: 1\nContent-Length: 12\n\n" + words},
		"no name":               {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\n: 1\nContent-Length: 12\n\n" + words},
		"a name of two words":   {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nServed by: us\n\n" + words},
		"a control character":   {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nX-A: a\x01b\nX B: 1\nContent-Length: 12\n\n" + words},
		"the status twice":      {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nHTTP/1.1 200 OK\nContent-Length: 12\n\n" + words},
		"two lengths":           {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 12\nContent-Length: 9\n\n" + words},
		"a length with a unit":  {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 12 bytes\n\n" + words},
		"identity":              {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nTransfer-Encoding: identity\nContent-Length: 12\n\n" + words},
		"chunked twice":         {answer: "HTTP/1.1 200 OK\nContent-Type: text/plain\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0c\r\n" + words + "\r\n0\r\n\r\n"},
		"a radio's status":      {answer: "ICY 200 OK\nContent-Type: text/plain\n\n" + words},
		"two spaces":            {answer: "HTTP/1.1  200 OK\nContent-Type: text/plain\nContent-Length: 12\n\n" + words},
		"an empty line first":   {answer: "\nHTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 12\n\n" + words},
		"behind an interim one": {answer: "HTTP/1.1 103 Early Hints\nLink: <x>\n\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nbad\r\nContent-Length: 12\r\n\r\n" + words},
		"a bad redirect":        {answer: "HTTP/1.1 302 Found\nOh no\nLocation: /there\nContent-Length: 0\n\n"},
		"a bad 404":             {answer: "HTTP/1.1 404 Not Found\nOh no\nContent-Length: 0\n\n", code: "not_found"},
		"no answer of the web":  {answer: "SSH-2.0-OpenSSH_9.6\n\n", code: "answer_not_http"},
		"a head without end":    {answer: "HTTP/1.1 200 OK\nbad\n" + strings.Repeat("X-A: "+strings.Repeat("b", 1000)+"\n", 300) + "\n" + words, code: "answer_headers_malformed"},
	} {
		for _, start := range []func(http.Handler) *httptest.Server{httptest.NewServer, httptest.NewTLSServer} {
			var asked atomic.Int32
			mux := http.NewServeMux()
			mux.Handle("/feed", wire(c.answer, &asked))
			mux.HandleFunc("/there", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/plain")
				_, _ = io.WriteString(w, words)
			})
			s := start(mux)
			resp, err := loopback(t).Get(t.Context(), Request{URL: s.URL + "/feed"})
			s.Close()
			switch {
			case c.code != "":
				if code, _ := feeds.CodeOf(err); code != c.code {
					t.Errorf("%s: %v", name, err)
				}
			case err != nil:
				t.Errorf("%s: %v", name, err)
			case string(resp.Body) != words || resp.ContentType != "text/plain" || resp.Cut != "":
				t.Errorf("%s: %q as %q, cut %q", name, resp.Body, resp.ContentType, resp.Cut)
			}
			if n := asked.Load(); n > 2 {
				t.Errorf("%s: %d requests", name, n)
			}
		}
	}
}

// The second try keeps to the guard, the limits and the certificates. A POST is not sent twice.
func TestTheSecondTryIsAsCareful(t *testing.T) {
	const bad = "HTTP/1.1 200 OK\nno header\nContent-Length: 12\n\n" + words
	var asked atomic.Int32
	s := httptest.NewTLSServer(wire(bad, &asked))
	defer s.Close()
	d := loopback(t)
	if _, err := d.Get(t.Context(), Request{URL: s.URL, Method: http.MethodPost, Payload: []byte("x")}); asked.Load() != 1 || err == nil {
		t.Errorf("a POST was sent %d times, %v", asked.Load(), err)
	}
	if _, err := d.Get(t.Context(), Request{URL: s.URL, MaxBytes: 5}); feeds.FaultOf(err) != feeds.FaultTooLarge {
		t.Errorf("more than the limit: %v", err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.transport.TLSClientConfig = nil
	if _, err = mending(d.transport).RoundTrip(r); err == nil || !badCertificate(err) {
		t.Errorf("a certificate of nobody: %v", err)
	}
	if _, err = mending(NewTransport(nil)).RoundTrip(r); err == nil || !prohibited(err) {
		t.Errorf("a private address: %v", err)
	}
	if resp, err := loopback(t).RoundTripper(Limits{}).RoundTrip(r); err != nil {
		t.Error(err)
	} else {
		resp.Body.Close()
	}
}

// Whatever a server sends: what is mended is a head that net/http accepts, and nothing behind it is lost.
func FuzzHead(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nno header\r\nContent-Length: 2\r\n\r\nxy"))
	f.Add([]byte("HTTP/1.1 100 Continue\n\nHTTP/1.0 200\n folded\nA: b\n c\nContent-Length: 1,2\n\nxy"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		in := bufio.NewReader(bytes.NewReader(sent))
		head := mendedHead(in)
		rest, _ := io.ReadAll(in)
		if !bytes.HasSuffix(sent, rest) || len(head) > len(sent)+64 {
			t.Fatalf("%q and %q of %q", head, rest, sent)
		}
		if bytes.HasPrefix(head, []byte("HTTP/1.1 200\r\n")) && bytes.HasSuffix(head, []byte("\r\n\r\n")) && !bytes.HasPrefix(sent, head) {
			resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(head)), nil)
			if err != nil {
				t.Fatalf("%q: %v", head, err)
			}
			resp.Body.Close()
		}
	})
}
