package fetch_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

func packedTimes(body string, n int) []byte {
	b := []byte(body)
	for range n {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(b)
		_ = z.Close()
		b = out.Bytes()
	}
	return b
}

// The body decides what it is, whatever Content-Encoding says.
func TestContentEncodingsThatAreNone(t *testing.T) {
	s := feedstest.NewServer(t)
	d, _ := open(t)
	const feed = `<rss version="2.0"><channel><title>Zürich</title></channel></rss>`
	for _, c := range []struct {
		coding string
		packed int
	}{
		{"aws-chunked", 0}, {"binary", 0}, {"ISO-8859-1", 0}, {"br", 0}, {"zstd", 0}, {"deflate", 0}, {"text/xml", 0}, {"aws-chunked,gzip", 1}, {"gzip, gzip", 2}, {"gzip, gzip", 1},
		{"gzip,", 1}, {"identity, identity", 0}, {"GZIP", 0}, {"", 0}, {"gzip, br", 1},
	} {
		s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Encoding"] = []string{c.coding}
			_, _ = w.Write(packedTimes(feed, c.packed))
		}))
		if resp, err := get(t, d, s.At("/feed")); err != nil || string(resp.Body) != feed {
			t.Errorf("%q: %v", c.coding, err)
		}
	}
	s.Handle("/br", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		_, _ = w.Write([]byte("\x8b\x02\x80\x00\x01\x02\x03\x04\x05i\xd8\\\xad\xffY\xdc\x9c8^\xc8}\x01"))
	}))
	_, err := get(t, d, s.At("/br"))
	if f := kind(t, err, feeds.FaultUnparsable); f.Code != "encoding_unknown" {
		t.Error(f.Code)
	}
}

// A cookie that a redirect sets is sent back within the exchange, and not in the next one.
func TestCookiesLiveForOneExchange(t *testing.T) {
	s := feedstest.NewServer(t)
	d, _ := open(t)
	asks := func(back string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("seen"); err != nil {
				http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
				http.Redirect(w, r, back, http.StatusFound)
				return
			}
			_, _ = w.Write([]byte("the feed"))
		})
	}
	s.Handle("/itself", asks("/itself"))
	s.Handle("/gate", asks("/behind"))
	s.Handle("/behind", asks("/gate"))
	for _, path := range []string{"/itself", "/behind", "/itself"} {
		if resp, err := get(t, d, s.At(path)); err != nil || string(resp.Body) != "the feed" {
			t.Errorf("%s: %v", path, err)
		}
	}
	if asked := s.Asked("/itself"); len(asked) != 4 || asked[2].Header.Get("Cookie") != "" {
		t.Errorf("%d requests, %q", len(asked), asked[2].Header.Get("Cookie"))
	}
	s.Handle("/never", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "2"})
		http.Redirect(w, r, "/never", http.StatusFound)
	}))
	_, err := get(t, d, s.At("/never"))
	if f := kind(t, err, feeds.FaultUnparsable); f.Code != "redirect_loop" {
		t.Error(f.Code)
	}
}

// A 300 that names an address is followed. The fragment of a new address is no part of it.
func TestOtherRedirects(t *testing.T) {
	s := feedstest.NewServer(t)
	d, _ := open(t)
	s.Page("/feed", "text/plain", "the feed")
	s.Handle("/choices", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/feed")
		w.WriteHeader(http.StatusMultipleChoices)
	}))
	s.Handle("/moved", http.RedirectHandler("/feed#top", http.StatusMovedPermanently))
	if resp, err := get(t, d, s.At("/choices")); err != nil || string(resp.Body) != "the feed" || resp.PermanentURL != s.At("/choices") {
		t.Errorf("%+v, %v", resp, err)
	}
	if resp, err := get(t, d, s.At("/moved")); err != nil || resp.PermanentURL != s.At("/feed") {
		t.Errorf("%+v, %v", resp, err)
	}
	for _, to := range []string{strings.Replace(s.At("/feed"), "http://", "feed://", 1), "feed:" + s.At("/feed"), strings.Replace(s.At("/feed"), "http:", "pcast:", 1)} {
		s.Handle("/app", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusMovedPermanently)
		}))
		if resp, err := get(t, d, s.At("/app")); err != nil || string(resp.Body) != "the feed" || resp.PermanentURL != s.At("/feed") {
			t.Errorf("%s: %+v, %v", to, resp, err)
		}
	}
	s.Handle("/picky", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotAcceptable) }))
	_, err := get(t, d, s.At("/picky"))
	if f := kind(t, err, feeds.FaultBlocked); f.Code != "not_acceptable" || strings.Contains(f.Sentence(), "Check the address") {
		t.Error(f.Sentence())
	}
}

// A source's password goes along to its own host and port, and never unencrypted where the source is encrypted.
func TestWithCredentials(t *testing.T) {
	for target, want := range map[string]string{
		"https://show.example/1.vtt":      "https://anna:x@show.example/1.vtt",
		"https://SHOW.example/1.vtt":      "https://anna:x@SHOW.example/1.vtt",
		"http://show.example/1.vtt":       "http://show.example/1.vtt",
		"https://cdn.show.example/1.vtt":  "https://cdn.show.example/1.vtt",
		"https://show.example:8443/1.vtt": "https://show.example:8443/1.vtt",
		"https://bo:y@show.example/1.vtt": "https://bo:y@show.example/1.vtt",
		"https://show.example.evil/1.vtt": "https://show.example.evil/1.vtt",
		"/1.vtt":                          "/1.vtt",
	} {
		if got := fetch.WithCredentials(target, "https://anna:x@show.example/feed.xml"); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
	if got := fetch.WithCredentials("https://show.example/1.vtt", "https://show.example/feed.xml"); got != "https://show.example/1.vtt" {
		t.Error(got)
	}
}
