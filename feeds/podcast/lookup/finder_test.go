package lookup

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const show = `<rss version="2.0"><channel><title>Ship It Softly</title><link>https://ship.example/</link>` +
	`<item><guid>1</guid><title>One</title><pubDate>Mon, 02 Nov 2026 06:00:00 GMT</pubDate><enclosure url="https://ship.example/1.mp3" type="audio/mpeg"/></item></channel></rss>`

const blog = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><entry><id>a</id><title>A</title></entry></feed>`

func finder(t *testing.T) (*Finder, *feedstest.Server) {
	t.Helper()
	s := feedstest.NewServer(t)
	d, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: feedstest.Loopback(),
		Clock: feedstest.NewClock(time.Unix(1.79e9, 0)), PerHost: 1000, Burst: 1000})
	if err != nil {
		t.Fatal(err)
	}
	f, err := New(Options{Door: d, ITunes: s.URL + "/itunes/"})
	if err != nil {
		t.Fatal(err)
	}
	return f, s
}

func TestAFeedAddressIsItself(t *testing.T) {
	f, s := finder(t)
	s.Page("/feed", "application/rss+xml", show)
	s.Handle("/old", http.RedirectHandler("/feed", http.StatusMovedPermanently))
	want := []Candidate{{URL: s.At("/feed"), Type: feeds.PodcastSource, Name: "Ship It Softly", Site: "https://ship.example/", Items: 1,
		Latest: time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC), Understood: AsFeed,
		Recent: []Recent{{Title: "One", Published: time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC)}}}}
	for _, q := range []string{s.At("/feed"), s.At("/old"), "feed:" + s.At("/feed"), strings.TrimPrefix(s.At("/feed"), "http://"), "feed:" + strings.TrimPrefix(s.At("/feed"), "http:"), " " + s.At("/feed") + " "} {
		got, err := f.Find(context.Background(), q)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v %s", q, err, diff)
		}
	}
}

func TestAPageIsReadForItsFeeds(t *testing.T) {
	f, s := finder(t)
	s.Page("/show", "text/html", `<!doctype html><html><head><base href="/sub/">
		<link rel="alternate" type="application/rss+xml" href="show.rss"><link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="/blog.atom">
		<link rel="alternate" type="application/rss+xml" href="/gone.rss"><link rel="alternate" hreflang="nl" href="/nl"></head>
		<body><a href="/sub/show.rss">RSS</a> <a href="/about">About</a></body></html>`)
	s.Page("/sub/show.rss", "text/xml", show)
	s.Page("/blog.atom", "text/xml", blog)
	got, err := f.Find(context.Background(), s.At("/show"))
	want := []Candidate{{URL: s.At("/sub/show.rss"), Type: feeds.PodcastSource}, {URL: s.At("/blog.atom"), Type: feeds.FeedSource}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Candidate{}, "Name", "Site", "Items", "Latest", "Understood", "Recent", "Directory")); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if n := len(s.Asked("/sub/show.rss")); n != 1 {
		t.Errorf("asked %d times for one feed", n)
	}
}

// Some servers answer only who accepts HTML, others only who accepts XML.
func TestWhatIsAccepted(t *testing.T) {
	f, s := finder(t)
	for _, want := range []string{"text/html", "application/xml", "*/*"} {
		s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.Header.Get("Accept"), want) {
				w.WriteHeader(http.StatusNotAcceptable)
				return
			}
			_, _ = w.Write([]byte(blog))
		}))
		if got, err := f.Find(context.Background(), s.At("/feed")); err != nil || len(got) != 1 {
			t.Errorf("%s: %v %+v", want, err, got)
		}
	}
}

func TestAPageThatSendsOn(t *testing.T) {
	f, s := finder(t)
	s.Page("/old", "text/html", `<html><head><meta http-equiv="refresh" content="0; url=/blog.atom"></head></html>`)
	s.Page("/older", "text/html", `<html><head><meta http-equiv="refresh" content="0; url=/home"></head></html>`)
	s.Page("/home", "text/html", `<html><head><link rel="alternate" type="application/atom+xml" href="/blog.atom"></head></html>`)
	s.Page("/blog.atom", "text/xml", blog)
	for _, path := range []string{"/old", "/older"} {
		if got, err := f.Find(context.Background(), s.At(path)); err != nil || len(got) != 1 || got[0].URL != s.At("/blog.atom") {
			t.Errorf("%s: %v %+v", path, err, got)
		}
	}
}

// Feeds that a page names in a header, or in a link of its text that says what it is.
func TestLinkHeadersAndLinksInTheText(t *testing.T) {
	f, s := finder(t)
	s.Page("/blog.atom", "text/xml", blog)
	s.Page("/by-rel", "text/html", `<html><body><a rel="alternate" type="application/atom+xml" href="/blog.atom">x</a></body></html>`)
	for path, header := range map[string]string{
		"/quoted": `</style.css>; rel=preload; as=style, </blog.atom>; rel="alternate"; type="application/atom+xml"; title="a, b; c"`,
		"/bare":   `<blog.atom>;rel=alternate;type=application/atom+xml`,
	} {
		s.Handle(path, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Link", header)
			_, _ = w.Write([]byte("<html><body>x</body></html>"))
		}))
	}
	for _, path := range []string{"/by-rel", "/quoted", "/bare"} {
		if got, err := f.Find(t.Context(), s.At(path)); err != nil || len(got) != 1 || got[0].URL != s.At("/blog.atom") {
			t.Errorf("%s: %v %+v", path, err, got)
		}
	}
	if n := len(s.Asked("/blog")); n != 0 {
		t.Error("a common path was tried although a feed was named")
	}
}

func TestCommonPathsAreTried(t *testing.T) {
	f, s := finder(t)
	s.Page("/", "text/html", `<html><body>Welcome</body></html>`)
	s.Page("/index.xml", "text/xml", blog)
	got, err := f.Find(context.Background(), s.URL)
	if err != nil || len(got) != 1 || got[0].URL != s.At("/index.xml") {
		t.Errorf("%+v, %v", got, err)
	}
	s.Page("/bare", "text/html", `<html><body>Welcome</body></html>`)
	s.Handle("/index.xml", http.NotFoundHandler())
	_, err = f.Find(context.Background(), s.At("/bare"))
	if feeds.FaultOf(err) != feeds.FaultAbsent || !strings.Contains(err.Error(), "no feed") {
		t.Error(err)
	}
}

func TestAppleLinksAndNames(t *testing.T) {
	f, s := finder(t)
	var asked []string
	answer := `{"resultCount":3,"results":[
	 {"wrapperType":"track","kind":"podcast","collectionName":"Ship It &amp; Softly","artistName":"Anna","feedUrl":"https://ship.example/feed","trackCount":12,"releaseDate":"2026-11-02T06:00:00Z"},
	 {"wrapperType":"track","kind":"podcast","collectionName":"Apple only"},
	 {"wrapperType":"podcastEpisode","feedUrl":"https://ship.example/feed"}]}`
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path+"?"+r.URL.RawQuery)
		w.Header().Set("Content-Type", "text/javascript")
		w.Write([]byte(answer))
	})
	s.Handle("/itunes/lookup", page)
	s.Handle("/itunes/search", page)
	for _, q := range []string{"https://podcasts.apple.com/us/podcast/ship-it/id1234567890?i=1", "podcasts.apple.com/nl/podcast/id1234567890", "ship it softly"} {
		got, err := f.Find(context.Background(), q)
		if err != nil || len(got) != 1 || got[0].URL != "https://ship.example/feed" || got[0].Items != 12 {
			t.Errorf("%q: %+v, %v", q, got, err)
		}
	}
	if want := "/itunes/lookup?entity=podcast&id=1234567890"; asked[0] != want || asked[1] != want {
		t.Errorf("asked %v", asked)
	}
	answer = `{"resultCount":1,"results":[{"wrapperType":"track","kind":"podcast","collectionName":"Apple only"}]}`
	if _, err := f.Find(context.Background(), "https://podcasts.apple.com/us/podcast/x/id99999"); feeds.FaultOf(err) != feeds.FaultAbsent || !strings.Contains(err.Error(), "no public feed") {
		t.Error(err)
	}
	answer = `<html>`
	if _, err := f.Find(context.Background(), "words"); feeds.FaultOf(err) != feeds.FaultTransient || !strings.Contains(err.Error(), "can't be read") {
		t.Error(err)
	}
	s.Handle("/itunes/search", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }))
	if _, err := f.Find(context.Background(), "words"); feeds.FaultOf(err) != feeds.FaultThrottled {
		t.Error(err)
	}
	if _, err := f.Find(context.Background(), "  "); feeds.FaultOf(err) != feeds.FaultAbsent {
		t.Error(err)
	}
}

// A user who enters a name or an Apple link doesn't know the address that failed.
func TestAppleIsOutOfReach(t *testing.T) {
	for name, base := range map[string]string{"no such host": "http://itunes.invalid", "nobody listens": "http://127.0.0.1:1", "a fault": ""} {
		f, s := finder(t)
		s.Handle("/itunes/", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }))
		if base != "" {
			f.ITunes = base
		}
		for _, q := range []string{"acquired", "Sway: the show", "Dr. No / part 2", "https://podcasts.apple.com/us/podcast/ship-it/id1234567890"} {
			_, err := f.Find(context.Background(), q)
			var e *feeds.Fault
			if !errors.As(err, &e) || e.Kind != feeds.FaultTransient || !strings.HasPrefix(e.Sentence(), "Apple's podcast directory could not be reached") ||
				!strings.HasSuffix(e.Sentence(), "Try again later, or enter the address of the show's feed or site.") {
				t.Errorf("%s, %q: %v", name, q, err)
			}
		}
	}
}

// A show may be called like a host that doesn't exist.
func TestANameWithADot(t *testing.T) {
	f, s := finder(t)
	s.Page("/itunes/search", "text/javascript", `{"results":[{"kind":"podcast","collectionName":"Node.invalid","feedUrl":"https://node.example/feed"}]}`)
	got, err := f.Find(context.Background(), "Node.invalid")
	if err != nil || len(got) != 1 || got[0].Name != "Node.invalid" {
		t.Errorf("%+v, %v", got, err)
	}
	s.Page("/itunes/search", "text/javascript", `{"results":[]}`)
	if _, err = f.Find(context.Background(), "Node.invalid"); feeds.FaultOf(err) != feeds.FaultAbsent || !strings.Contains(err.Error(), "no show of that name") {
		t.Error(err)
	}
	s.Handle("/itunes/search", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }))
	if _, err = f.Find(context.Background(), "Node.invalid"); !strings.Contains(err.Error(), "Apple's podcast directory could not be searched") {
		t.Error(err)
	}
	if _, err = f.Find(context.Background(), "https://node.invalid/feed"); !strings.Contains(err.Error(), "typing mistake") {
		t.Error(err)
	}
}

func FuzzDeclared(f *testing.F) {
	f.Add([]byte(`<link rel=alternate type=application/rss+xml href=/feed>`), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		at := asAddress("https://page.example/a/b")
		for _, a := range declared(body, contentType, at) {
			if !strings.HasPrefix(a, "http") {
				t.Errorf("%q", a)
			}
		}
		parseITunes(body)
		for _, a := range headed(http.Header{"Link": {string(body)}}, at) {
			if !strings.HasPrefix(a, "http") {
				t.Errorf("%q", a)
			}
		}
	})
}
