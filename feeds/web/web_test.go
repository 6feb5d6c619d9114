package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const agent = "Namedrop/test (+https://namedrop.example)"

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// site is a web site over real HTTP, and a reader of it.
type site struct {
	*feedstest.Server
	t      *testing.T
	clock  *feedstest.Clock
	reader *Reader
	src    feeds.Source
	at     feeds.Position
}

func serve(t *testing.T) *site {
	t.Helper()
	s := &site{Server: feedstest.NewServer(t), t: t, clock: feedstest.NewClock(monday)}
	door, err := fetch.New(fetch.Options{UserAgent: agent, AllowPrivate: feedstest.Loopback(), Clock: s.clock, PerHost: 1000, Burst: 1000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	s.reader = New(door, agent, s.clock.Now)
	s.src = feeds.Source{Type: Type, URL: s.At("/blog")}
	return s
}

// post serves an article whose main text is the given one.
func (s *site) post(path, title, text string, head ...string) {
	s.Page(path, "text/html; charset=utf-8", article0(title, text, head...))
}

func article0(title, text string, head ...string) string {
	return `<!doctype html><html lang="en"><head><title>` + title + ` | Larkmeter</title>` + strings.Join(head, "") + `</head><body>` +
		`<nav><a href="/blog">Blog</a> <a href="/about">About</a></nav><article><h1>` + title + `</h1>` +
		strings.Repeat("<p>"+text+" This sentence makes the article long enough, with commas, to be read as one.</p>", 4) +
		`</article><footer>` + time.Now().String() + ` <a href="/imprint">Imprint</a></footer></body></html>`
}

func (s *site) list(paths ...string) {
	body := `<!doctype html><html><head><title>Blog of Larkmeter</title></head><body><ul>`
	for _, p := range paths {
		body += `<li><a href="` + p + `">A post</a></li>`
	}
	s.Page("/blog", "text/html", body+`</ul></body></html>`)
}

func (s *site) read() feeds.Batch {
	s.t.Helper()
	b, err := s.reader.Read(s.t.Context(), s.src, s.at)
	if err != nil {
		s.t.Fatal(err)
	}
	s.at = b.Position
	return b
}

func (s *site) fault() *feeds.Fault {
	s.t.Helper()
	_, err := s.reader.Read(s.t.Context(), s.src, s.at)
	var f *feeds.Fault
	if !errors.As(err, &f) {
		s.t.Fatalf("no fault but %v", err)
	}
	return f
}

func titles(b feeds.Batch) []string {
	var out []string
	for _, d := range b.Documents {
		out = append(out, d.Title)
	}
	return out
}

func TestABlogWithoutAFeed(t *testing.T) {
	s := serve(t)
	s.list("/blog/one?utm_source=x#top", "/blog/two", "/blog/one", "/about", "https://other.example/blog/three", "/blog/tape.mp3", "mailto:a@b.example")
	s.post("/blog/one", "One", "We moved to Acme.", `<meta property="article:published_time" content="2026-11-02T06:00:00Z"><meta name="author" content="Ada Lark"><link rel="canonical" href="/blog/one/">`)
	s.post("/blog/two", "Two", "We stayed.")
	first := s.read()
	if got := titles(first); !slices.Equal(got, []string{"One", "Two"}) || first.More || first.Listed != 2 {
		t.Fatalf("%v more %t listed %d", got, first.More, first.Listed)
	}
	d := first.Documents[0]
	if d.Kind != feeds.Page || d.Network != "web" || d.Key != s.Host()+"/blog/one" || d.URL != s.At("/blog/one/") || d.Author != "Ada Lark" || d.Language != "en" ||
		!d.Published.Equal(time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC)) || !d.Backfill || strings.Contains(d.Text, "Imprint") || !strings.Contains(d.Text, "We moved to Acme.") {
		t.Errorf("%+v", d.Document)
	}
	if !first.Documents[1].Published.IsZero() {
		t.Error("a date was made up")
	}
	if first.Source.Title != "Blog of Larkmeter" {
		t.Errorf("title %q", first.Source.Title)
	}

	// The footer changes with each delivery, the text doesn't.
	s.post("/blog/one", "One", "We moved to Acme.")
	if b := s.read(); len(b.Documents) != 0 || !b.NotModified {
		t.Errorf("changed: %v, not modified %t", titles(b), b.NotModified)
	}
	s.post("/blog/one", "One", "We moved away from Acme.")
	s.list("/blog/three", "/blog/one", "/blog/two")
	s.post("/blog/three", "Three", "Acme again.")
	b := s.read()
	if got := titles(b); !slices.Equal(got, []string{"Three", "One"}) || b.Documents[0].Backfill {
		t.Errorf("%v", got)
	}
	if b.Documents[1].ID != first.Documents[0].ID {
		t.Error("an edited page got another id")
	}
}

func TestRobotsAreObeyed(t *testing.T) {
	s := serve(t)
	s.Page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n\nUser-agent: namedrop\nDisallow: /blog/secret\n")
	s.list("/blog/secret", "/blog/open", "/blog/moved")
	s.post("/blog/secret", "Secret", "Not for programs.")
	s.post("/blog/open", "Open", "For everyone.")
	s.Handle("/blog/moved", http.RedirectHandler("/blog/secret/2", http.StatusFound))
	s.post("/blog/secret/2", "Secret too", "Not for programs.")
	b := s.read()
	if got := titles(b); !slices.Equal(got, []string{"Open"}) {
		t.Errorf("%v", got)
	}
	if len(s.Asked("/blog/secret"))+len(s.Asked("/blog/secret/2")) != 0 {
		t.Error("asked for what robots.txt forbids")
	}
	if n := len(s.Asked("/robots.txt")); n != 1 {
		t.Errorf("robots.txt was asked for %d times", n)
	}
	if len(b.Warnings) != 1 || b.Warnings[0].Code != "web_refused" {
		t.Errorf("%+v", b.Warnings)
	}
	s.read()
	if n := len(s.Asked("/robots.txt")); n != 1 {
		t.Errorf("robots.txt was asked for %d times by two reads", n)
	}
	s.src.URL = s.At("/blog/secret")
	s.at = nil
	if f := s.fault(); f.Kind != feeds.FaultBlocked || f.Code != "robots_disallow" {
		t.Errorf("%+v", f)
	}
}

// Colly alone ignores robots.txt unless told otherwise.
func TestCollyObeysRobotsByItself(t *testing.T) {
	v := newVisitor(t.Context(), serve(t).reader.door, agent, time.Now)
	if v.collector.IgnoreRobotsTxt {
		t.Error("robots.txt is ignored")
	}
}

func TestARobotsFileThatCannotBeRead(t *testing.T) {
	s := serve(t)
	s.Handle("/robots.txt", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }))
	s.list()
	if f := s.fault(); f.Kind != feeds.FaultTransient {
		t.Errorf("%+v", f)
	}
	if len(s.Asked("/blog")) != 0 {
		t.Error("the page was asked for")
	}
}

