package fetch_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// A client of somebody else's is guarded, capped, paced and named as the door is.
func TestOtherClientsGoThroughTheDoor(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/plain", "text/plain", "hello")
	s.Page("/large", "text/plain", strings.Repeat("x", 5000))
	s.Handle("/gzip", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, strings.Repeat("hello ", 10))
		z.Close()
	}))
	s.Handle("/bomb", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, strings.Repeat("x", 1<<20))
		z.Close()
	}))
	s.Handle("/moved", http.RedirectHandler("/plain", http.StatusFound))
	s.Handle("/inside", http.RedirectHandler("http://10.0.0.1/", http.StatusFound))
	d, _ := open(t, func(o *fetch.Options) { o.InFlight = 1 })
	client := &http.Client{Transport: d.RoundTripper(fetch.Limits{MaxBytes: 4000})}
	read := func(address string) (string, error) {
		resp, err := client.Get(address)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return string(b), err
	}
	for path, want := range map[string]string{"/plain": "hello", "/gzip": strings.Repeat("hello ", 10), "/moved": "hello"} {
		if got, err := read(s.At(path)); err != nil || got != want {
			t.Errorf("%s: %q %v", path, got, err)
		}
	}
	for path, want := range map[string]feeds.FaultKind{"/large": feeds.FaultTooLarge, "/bomb": feeds.FaultTooLarge, "/inside": feeds.FaultRefused} {
		if got, err := read(s.At(path)); feeds.FaultOf(err) != want || err == nil || len(got) > 4000 {
			t.Errorf("%s: %d bytes, %v", path, len(got), err)
		}
	}
	if ua := s.Asked("/plain")[0].Header.Get("User-Agent"); !strings.Contains(ua, "Namedrop/") {
		t.Errorf("called itself %q", ua)
	}
	// With the only slot taken by a body that is still open, nobody else is let in.
	resp, err := client.Get(s.At("/plain"))
	if err != nil {
		t.Fatal(err)
	}
	second := make(chan error, 1)
	go func() { _, err := read(s.At("/plain")); second <- err }()
	select {
	case err := <-second:
		t.Errorf("two at once through one slot: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	resp.Body.Close()
	if err := <-second; err != nil {
		t.Error(err)
	}
}

// A host that throttles other clients is left alone by all, as is one that is paused by name.
func TestAPauseHoldsForEveryone(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/plain", "text/plain", "hello")
	s.Handle("/busy", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	for name, pause := range map[string]func(*fetch.Door, *feedstest.Clock){
		"by an answer": func(d *fetch.Door, clock *feedstest.Clock) {
			resp, err := (&http.Client{Transport: d.RoundTripper(fetch.Limits{})}).Get(s.At("/busy"))
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		},
		"by name": func(d *fetch.Door, clock *feedstest.Clock) {
			d.Pause(s.Host(), clock.Now().Add(2*time.Minute))
		},
	} {
		d, clock := open(t)
		pause(d, clock)
		_, err := d.Get(t.Context(), fetch.Request{URL: s.At("/plain")})
		var f *feeds.Fault
		if !errors.As(err, &f) || f.Kind != feeds.FaultThrottled || !f.Unsent || f.RetryAfter < time.Minute {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := (&http.Client{Transport: d.RoundTripper(fetch.Limits{})}).Get(s.At("/plain")); feeds.FaultOf(err) != feeds.FaultThrottled {
			t.Errorf("%s: another client asked all the same: %v", name, err)
		}
	}
}
