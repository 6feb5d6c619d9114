package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

var november = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// open returns a door that may reach the test's servers, and its clock.
func open(t testing.TB, change ...func(*fetch.Options)) (*fetch.Door, *feedstest.Clock) {
	t.Helper()
	clock := feedstest.NewClock(november)
	o := fetch.Options{
		UserAgent: fetch.UserAgent("test", "https://namedrop.example/bot"), AllowPrivate: feedstest.Loopback(),
		Clock: clock, PerHost: 1000, Burst: 1000,
	}
	for _, f := range change {
		f(&o)
	}
	d, err := fetch.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d, clock
}

func get(t testing.TB, d *fetch.Door, url string) (*fetch.Response, error) {
	t.Helper()
	return d.Get(context.Background(), fetch.Request{URL: url})
}

// kind fails the test unless err is an *feeds.Fault of that kind with a sentence that doesn't
// give away the address.
func kind(t *testing.T, err error, want feeds.FaultKind) *feeds.Fault {
	t.Helper()
	var e *feeds.Fault
	if !errors.As(err, &e) || e.Kind != want {
		t.Fatalf("error %v, want one of kind %s", err, want)
	}
	if s := e.Sentence(); !strings.HasSuffix(s, ".") || strings.Contains(s, "://127") || len(s) < 20 {
		t.Errorf("sentence %q", s)
	}
	return e
}

func TestOptionsAreCheckedWhenTheDoorIsMade(t *testing.T) {
	for name, o := range map[string]fetch.Options{
		"no name":          {},
		"no contact":       {UserAgent: "curl/8"},
		"line break":       {UserAgent: "Namedrop\r\n(+https://namedrop.example)"},
		"negative timeout": {UserAgent: "Namedrop (+https://namedrop.example)", Timeout: -1},
		"negative rate":    {UserAgent: "Namedrop (+https://namedrop.example)", PerHost: -1},
		"broken range":     {UserAgent: "Namedrop (+https://namedrop.example)", AllowPrivate: []netip.Prefix{{}}},
	} {
		if _, err := fetch.New(o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestTheDoorSendsItsNameAndUnpacks(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Handle("/gzip", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("offered %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(pack("hello from Acme"))
	}))
	s.Handle("/liar", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		io.WriteString(w, "not packed at all")
	}))
	d, _ := open(t)
	for path, want := range map[string]string{"/gzip": "hello from Acme", "/liar": "not packed at all"} {
		r, err := get(t, d, s.At(path))
		if err != nil || string(r.Body) != want {
			t.Errorf("%s: %q, %v", path, r.Body, err)
		}
	}
	if ua := s.Asked("/gzip")[0].Header.Get("User-Agent"); !strings.Contains(ua, "Namedrop/test (+https://namedrop.example/bot)") {
		t.Errorf("User-Agent %q", ua)
	}
}

func TestConditionalRequests(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/feed", "text/xml", "<rss/>")
	d, _ := open(t)
	first, err := get(t, d, s.At("/feed"))
	if err != nil || first.ETag == "" {
		t.Fatal(first, err)
	}
	again, err := d.Get(context.Background(), fetch.Request{URL: s.At("/feed"), ETag: first.ETag})
	if err != nil || !again.NotModified || len(again.Body) > 0 || again.PermanentURL != s.At("/feed") {
		t.Errorf("%+v, %v", again, err)
	}
	s.Handle("/odd", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) }))
	_, err = get(t, d, s.At("/odd"))
	kind(t, err, feeds.FaultTransient)
}

func TestStatusesBecomeKinds(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Hostile(func() time.Time { return november })
	d, _ := open(t)
	for status, want := range map[string]feeds.FaultKind{
		"400": feeds.FaultBlocked, "401": feeds.FaultCredentials, "403": feeds.FaultBlocked, "404": feeds.FaultAbsent,
		"410": feeds.FaultGone, "451": feeds.FaultBlocked, "500": feeds.FaultTransient, "502": feeds.FaultTransient,
		"503": feeds.FaultTransient, "999": feeds.FaultBlocked,
	} {
		_, err := get(t, d, s.At("/status/"+status))
		kind(t, err, want)
	}
}