// With a long Crawl-delay a read fetches one page and leaves the others to later ones.
func TestCrawlDelay(t *testing.T) {
	s := serve(t)
	s.Page("/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 30\n")
	s.list("/blog/one", "/blog/two")
	s.post("/blog/one", "One", "Text of one.")
	s.post("/blog/two", "Two", "Text of two.")
	if b := s.read(); len(b.Documents) != 0 || !b.More {
		t.Fatalf("%v more %t", titles(b), b.More)
	}
	if f := s.fault(); f.Kind != feeds.FaultPaced || f.RetryAfter < 20*time.Second || f.RetryAfter > 30*time.Second {
		t.Fatalf("%+v", f)
	}
	var got []string
	for range 2 {
		s.clock.Advance(30 * time.Second)
		b := s.read()
		got = append(got, titles(b)...)
		for _, d := range b.Documents {
			if !d.Backfill {
				t.Errorf("%s is taken for new", d.Title)
			}
		}
	}
	if !slices.Equal(got, []string{"One", "Two"}) {
		t.Errorf("%v", got)
	}
}

func TestRetryAfter(t *testing.T) {
	s := serve(t)
	s.list("/blog/one", "/blog/two")
	s.post("/blog/one", "One", "Text of one.")
	busy := true
	s.Handle("/blog/two", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if busy {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(article0("Two", "Text of two.")))
	}))
	if b := s.read(); !slices.Equal(titles(b), []string{"One"}) || !b.More {
		t.Fatalf("%v", titles(b))
	}
	n := len(s.Asked(""))
	if f := s.fault(); f.Kind != feeds.FaultThrottled || f.RetryAfter < 100*time.Second || len(s.Asked("")) != n {
		t.Errorf("%+v, %d requests", f, len(s.Asked(""))-n)
	}
	busy = false
	s.clock.Advance(2 * time.Minute)
	if b := s.read(); !slices.Equal(titles(b), []string{"Two"}) {
		t.Errorf("%v", titles(b))
	}
}

