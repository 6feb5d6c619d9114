package crawler_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// The address of a hub comes from a feed: one that redirects to a private address gets nothing sent there. And a feed
// that answers 304 from the second read on is subscribed all the same.
func TestHubThatRedirects(t *testing.T) {
	var inside, asked atomic.Int64
	l, err := net.Listen("tcp", "127.0.0.9:0") // not allowed below
	if err != nil {
		t.Skipf("no second loopback address here: %v", err)
	}
	private := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) }))
	private.Listener.Close()
	private.Listener = l
	private.Start()
	t.Cleanup(private.Close)
	s := follow(t, "/feed")
	hub := func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Redirect(w, r, private.URL+"/metadata", http.StatusTemporaryRedirect)
	}
	s.Handle("/hub", http.HandlerFunc(hub))
	s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Show</title><atom:link rel="hub" href="%s"/><atom:link rel="self" href="%s"/>%s</channel></rss>`,
			s.At("/hub"), s.At("/feed"), episode("a", "A"))
	}))
	run := func(told string, until func() bool) {
		t.Helper()
		door, err := fetch.New(fetch.Options{
			UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, PerHost: 10_000, Burst: 1000,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer door.Close()
		reader := podcast.New(door)
		c, err := crawler.New(crawler.Options{
			Ledger: s.ledger, Adapters: []feeds.Adapter{{Spec: podcast.Podcasts(), Reader: reader}}, Door: door, Told: told,
			Limits: schedule.Limits{Shortest: often, Longest: often, Unknown: often}, Workers: 2, Poll: often, Holder: "test",
			Nudge: func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- c.Run(ctx) }()
		for end := time.Now().Add(time.Minute); !until() && time.Now().Before(end); time.Sleep(often) {
		}
		cancel()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if !until() {
			t.Fatal("it did not come to that")
		}
	}
	run("", func() bool { return len(s.Asked("/feed")) > 3 }) // the public side is off
	if _, err := archive.HubOf(t.Context(), s.ledger, s.source); err == nil {
		t.Fatal("subscribed without a public side")
	}
	run("https://public.example", func() bool {
		h, err := archive.HubOf(t.Context(), s.ledger, s.source)
		return err == nil && h.Error != ""
	})
	h, err := archive.HubOf(t.Context(), s.ledger, s.source)
	if err != nil || asked.Load() == 0 || inside.Load() != 0 || !h.Alive.IsZero() {
		t.Errorf("asked %d times, %d requests inside, %+v, %v", asked.Load(), inside.Load(), h, err)
	}
	t.Log(h.Code, h.Error)
}