func TestHostilePages(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Hostile(func() time.Time { return november })
	patient, _ := open(t, func(o *fetch.Options) { o.MaxBytes = 1 << 20 })
	// The drip alone is waited out; a busy machine needs longer than that for a bomb.
	brief, _ := open(t, func(o *fetch.Options) { o.Timeout = 1500 * time.Millisecond })
	for path, want := range map[string]feeds.FaultKind{
		"/bomb": feeds.FaultTooLarge, "/huge": feeds.FaultTooLarge, "/drip": feeds.FaultTransient, "/loop": feeds.FaultUnparsable,
		"/long": feeds.FaultUnparsable, "/far": feeds.FaultRefused, "/file": feeds.FaultRefused,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			d := patient
			if path == "/drip" {
				d = brief
			}
			r, err := get(t, d, s.At(path))
			if r != nil {
				t.Errorf("got %d bytes", len(r.Body))
			}
			e := kind(t, err, want)
			if path == "/far" && e.Host != "169.254.169.254" {
				t.Errorf("blames %s", e.Host)
			}
		})
	}
}

func TestTheBeginningOfALargeBodyIsKeptOnRequest(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Hostile(func() time.Time { return november })
	d, _ := open(t)
	r, err := d.Get(context.Background(), fetch.Request{URL: s.At("/huge"), MaxBytes: 1 << 20, KeepHead: true})
	if err != nil || len(r.Body) != 1<<20 || r.Cut != fetch.CutTooLarge {
		t.Fatalf("%v, cut %q", err, r.Cut)
	}
	r, err = get(t, d, s.At("/truncated"))
	if err != nil || r.Cut != fetch.CutBrokenOff || len(r.Body) == 0 {
		t.Fatalf("%v, %+v", err, r)
	}
}

func TestPrivateAddressesAreRefusedWhenDialled(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/", "text/plain", "inside")
	d, _ := open(t, func(o *fetch.Options) { o.AllowPrivate = nil })
	port := s.Host()[strings.LastIndex(s.Host(), ":"):]
	for _, url := range []string{
		s.At("/"), "http://localhost" + port + "/", "http://[::1]" + port + "/", "http://[::ffff:127.0.0.1]" + port + "/",
		"http://0.0.0.0" + port + "/", "http://2130706433" + port + "/", "http://10.1.2.3/", "http://169.254.169.254/latest/",
		"ftp://feeds.example/x", "file:///etc/passwd", "gopher://feeds.example/",
	} {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		_, err := d.Get(ctx, fetch.Request{URL: url})
		cancel()
		// A name that only some resolvers turn into loopback may be unknown instead.
		if url == "http://2130706433"+port+"/" && feeds.FaultOf(err) == feeds.FaultTransient {
			continue
		}
		kind(t, err, feeds.FaultRefused)
	}
	if n := len(s.Asked("")); n != 0 {
		t.Errorf("%d requests went through", n)
	}
}