func TestReadsAreBounded(t *testing.T) {
	s := serve(t)
	var paths []string
	for i := range 1200 {
		paths = append(paths, fmt.Sprintf("/blog/%d", i))
	}
	s.list(paths...)
	for _, p := range paths {
		s.post(p, "Page "+p, "Text of "+p)
	}
	b := s.read()
	if n := len(s.Asked("")); n != perRead+1 || !b.More {
		t.Errorf("%d requests, more %t", n, b.More)
	}
	total := len(b.Documents)
	for i := 0; b.More && i < 100; i++ {
		b = s.read()
		total += len(b.Documents)
	}
	if total != maxLinks {
		t.Errorf("%d documents of one page's links", total)
	}
}

func TestDepth(t *testing.T) {
	s := serve(t)
	s.list("/blog/list")
	s.Page("/blog/list", "text/html", article0("List", "A list.", "")+`<a href="/blog/deep">deep</a>`)
	s.post("/blog/deep", "Deep", "Two links away.")
	if got := titles(s.read()); !slices.Equal(got, []string{"List"}) {
		t.Errorf("one link: %v", got)
	}
	s.at, s.src.Settings = nil, []byte(`{"depth":2}`)
	if got := titles(s.read()); !slices.Equal(got, []string{"List", "Deep"}) {
		t.Errorf("two links: %v", got)
	}
	s.at, s.src.Settings = nil, []byte(`{"depth":0}`)
	s.post("/blog", "Alone", "Only this page.")
	if got := titles(s.read()); !slices.Equal(got, []string{"Alone"}) {
		t.Errorf("no link: %v", got)
	}
	s.post("/blog", "Alone", "Only this page, changed.")
	if got := titles(s.read()); !slices.Equal(got, []string{"Alone"}) {
		t.Errorf("changed: %v", got)
	}
	s.at, s.src.Settings = nil, []byte(`{"under":"/"}`)
	s.list("/about")
	s.post("/about", "About", "Elsewhere on the site.")
	if got := titles(s.read()); !slices.Equal(got, []string{"About"}) {
		t.Errorf("the whole site: %v", got)
	}
}

func TestPagesThatAreDeleted(t *testing.T) {
	s := serve(t)
	s.list("/blog/one", "/blog/two")
	s.post("/blog/one", "One", "Text of one.")
	s.post("/blog/two", "Two", "Text of two.")
	s.read()
	s.Handle("/blog/one", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	s.Handle("/blog/two", http.NotFoundHandler())
	if b := s.read(); len(b.Gone) != 1 || b.Gone[0].Key != s.Host()+"/blog/one" {
		t.Errorf("%+v", b.Gone)
	}
	if b := s.read(); len(b.Gone) != 1 || b.Gone[0].Key != s.Host()+"/blog/two" {
		t.Errorf("not found twice: %+v", b.Gone)
	}
	if b := s.read(); len(b.Gone) != 0 {
		t.Errorf("again: %+v", b.Gone)
	}
}

func TestPagesThatAskNotToBeIndexed(t *testing.T) {
	s := serve(t)
	s.list("/blog/one", "/blog/two", "/blog/three")
	s.post("/blog/one", "One", "Text of one.", `<meta name="robots" content="noindex, follow">`)
	s.post("/blog/two", "Two", "Text of two.", `<meta name="robots" content="noai">`)
	s.Handle("/blog/three", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Robots-Tag", "otherbot: nofollow, noindex")
		_, _ = w.Write([]byte(article0("Three", "Text of three.")))
	}))
	if b := s.read(); len(b.Documents) != 0 {
		t.Errorf("%v", titles(b))
	}
	s.at, s.src.Settings = nil, []byte(`{"noindex":true}`)
	if b := s.read(); len(b.Documents) != 3 {
		t.Errorf("%v", titles(b))
	}
}

