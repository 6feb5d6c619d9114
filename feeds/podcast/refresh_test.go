package podcast_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
)

func TestRefresh(t *testing.T) {
	for page, want := range map[string]string{
		`<html><head><meta http-equiv="refresh" content="0; url=/feed.xml"></head>`:                                   "https://show.example/feed.xml",
		`<!DOCTYPE html><META HTTP-EQUIV=Refresh CONTENT="0;URL='https://cdn.example/f'">`:                            "https://cdn.example/f",
		`<html><base href="/a/"><meta content="1, url = &quot;f.xml&quot;" http-equiv=refresh>`:                       "https://show.example/a/f.xml",
		`<html><meta http-equiv="refresh" content="0; f.xml">`:                                                        "https://show.example/f.xml",
		`<!-- moved --> <meta http-equiv="refresh" content="0; url=f.xml">`:                                           "https://show.example/f.xml",
		`<html><meta http-equiv="refresh" content="300">`:                                                             "",
		`<html><meta http-equiv="refresh" content="300; url=/feed.xml">`:                                              "",
		`<html><meta http-equiv="refresh" content="0; url=javascript:alert(1)">`:                                      "",
		`<html><body><meta http-equiv="refresh" content="0; url=/feed.xml">`:                                          "",
		`<rss><channel><description><meta http-equiv="refresh" content="0; url=f.xml"></description></channel></rss>`: "",
	} {
		if got := podcast.Refresh(&fetch.Response{Body: []byte(page), ContentType: "text/html", FinalURL: "https://show.example/"}); got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
	if got := podcast.Refresh(&fetch.Response{Header: http.Header{"Refresh": {"0;URL=f.xml"}}, FinalURL: "https://show.example/a/"}); got != "https://show.example/a/f.xml" {
		t.Error(got)
	}
}

// A page that sends browsers on leads to the feed, with the password on the same host only. The source's
// address stays.
func TestAPageThatSendsOn(t *testing.T) {
	s := feedstest.NewServer(t)
	sends := func(to string) string {
		return `<html><head><meta http-equiv="refresh" content="0; url=` + to + `"></head><body>moved</body></html>`
	}
	s.Page("/1", "text/html", sends("/2"))
	s.Page("/2", "text/html", sends("/feed"))
	s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != "s3cret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("ETag", `"1"`)
		_, _ = w.Write([]byte(show(episode(1))))
	}))
	reader := podcast.New(door(t))
	at := strings.Replace(s.At("/1"), "://", "://anna:s3cret@", 1)
	b, err := read(t, reader, at, nil)
	if err != nil || len(b.Documents) != 1 || b.Source.URL != at {
		t.Fatalf("%v, %+v", err, b.Source)
	}
	if b, err = read(t, reader, at, b.Position); err != nil || !b.NotModified {
		t.Errorf("a second read: %v, %d items", err, len(b.Documents))
	}
	s.Page("/loop", "text/html", sends("/back"))
	s.Page("/back", "text/html", sends("/loop"))
	s.Page("/private", "text/html", sends("http://10.0.0.1/feed"))
	for _, path := range []string{"/loop", "/private"} {
		if _, err := read(t, reader, s.At(path), nil); err == nil || !strings.Contains(err.Error(), "sent a web page") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
