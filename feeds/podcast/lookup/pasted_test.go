package lookup

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

const twoShows = `{"resultCount":2,"results":[{"kind":"podcast","collectionName":"Ship It Softly","feedUrl":"https://ship.example/feed"},
	{"kind":"podcast","collectionName":"Ship It Softly Daily","feedUrl":"https://daily.example/feed"}]}`

// Spotify tells the name of a show and no feed: only a show of exactly that name is offered.
func TestASpotifyLink(t *testing.T) {
	f, s := finder(t)
	f.Spotify = s.URL
	s.Page("/oembed", "application/json", `{"title":"Ship it, softly","provider_name":"Spotify"}`)
	s.Page("/itunes/search", "text/javascript", twoShows)
	for _, link := range []string{"https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk?si=1", "open.spotify.com/intl-de/show/4rOoJ6Egrf8K2IrywzwOMk", "spotify:show:4rOoJ6Egrf8K2IrywzwOMk"} {
		got, err := f.Find(t.Context(), link)
		if err != nil || len(got) != 1 || got[0].URL != "https://ship.example/feed" || got[0].Understood != AsSpotify {
			t.Errorf("%s: %v %+v", link, err, got)
		}
	}
	asked, _ := url.ParseQuery(s.Asked("/oembed")[0].Query)
	if u := asked.Get("url"); u != "https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk" {
		t.Errorf("asked for %s", u)
	}
	for body, want := range map[string]string{`{"title":"Only There"}`: "spotify_no_feed", `{"title":""}`: "spotify_unreachable", `<html>`: "spotify_unreachable"} {
		s.Page("/oembed", "application/json", body)
		if _, err := f.Find(t.Context(), "https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk"); code(err) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
	if _, err := f.Find(t.Context(), "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"); code(err) != "spotify_episode" {
		t.Error(err)
	}
	s.Handle("/oembed", http.NotFoundHandler())
	if _, err := f.Find(t.Context(), "https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk"); code(err) != "spotify_unknown_link" {
		t.Error(err)
	}
}

func code(err error) string {
	c, _ := feeds.CodeOf(err)
	return c
}

// The Podcast Index is asked with a signature, adds shows that Apple doesn't have, and stands in where Apple
// doesn't answer.
func TestThePodcastIndex(t *testing.T) {
	f, s := finder(t)
	f.Index = Index{Base: s.URL + "/pi", Key: "KEY", Secret: "hush"}
	s.Page("/itunes/search", "text/javascript", twoShows)
	s.Page("/pi/search/byterm", "application/json", `{"status":"true","feeds":[
		{"title":"Ship It Softly","url":"http://www.ship.example/feed/","itunesId":null,"categories":null,"explicit":0},
		{"title":"Dead","url":"https://dead.example/feed","dead":1},{"title":"Odd","url":"ftp://x"},7,
		{"title":"Ship Other","url":"https://other.example/feed","episodeCount":4,"newestItemPubdate":1742752110}]}`)
	got, err := f.Find(t.Context(), "ship it")
	if err != nil || len(got) != 3 || got[2].URL != "https://other.example/feed" || got[2].Directory != "Podcast Index" || got[2].Items != 4 || got[2].Latest.IsZero() {
		t.Fatalf("%v %+v", err, got)
	}
	h := s.Asked("/pi/search/byterm")[0].Header
	if len(h.Get("Authorization")) != 40 || h.Get("X-Auth-Key") != "KEY" || h.Get("X-Auth-Date") == "" || strings.Contains(h.Get("Authorization"), "hush") {
		t.Errorf("%v", h)
	}
	s.Handle("/itunes/search", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	if got, err := f.Find(t.Context(), "ship it"); err != nil || len(got) != 2 {
		t.Errorf("without Apple: %v %+v", err, got)
	}
	// A look-up of one show that isn't there is an empty list.
	s.Page("/itunes/lookup", "text/javascript", `{"resultCount":0,"results":[]}`)
	s.Page("/pi/podcasts/byitunesid", "application/json", `{"status":"true","feed":[]}`)
	if _, err := f.Find(t.Context(), "https://podcasts.apple.com/us/podcast/x/id12345"); code(err) != "directory_unknown_link" {
		t.Error(err)
	}
	s.Page("/pi/podcasts/byitunesid", "application/json", `{"status":"true","feed":{"title":"Ship","url":"https://ship.example/feed"}}`)
	if got, err := f.Find(t.Context(), "https://podcasts.apple.com/us/podcast/x/id12345"); err != nil || len(got) != 1 || got[0].Understood != AsApple {
		t.Errorf("%v %+v", err, got)
	}
	s.Page("/itunes/search", "text/javascript", `{"results":[]}`)
	s.Handle("/pi/search/byterm", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	if _, err := f.Find(t.Context(), "ship it"); code(err) != "podcast_index_key" || strings.Contains(err.Error(), "hush") {
		t.Error(err)
	}
}

func TestARecordedAnswerOfThePodcastIndex(t *testing.T) {
	body, err := os.ReadFile(filepath.Join(feedstest.Data(t, "sources/podcast_index"), "example_podcasts_by_title.json"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := parseIndex(body)
	if err != nil || len(got) == 0 || got[0].Name != "Test" || got[0].Author != "Jack Dierter" || !strings.HasPrefix(got[0].URL, "https://wavlake.com/feed/") {
		t.Errorf("%v %+v", err, got)
	}
	t.Logf("%d shows", len(got))
}

func TestAccounts(t *testing.T) {
	for pasted, want := range map[string]string{
		"@ann@social.example": "//social.example/@ann.rss", "acct:ann@social.example": "//social.example/@ann.rss", "@ann@social.example:8443": "//social.example:8443/@ann.rss",
		"ann.bsky.social": "https://bsky.app/profile/ann.bsky.social/rss", "@ann.bsky.social": "https://bsky.app/profile/ann.bsky.social/rss",
		"https://bsky.app/profile/ann.example": "https://bsky.app/profile/ann.example/rss", "https://bsky.app/profile/ann.example/post/3k": "",
		"ann@social.example": "", "@ann": "", "@a b@c.example": "", "@ann@localhost": "",
	} {
		got := ""
		if u := accountFeed(pasted); u != nil {
			got = u.String()
		}
		if got != want {
			t.Errorf("%s: %q", pasted, got)
		}
	}
	f, s := finder(t)
	s.Page("/@ann.rss", "application/rss+xml", strings.ReplaceAll(show, "enclosure", "x"))
	u, _ := url.Parse(s.At("/@ann.rss"))
	got, err := f.byAccount(t.Context(), u)
	if err != nil || len(got) != 1 || got[0].Understood != AsAccount || got[0].Type != feeds.FeedSource || len(got[0].Recent) != 1 || got[0].Recent[0].Title != "One" {
		t.Errorf("%v %+v", err, got)
	}
}

// Any page of a forum on Discourse stands for the forum, not for the feed that the page names.
func TestAForum(t *testing.T) {
	f, s := finder(t)
	s.Page("/", "text/html", `<html><head><title>Pipeline people</title><meta name="generator" content="Discourse 3.6.0">
		<link rel="alternate" type="application/rss+xml" href="/latest.rss"></head><body></body></html>`)
	s.Page("/latest.rss", "text/xml", blog)
	got, err := f.Find(t.Context(), s.At("/"))
	if err != nil || len(got) != 1 || got[0].Type != "discourse" || got[0].URL != s.URL || got[0].Name != "Pipeline people" || got[0].Understood != AsForum {
		t.Errorf("%v %+v", err, got)
	}
}

func FuzzPasted(f *testing.F) {
	for _, s := range []string{"@ann@social.example", "https://bsky.app/profile/x", "spotify:show:4rOoJ6Egrf8K2IrywzwOMk", `{"title":"x"}`, `{"feeds":[{"url":"https://x.example"}],"feed":[]}`,
		`<meta name=generator content="Discourse 3"><title>x</title><body>`} {
		f.Add(s)
	}
	at, _ := url.Parse("https://x.example/")
	f.Fuzz(func(t *testing.T, s string) {
		if u := accountFeed(s); u != nil && u.Host == "" {
			t.Errorf("%q: no host", s)
		}
		spotifyLink(s)
		_, _ = parseSpotify([]byte(s))
		found, _ := parseIndex([]byte(s))
		for _, c := range found {
			if u, err := url.Parse(c.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				t.Errorf("%q", c.URL)
			}
		}
		if c, ok := forum([]byte(s), "text/html", at); ok && (c.Name == "" || len(c.Name) > 200) {
			t.Errorf("%q", c.Name)
		}
	})
}