func TestCredentialsStayAtTheirHost(t *testing.T) {
	far := feedstest.NewServer(t)
	far.Page("/feed", "text/xml", "<rss/>")
	s := feedstest.NewServer(t)
	// The same machine under another name is another host.
	elsewhere := strings.Replace(far.URL, "127.0.0.1", "localhost", 1) + "/feed"
	s.Handle("/away", http.RedirectHandler(elsewhere, http.StatusFound))
	s.Handle("/403", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }))
	d, _ := open(t)
	private := strings.Replace(s.At("/away?token=s3cret"), "http://", "http://anna:hunter2@", 1)
	if _, err := d.Get(context.Background(), fetch.Request{URL: private, Header: http.Header{"X-Api-Key": {"k3y"}}}); err != nil {
		t.Fatal(err)
	}
	near, went := s.Asked("/away")[0], far.Asked("/feed")[0]
	if user, pass, ok := (&http.Request{Header: near.Header}).BasicAuth(); !ok || user != "anna" || pass != "hunter2" {
		t.Errorf("credentials not sent: %v", near.Header)
	}
	for k, v := range went.Header {
		if strings.Contains(strings.Join(v, " "), "s3cret") || k == "Authorization" || k == "X-Api-Key" {
			t.Errorf("sent elsewhere: %s: %v", k, v)
		}
	}
	for _, url := range []string{
		strings.Replace(s.At("/403?token=s3cret"), "http://", "http://anna:hunter2@", 1),
		"http://anna:hunter2@127.0.0.1:1/s3cret", "http://anna:hunter2@nowhere.invalid/s3cret", "http://anna:hunter2@feeds.example:port/s3cret",
	} {
		_, err := get(t, d, url)
		if err == nil {
			t.Fatal("no error")
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			for _, secret := range []string{"s3cret", "hunter2", "anna"} {
				if strings.Contains(e.Error(), secret) {
					t.Errorf("%q gives away %s", e, secret)
				}
			}
		}
	}
}

func TestPermanentRedirectsCountUpToTheFirstTemporaryOne(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/new", "text/xml", "<rss/>")
	s.Handle("/moved", http.RedirectHandler("/mid", http.StatusMovedPermanently))
	s.Handle("/mid", http.RedirectHandler("/new", http.StatusPermanentRedirect))
	s.Handle("/found", http.RedirectHandler("/moved", http.StatusFound))
	s.Handle("/half", http.RedirectHandler("/temp", http.StatusMovedPermanently))
	s.Handle("/temp", http.RedirectHandler("/new", http.StatusTemporaryRedirect))
	d, _ := open(t)
	for from, want := range map[string]string{"/new": "/new", "/moved": "/new", "/found": "/found", "/half": "/temp"} {
		r, err := get(t, d, s.At(from))
		if err != nil || r.PermanentURL != s.At(want) || r.FinalURL != s.At("/new") {
			t.Errorf("%s: %+v, %v", from, r, err)
		}
	}
	private := strings.Replace(s.At("/moved"), "http://", "http://anna:hunter2@", 1)
	r, err := get(t, d, private)
	if want := strings.Replace(s.At("/new"), "http://", "http://anna:hunter2@", 1); err != nil || r.PermanentURL != want {
		t.Errorf("credentials lost on the way: %s, %v", r.PermanentURL, err)
	}
}

func TestRetryAfterPausesTheWholeHost(t *testing.T) {
	for _, path := range []string{"/wait-seconds", "/wait-date"} {
		t.Run(path, func(t *testing.T) {
			s := feedstest.NewServer(t)
			d, clock := open(t)
			s.Hostile(clock.Now)
			s.Page("/other", "text/plain", "words")
			_, err := get(t, d, s.At(path))
			if e := kind(t, err, feeds.FaultThrottled); e.RetryAfter != 2*time.Minute {
				t.Errorf("RetryAfter %s", e.RetryAfter)
			}
			_, err = get(t, d, s.At("/other"))
			if e := kind(t, err, feeds.FaultThrottled); e.RetryAfter != 2*time.Minute || !e.Unsent {
				t.Errorf("%+v", e)
			}
			if n := len(s.Asked("/other")); n != 0 {
				t.Error("asked in spite of the pause")
			}
			clock.Advance(2 * time.Minute)
			if _, err = get(t, d, s.At("/other")); err != nil {
				t.Errorf("after the pause: %v", err)
			}
		})
	}
}

func TestThrottlingWithoutRetryAfterBacksOff(t *testing.T) {
	s := feedstest.NewServer(t)
	d, clock := open(t)
	s.Hostile(clock.Now)
	var last time.Duration
	for range 12 {
		_, err := get(t, d, s.At("/wait"))
		last = kind(t, err, feeds.FaultThrottled).RetryAfter
		if last <= 0 || last > 15*time.Minute {
			t.Fatalf("pause %s", last)
		}
		clock.Advance(last)
	}
	if last < time.Minute {
		t.Errorf("after twelve refusals only %s", last)
	}
}

