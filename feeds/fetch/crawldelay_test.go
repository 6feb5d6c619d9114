package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Both ways through the door obey robots.txt, share its copy and wait for its Crawl-delay together.
func TestRobotsThroughATransport(t *testing.T) {
	s := feedstest.NewServer(t)
	clock := feedstest.NewClock(time.Unix(1.79e9, 0))
	door, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: feedstest.Loopback(), Clock: clock, PerHost: 1000, Burst: 1000})
	if err != nil {
		t.Fatal(err)
	}
	s.Page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private\nCrawl-delay: 4\n")
	s.Page("/page", "text/html", "<p>x</p>")
	s.Handle("/moved", http.RedirectHandler("/private", http.StatusFound))
	client := &http.Client{Transport: door.RoundTripper(fetch.Limits{Robots: true})}
	get := func(path string) (string, error) {
		resp, err := client.Get(s.At(path))
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return string(b), err
	}
	for _, path := range []string{"/private", "/moved"} {
		var f *feeds.Fault
		if _, err := get(path); !errors.As(err, &f) || f.Code != "robots_disallow" {
			t.Errorf("%s: %v", path, err)
		}
	}
	before := clock.Slept()
	if _, err := get("/page"); err != nil {
		t.Error(err)
	}
	if _, err := door.Get(t.Context(), fetch.Request{URL: s.At("/page"), Robots: true}); err != nil {
		t.Error(err)
	}
	if slept := clock.Slept() - before; slept != 8*time.Second {
		t.Errorf("waited %s", slept)
	}
	if _, err := door.Get(t.Context(), fetch.Request{URL: s.At("/page")}); err != nil || clock.Slept()-before != 8*time.Second {
		t.Errorf("a feed waited for the delay of pages: %v", err)
	}
	if body, err := get("/robots.txt"); err != nil || body != "User-agent: *\nDisallow: /private\nCrawl-delay: 4\n" {
		t.Errorf("%q %v", body, err)
	}
	if n := len(s.Asked("/robots.txt")); n != 1 {
		t.Errorf("robots.txt was asked for %d times", n)
	}
	if len(s.Asked("/private")) != 0 {
		t.Error("asked for what robots.txt forbids")
	}
}

func TestWatch(t *testing.T) {
	s := feedstest.NewServer(t)
	door, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: feedstest.Loopback()})
	if err != nil {
		t.Fatal(err)
	}
	s.Page("/page", "text/html; charset=utf-8", "<p>x</p>")
	var seen []fetch.Observation
	ctx := fetch.Watch(t.Context(), func(o fetch.Observation) { seen = append(seen, o) })
	_, _ = door.Get(ctx, fetch.Request{URL: s.At("/page")})
	_, _ = door.Get(ctx, fetch.Request{URL: s.At("/none")})
	_, _ = door.Get(t.Context(), fetch.Request{URL: s.At("/page")})
	if len(seen) != 2 || seen[0].Host != s.Host() || seen[0].ContentType != "text/html" || seen[0].Wire != 8 || seen[1].Status != 404 || seen[1].Kind != feeds.FaultAbsent {
		t.Errorf("%+v", seen)
	}
}