// What people see in place of a page. 200 is no success.
func TestWhatIsNoPage(t *testing.T) {
	for name, c := range map[string]struct {
		serve func(http.ResponseWriter, *http.Request)
		kind  feeds.FaultKind
		code  string
	}{
		"a login page": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`<html><body><form><input name=u><input type="password"></form></body></html>`))
		}, feeds.FaultCredentials, "web_login"},
		"a barrier": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`<html><title>Just a moment...</title><body><script>window._cf_chl_opt={}</script>Checking your browser</body></html>`))
		}, feeds.FaultBlocked, "web_barrier"},
		"status 999": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(999) }, feeds.FaultBlocked, "browsers_only"},
		"a refusal":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, feeds.FaultBlocked, "access_refused"},
		"gone":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, feeds.FaultGone, "gone"},
		"not found":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, feeds.FaultAbsent, "not_found"},
		"an error":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, feeds.FaultTransient, "server_error"},
		"busy":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }, feeds.FaultThrottled, "pause_asked"},
		"too large": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<p>" + strings.Repeat("word ", maxPage/4)))
		}, feeds.FaultTooLarge, "answer_too_large"},
		"a picture": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("\x89PNG"))
		}, feeds.FaultUnparsable, "web_no_page"},
		"a feed": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>`))
		}, feeds.FaultUnparsable, "web_is_feed"},
		"a circle": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/blog?"+r.URL.RawQuery+"x", http.StatusFound)
		}, feeds.FaultUnparsable, "web_redirects"},
	} {
		s := serve(t)
		s.Handle("/blog", http.HandlerFunc(c.serve))
		if f := s.fault(); f.Kind != c.kind || f.Code != c.code {
			t.Errorf("%s: %s %s: %s", name, f.Kind, f.Code, f.Sentence())
		}
	}
	for name, body := range map[string]string{"empty": "", "a program": `<html><body><div id="root"></div><script>start()</script></body></html>`} {
		s := serve(t)
		s.Page("/blog", "text/html", body)
		var f *feeds.Fault
		if b := s.read(); !errors.As(b.Fault, &f) || f.Code != "web_no_text" {
			t.Errorf("%s: %v", name, b.Fault)
		}
	}
}

func TestAPageThatHasAFeedSaysSo(t *testing.T) {
	s := serve(t)
	s.Page("/blog", "text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body><a href="/blog/one">one</a></body></html>`)
	s.post("/blog/one", "One", "Text.")
	b := s.read()
	if len(b.Warnings) != 1 || b.Warnings[0].Code != "web_has_feed" || b.Warnings[0].Params["address"] != s.At("/feed.xml") {
		t.Errorf("%+v", b.Warnings)
	}
}

func TestMetaRefresh(t *testing.T) {
	s := serve(t)
	s.Page("/blog", "text/html", `<html><head><meta http-equiv="refresh" content="0; url=/news/"></head></html>`)
	s.Page("/news/", "text/html", `<html><body><a href="/news/one">one</a></body></html>`)
	s.post("/news/one", "One", "Text.")
	s.src.Settings = []byte(`{"under":"/news"}`)
	if got := titles(s.read()); !slices.Equal(got, []string{"One"}) {
		t.Errorf("%v", got)
	}
}

// A charset that the header gets wrong: Colly would decode by it, or fail.
func TestWrongCharset(t *testing.T) {
	for _, charset := range []string{"iso-8859-1", "no-such-charset", "utf-16"} {
		s := serve(t)
		s.list("/blog/one")
		s.Page("/blog/one", "text/html; charset="+charset, article0("Één", "Müller zahlt mit Acme."))
		if b := s.read(); len(b.Documents) != 1 || b.Documents[0].Title != "Één" || !strings.Contains(b.Documents[0].Text, "Müller") {
			t.Errorf("%s: %+v", charset, b.Documents)
		}
	}
}

func TestCancelled(t *testing.T) {
	s := serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.Handle("/blog", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() }))
	if _, err := s.reader.Read(ctx, s.src, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