func TestEachHostHasItsOwnRate(t *testing.T) {
	a, b := feedstest.NewServer(t), feedstest.NewServer(t)
	a.Page("/", "text/plain", "words")
	b.Page("/", "text/plain", "words")
	d, clock := open(t, func(o *fetch.Options) { o.PerHost, o.Burst, o.MaxWait = 1, 2, time.Minute })
	for range 2 {
		get(t, d, a.At("/"))
	}
	if clock.Slept() != 0 {
		t.Fatalf("slept %s inside the burst", clock.Slept())
	}
	for range 10 {
		if _, err := get(t, d, a.At("/")); err != nil {
			t.Fatal(err)
		}
	}
	if s := clock.Slept(); s < 9*time.Second || s > 11*time.Second {
		t.Errorf("ten requests took %s at one a second", s)
	}
	before := clock.Slept()
	get(t, d, b.At("/"))
	if clock.Slept() != before {
		t.Error("another port waited")
	}
}

func TestALongWaitIsRefused(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/", "text/plain", "words")
	d, clock := open(t, func(o *fetch.Options) { o.PerHost, o.Burst, o.MaxWait = 0.01, 1, 10*time.Second })
	get(t, d, s.At("/"))
	_, err := get(t, d, s.At("/"))
	if e := kind(t, err, feeds.FaultPaced); e.RetryAfter < 90*time.Second || clock.Slept() != 0 {
		t.Errorf("%+v, slept %s", e, clock.Slept())
	}
}

func TestACancelledContextIsNotAFault(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Hostile(func() time.Time { return november })
	d, _ := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := d.Get(ctx, fetch.Request{URL: s.At("/drip")})
	var e *feeds.Fault
	if !errors.Is(err, context.Canceled) || errors.As(err, &e) {
		t.Errorf("%v", err)
	}
}

func TestRobotsAreFetchedOnceADay(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private\n")
	s.Page("/private/page", "text/html", "words")
	s.Page("/page", "text/html", "words")
	d, clock := open(t)
	ask := func(path string) error {
		_, err := d.Get(context.Background(), fetch.Request{URL: s.At(path), Robots: true})
		return err
	}
	kind(t, ask("/private/page"), feeds.FaultBlocked)
	if err := ask("/page"); err != nil {
		t.Error(err)
	}
	if n := len(s.Asked("/robots.txt")); n != 1 {
		t.Errorf("robots.txt asked %d times", n)
	}
	clock.Advance(25 * time.Hour)
	ask("/page")
	if n := len(s.Asked("/robots.txt")); n != 2 {
		t.Errorf("robots.txt asked %d times after a day", n)
	}
	none := feedstest.NewServer(t)
	none.Page("/page", "text/html", "words")
	if _, err := d.Get(context.Background(), fetch.Request{URL: none.At("/page"), Robots: true}); err != nil {
		t.Errorf("without a robots.txt: %v", err)
	}
	none.Handle("/moved", http.RedirectHandler(s.At("/private/page"), http.StatusFound))
	_, err := d.Get(context.Background(), fetch.Request{URL: none.At("/moved"), Robots: true})
	kind(t, err, feeds.FaultBlocked)
	if len(s.Asked("/private/page")) != 0 {
		t.Error("asked for what robots.txt forbids")
	}
}

func TestDownloadStreams(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/a.mp3", "audio/mpeg", strings.Repeat("la", 1000))
	d, _ := open(t)
	var b bytes.Buffer
	r, err := d.Download(context.Background(), fetch.Request{URL: s.At("/a.mp3")}, &b)
	if err != nil || b.Len() != 2000 || r.Body != nil {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
	var big *feeds.Fault
	_, err = d.Download(context.Background(), fetch.Request{URL: s.At("/a.mp3"), MaxBytes: 100}, &b)
	if !errors.As(err, &big) || big.Kind != feeds.FaultTooLarge {
		t.Error(err)
	}
}
