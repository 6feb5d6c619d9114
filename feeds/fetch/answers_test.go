package fetch_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Packed answers as proxies spoil them: what could be unpacked is used.
func TestCorruptCompressedAnswers(t *testing.T) {
	s := feedstest.NewServer(t)
	d, _ := open(t)
	var all bytes.Buffer
	for range 2 { // two members, as RFC 1952 allows
		z := gzip.NewWriter(&all)
		for i := range 4000 {
			_, _ = z.Write([]byte(strings.Repeat(string(rune('a'+i*i%26)), i%7)))
		}
		_ = z.Close()
	}
	z, _ := gzip.NewReader(bytes.NewReader(all.Bytes()))
	text, _ := io.ReadAll(z)
	spoil := func(at int) []byte {
		b := bytes.Clone(all.Bytes())
		b[len(b)*at/100] ^= 0x55
		return b
	}
	for name, tt := range map[string]struct {
		body  []byte
		whole bool
		cut   string
	}{
		"as they should be":   {all.Bytes(), true, ""},
		"with a remark":       {append(bytes.Clone(all.Bytes()), "<!-- served by a proxy -->"...), true, ""},
		"with a line end":     {append(bytes.Clone(all.Bytes()), '\n'), true, ""},
		"with a wrong sum":    {spoil(99), true, fetch.CutBrokenOff},
		"wrong in the middle": {spoil(75), false, fetch.CutBrokenOff},
		"cut":                 {all.Bytes()[:all.Len()*3/4], false, fetch.CutBrokenOff},
	} {
		s.Handle("/packed", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(tt.body)
		}))
		resp, err := get(t, d, s.At("/packed"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if resp.Cut != tt.cut || tt.whole && !bytes.Equal(resp.Body, text) || len(resp.Body) < len(text)/2 {
			t.Errorf("%s: %d of %d bytes, cut %q", name, len(resp.Body), len(text), resp.Cut)
		}
	}
	s.Handle("/packed", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte("\x1f\x8b\x09\x09 no gzip at all"))
	}))
	_, err := get(t, d, s.At("/packed"))
	if e := kind(t, err, feeds.FaultUnparsable); !strings.Contains(e.Sentence(), "can't be unpacked") {
		t.Error(e.Sentence())
	}
}

// Spaces in a query, in the address or in a redirect, are sent as a browser sends them.
func TestSpacesInAQuery(t *testing.T) {
	s := feedstest.NewServer(t)
	d, _ := open(t)
	s.Handle("/moved", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/new?show=the long one")
		w.WriteHeader(http.StatusMovedPermanently)
	}))
	s.Page("/new", "", "here")
	for _, p := range []string{"/moved", "/new?show=the long one"} {
		resp, err := get(t, d, s.At(p))
		if err != nil || string(resp.Body) != "here" || s.Asked("/new")[0].Query != "show=the%20long%20one" {
			t.Errorf("%s: %v, %+v", p, err, s.Asked("/new"))
		}
	}
}

// A host that doesn't answer, or not in HTTP: the sentence is true and says what helps.
func TestFailedConnections(t *testing.T) {
	d, _ := open(t)
	s := feedstest.NewServer(t)
	s.Handle("/bad", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "http://[bad/secret")
		w.WriteHeader(http.StatusMovedPermanently)
	}))
	closed := speak(t, "")
	for address, want := range map[string]string{
		speak(t, "SSH-2.0-Open\r\n"): "answers with something that is not HTTP. Check the address",
		speak(t, "HTTP/1.1 200 OK\r\nBad\r\n"+strings.Repeat("X: "+strings.Repeat("y", 1000)+"\r\n", 300)+"\r\n"): "sends a header that breaks the rules of HTTP. Browsers may overlook",
		closed:                            "broke off the connection. Namedrop tries again automatically.",
		"http://127.0.0.1:1/secret":       "could not be reached. Namedrop tries again automatically.",
		"https://" + s.Host() + "/secret": "does not support https. The address may work",
		s.At("/bad"):                      "redirects to an address that can't be read. Open",
	} {
		_, err := get(t, d, address)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
}

// speak serves the same bytes to whoever comes.
func speak(t *testing.T, answer string) (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Read(make([]byte, 4096))
			_, _ = c.Write([]byte(answer))
			c.Close()
		}
	}()
	return "http://" + l.Addr().String() + "/secret"
}

func TestRetryAfterWithAnOffset(t *testing.T) {
	now := time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC)
	h := http.Header{"Retry-After": {"Mon, 2 Nov 2026 07:05:00 +0100"}}
	if w := fetch.RetryAfter(h, now); w != 5*time.Minute {
		t.Error(w)
	}
}
