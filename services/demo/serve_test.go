package demo

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"html"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"github.com/namedrop/namedrop/feeds/social/mastodon"
	"github.com/namedrop/namedrop/feeds/youtube"
)

func TestEveryFeedThatShouldParseDoes(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	h := w.Handler()
	for _, s := range w.Sources("http://127.0.0.1:8099/") {
		if s.Type == youtube.Type || s.Type == mastodon.Type {
			continue // see TestTheChannel and TestPostsAreRead
		}
		t.Run(s.Name, func(t *testing.T) {
			res := get(t, h, strings.TrimPrefix(s.URL, "http://127.0.0.1:8099"))
			if strings.Contains(s.URL, "growth-hackers-diner") {
				if res.Code != http.StatusGone {
					t.Fatalf("the dead show answers %d", res.Code)
				}
				return
			}
			feed, err := gofeed.NewParser().Parse(res.Body)
			if strings.Contains(s.URL, "cafe-conversie") {
				if err == nil {
					t.Fatal("the malformed show parses without repair")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if feed.Title != s.Name || feed.Language != s.Language && feed.FeedType != "json" && feed.FeedType != "atom" || len(feed.Items) < 3 {
				t.Errorf("title %q, language %q, %d items", feed.Title, feed.Language, len(feed.Items))
			}
			for _, item := range feed.Items {
				if item.PublishedParsed == nil || item.GUID == "" || item.Title == "" {
					t.Errorf("incomplete item %+v", item)
				}
			}
		})
	}
}

func TestTheMalformedFeedIsLatinAndCutOff(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	body := get(t, w.Handler(), "/cafe-conversie/feed.xml").Body.Bytes()
	if utf8.Valid(body) || bytes.Contains(body, []byte("</rss>")) || bytes.Count(body, []byte("</item>")) < 5 {
		t.Errorf("%d bytes ending in %q", len(body), body[len(body)-40:])
	}
	if !bytes.Contains(body, []byte("Caf\xe9 Conversie")) {
		t.Error("the name isn't in Latin-1")
	}
}

func TestEverythingAFeedNamesIsServed(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	h := w.Handler()
	formats := map[string]bool{}
	for _, s := range w.shows {
		for _, e := range w.back[s.slug] {
			paths := []string{e.path()}
			for _, f := range s.formats {
				formats[f] = true
				paths = append(paths, e.path()+"."+f)
			}
			if len(e.chapters) > 0 {
				paths = append(paths, e.path()+".chapters.json")
			}
			for _, p := range paths {
				if res := get(t, h, p); res.Code != http.StatusOK || res.Body.Len() == 0 {
					t.Errorf("%s: %d", p, res.Code)
				}
			}
		}
	}
	want := map[string]bool{"vtt": true, "srt": true, "json": true, "html": true, "txt": true}
	if d := cmp.Diff(want, formats); d != "" {
		t.Errorf("formats (-want +got):\n%s", d)
	}
}

func TestSameSeedSameWorld(t *testing.T) {
	a, ca := newTestWorld(t, 7)
	b, cb := newTestWorld(t, 7)
	other, _ := newTestWorld(t, 8)
	ca.t, cb.t = testBase.Add(20*time.Minute), testBase.Add(20*time.Minute)
	for _, path := range []string{"/pipeline-weekly/feed.xml", "/groei-op-gehoor/feed.xml", "/northquay/feed.xml", "/pipeline-weekly/89.vtt"} {
		first := get(t, a.Handler(), path).Body.String()
		if d := cmp.Diff(first, get(t, b.Handler(), path).Body.String()); d != "" {
			t.Errorf("%s differs between two worlds of one seed:\n%s", path, d)
		}
	}
	if get(t, a.Handler(), "/pipeline-weekly/89.vtt").Body.String() == get(t, other.Handler(), "/pipeline-weekly/89.vtt").Body.String() {
		t.Error("another seed tells the same story")
	}
}

func TestConditionalRequests(t *testing.T) {
	w, clock := newTestWorld(t, 1)
	h := w.Handler()
	first := get(t, h, "/pipeline-weekly/feed.xml", "Accept-Encoding", "gzip")
	if first.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("the feed isn't compressed")
	}
	z, err := gzip.NewReader(first.Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || !bytes.Contains(plain, []byte("<title>Pipeline Weekly</title>")) {
		t.Fatalf("unreadable after unpacking: %v", err)
	}
	etag, modified := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	for name, value := range map[string]string{"If-None-Match": etag, "If-Modified-Since": modified} {
		if res := get(t, h, "/pipeline-weekly/feed.xml", name, value); res.Code != http.StatusNotModified || res.Body.Len() != 0 {
			t.Errorf("%s: %d with %d bytes", name, res.Code, res.Body.Len())
		}
	}
	clock.t = testBase.Add(time.Minute)
	if res := get(t, h, "/pipeline-weekly/feed.xml", "If-None-Match", etag); res.Code != http.StatusOK {
		t.Errorf("a new episode is hidden behind %d", res.Code)
	}
}

func TestANewEpisodeEveryMinute(t *testing.T) {
	w, clock := newTestWorld(t, 1)
	h := w.Handler()
	count := func() (n int) {
		for _, s := range w.shows {
			if s.trouble == fine {
				n += strings.Count(get(t, h, "/"+s.slug+"/feed.xml").Body.String(), "<item>")
			}
		}
		return n
	}
	before := count()
	clock.t = testBase.Add(59 * time.Second)
	if n := count(); n != before {
		t.Errorf("%d episodes too early", n-before)
	}
	named := 0
	for minute := 1; minute <= 7; minute++ {
		clock.t = testBase.Add(time.Duration(minute) * time.Minute)
		if n := count(); n != before+minute {
			t.Fatalf("after %d minutes there are %d new episodes", minute, n-before)
		}
		e := w.liveEpisode(minute - 1)
		if !e.published.Equal(clock.t) {
			t.Errorf("published %v at %v", e.published, clock.t)
		}
		for _, f := range e.show.formats {
			if body := get(t, h, e.path()+"."+f).Body.String(); strings.Contains(body, "Larkmeter") {
				named++
				break
			}
		}
	}
	if named < 2 || named > 6 {
		t.Errorf("%d of 7 new episodes name us", named)
	}
}

func TestTheSlowShowWaits(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	start := time.Now()
	if res := get(t, w.Handler(), "/the-long-funnel/feed.xml"); res.Code != http.StatusOK {
		t.Fatal(res.Code)
	}
	if took := time.Since(start); took < 20*time.Millisecond {
		t.Errorf("it answered after %v", took)
	}
}

func TestAudioCanBeSought(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	h := w.Handler()
	whole := get(t, h, "/pipeline-weekly/89.wav")
	body := whole.Body.Bytes()
	if string(body[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(body[4:]))+8 != len(body) {
		t.Fatalf("not a WAV file of its size: %q", body[:12])
	}
	part := get(t, h, "/pipeline-weekly/89.wav", "Range", "bytes=80000-80099")
	if part.Code != http.StatusPartialContent || !bytes.Equal(part.Body.Bytes(), body[80000:80100]) {
		t.Errorf("a range answers %d with %d bytes", part.Code, part.Body.Len())
	}
}

func TestPagesSayWhereTheFeedIs(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	for _, path := range []string{"/northquay/", "/northquay/" + w.blogs[0].posts[0].slug} {
		body := html.UnescapeString(get(t, w.Handler(), path).Body.String())
		for _, want := range []string{
			`<link rel="alternate" type="application/rss+xml"`, `<link rel="alternate" type="application/atom+xml"`, `href="/northquay/feed.json"`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
	}
}
