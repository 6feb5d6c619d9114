package web

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// A page that an address leads to: all of its links, and a text file as it is.
func TestOpenedPages(t *testing.T) {
	at, _ := url.Parse("https://blog.example/2026/larkmeter?utm_source=x")
	a := parse([]byte(`<html><head><base href="https://blog.example/2026/"></head><body><article><p>We like <a rel="nofollow" href="https://larkmeter.example/">Larkmeter</a> and <a href="other">more</a>.
<a href="mailto:a@b.example">mail</a></p></article></body></html>`), "text/html", at)
	if got := a.outward(); !slices.Equal(got, []string{"https://blog.example/2026/other", "https://larkmeter.example/"}) {
		t.Errorf("links %q", got)
	}
	if plain := parse([]byte("Larkmeter\n\n1 < 2 <b>\n"), "text/plain", at); plain.text != "Larkmeter\n\n1 < 2 <b>" || plain.document(at).Key != "blog.example/2026/larkmeter" {
		t.Errorf("%+v", plain)
	}
}

func TestOpen(t *testing.T) {
	s := serve(t)
	s.post("/story", "A story", "About Acme.", `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"A story","datePublished":"2026-10-01T10:00:00+02:00","author":{"name":"Bo"}}</script>`)
	item, err := s.reader.Open(t.Context(), s.At("/story"))
	if err != nil || item.Title != "A story" || item.Author != "Bo" || !item.Published.Equal(time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("%v %+v", err, item.Document)
	}
	s.Page("/f", "text/xml", `<rss version="2.0"></rss>`)
	if _, err := s.reader.Open(t.Context(), s.At("/f")); feeds.FaultOf(err) != feeds.FaultUnparsable {
		t.Error(err)
	}
}
