package fetch

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"
)

// While one large body is worked on, another waits; small ones pass. What waits is not timed
// out for it.
func TestOneLargeBodyAtATime(t *testing.T) {
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := 100
		if r.URL.Path == "/large" {
			size = 3 * largeBody
			asked.Add(1)
		}
		_, _ = w.Write(bytes.Repeat([]byte("a"), size))
	}))
	defer s.Close()
	door, err := New(Options{UserAgent: "test (+https://x.example)", AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	held, release := Hold(t.Context())
	for range 2 { // the same work may get another
		if r, err := door.Get(held, Request{URL: s.URL + "/large"}); err != nil || len(r.Body) != 3*largeBody {
			t.Fatal(err)
		}
	}
	got := make(chan error)
	go func() {
		r, err := door.Get(t.Context(), Request{URL: s.URL + "/large"})
		if err == nil && len(r.Body) != 3*largeBody {
			t.Errorf("%d bytes", len(r.Body))
		}
		got <- err
	}()
	if _, err := door.Get(t.Context(), Request{URL: s.URL + "/small"}); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-got:
		t.Fatalf("two large bodies are in memory: %v", err)
	case <-time.After(1200 * time.Millisecond):
	}
	gone, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := door.Get(gone, Request{URL: s.URL + "/large"}); err == nil {
		t.Error("a third doesn't wait")
	}
	release()
	if err := <-got; err != nil {
		t.Error(err)
	}
	if r, err := door.Get(t.Context(), Request{URL: s.URL + "/large"}); err != nil || len(r.Body) != 3*largeBody {
		t.Error("the slot isn't given back: ", err)
	}
	if n := asked.Load(); n != 6 {
		t.Errorf("%d requests", n)
	}
}
