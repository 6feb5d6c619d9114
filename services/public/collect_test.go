package public

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"

// clock is a clock that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// shop is a feed of the site shop.example on a ledger, with a collector that has loaded it.
func shop(t testing.TB, l *ledger.Ledger, now func() time.Time) *Collector {
	t.Helper()
	err := l.Write(t.Context(), func(tx *ledger.Tx) error {
		_, _, err := evidence.AddSampleFeed(t.Context(), tx, feeds.SampleFeed{ID: "shop", Site: "shop", Type: tag.Type, Name: "Tag", Zone: "UTC", Settings: []byte(`{"domains":"shop.example"}`)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCollector(CollectorOptions{Ledger: l, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	c.since = now()
	c.closed = c.since.Truncate(time.Hour)
	if err := c.tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func stored(t testing.TB, l *ledger.Ledger) (out []string) {
	t.Helper()
	samples, _, err := evidence.ListSamples(t.Context(), l, evidence.SampleFilter{Feed: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples {
		out = append(out, strings.Join(strings.Fields(fmt.Sprint(s.Start.UTC().Format("15Z"), " ", s.Metric, " ", s.Channel, " ", s.Landing, " ", s.Value, " ", s.State)), " "))
	}
	return out
}

var nine = time.Date(2026, 11, 19, 9, 10, 0, 0, time.UTC)

// report is a request as the tag sends it. Each change is a header; "-Name" removes one.
func report(body string, headers ...string) string {
	h := map[string]string{"Host": "public.example", "Origin": "https://www.shop.example", "User-Agent": browser, "Content-Type": "text/plain;charset=UTF-8", "Content-Length": fmt.Sprint(len(body))}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if bare, ok := strings.CutPrefix(name, "-"); ok {
			delete(h, bare)
		} else {
			h[name] = value
		}
	}
	text := "POST /collect HTTP/1.1\r\n"
	for name, value := range h {
		text += name + ": " + value + "\r\n"
	}
	return text + "\r\n" + body
}

func TestTheScriptIsSmall(t *testing.T) {
	l := ledgertest.Open(t)
	c := shop(t, l, time.Now)
	addr, _ := serve(t, func(p *Public) {
		p.srv.Handler = handler(prometheus.NewCounterVec(prometheus.CounterOpts{Name: "x"}, []string{"code"}), Options{Collector: c})
	})
	resp := send(t, addr, "GET /tag.js?f=shop HTTP/1.1\r\nHost: x\r\n\r\n")
	if resp == nil {
		t.Fatal("no answer")
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 || len(b) >= 2<<10 || !strings.Contains(string(b), "doNotTrack") || !strings.Contains(string(b), "'"+tag.TeamParameter+"'") {
		t.Errorf("%d, %d bytes, %v", resp.StatusCode, len(b), err)
	}
	for name, want := range map[string]string{"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "public, max-age=3600", "Set-Cookie": "", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "cross-origin"} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if resp := send(t, addr, "GET /collect HTTP/1.1\r\nHost: x\r\n\r\n"); resp == nil || resp.StatusCode != 405 {
		t.Errorf("%v", resp)
	}
}

// Every report is answered alike, and only an honest one counts.
func TestReports(t *testing.T) {
	l := ledgertest.Open(t)
	at := &clock{at: nine}
	c := shop(t, l, at.now)
	addr, _ := serve(t, func(p *Public) {
		p.srv.Handler = handler(prometheus.NewCounterVec(prometheus.CounterOpts{Name: "x"}, []string{"code"}), Options{Collector: c})
	})
	good := `{"f":"shop","p":"/pricing","r":"www.google.com"}`
	for name, r := range map[string]struct{ text, outcome string }{
		"another site":       {report(good, "Origin: https://evil.example"), "other_site"},
		"a longer name":      {report(good, "Origin: https://notshop.example"), "other_site"},
		"a name before it":   {report(good, "Origin: https://shop.example.evil.example"), "other_site"},
		"a file":             {report(good, "Origin: null"), "other_site"},
		"no origin":          {report(good, "-Origin"), "other_site"},
		"another scheme":     {report(good, "Origin: chrome-extension://shop.example"), "other_site"},
		"the host in a user": {report(good, "Origin: https://shop.example@evil.example"), "other_site"},
		"another feed":       {report(`{"f":"other","p":"/"}`), "unknown_feed"},
		"no JSON":            {report("hello"), "unreadable"},
		"a path":             {report(`{"f":"shop","p":"//evil\u0000` + strings.Repeat("x", 5) + `","r":"a/b"}`), "unreadable"},
		"a large body":       {report(good + strings.Repeat(" ", 3000)), "size"},
		"a claimed size":     {report(good, "Content-Length: 1000000000"), "size"},
		"chunks":             {report(good, "-Content-Length", "Transfer-Encoding: chunked"), "size"},
		"nothing":            {report(""), "size"},
		"do not track":       {report(good, "DNT: 1"), "untracked"},
		"privacy control":    {report(good, "Sec-GPC: 1"), "untracked"},
		"a prefetch":         {report(good, "Sec-Purpose: prefetch;prerender"), "prefetch"},
		"a crawler":          {report(good, "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1)"), "program"},
		"no user agent":      {report(good, "-User-Agent"), "program"},
		"a long user agent":  {report(good, "User-Agent: Mozilla/5.0 "+strings.Repeat("x", 2000)), "program"},
	} {
		before := testutil.ToFloat64(c.outcomes[r.outcome])
		resp := send(t, addr, r.text)
		if resp == nil || resp.StatusCode != 204 || resp.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", name, resp)
			continue
		}
		if testutil.ToFloat64(c.outcomes[r.outcome]) != before+1 {
			t.Errorf("%s: the outcome isn't %s", name, r.outcome)
		}
	}
	if got := c.counter.Take(); len(got) != 0 {
		t.Fatalf("what was refused counts: %v", got)
	}
	for _, r := range []string{
		report(good), report(`{"f":"shop","p":"/","r":"shop.example"}`, "Origin: http://shop.example:8080"),
		report(good, "X-Forwarded-For: 198.51.100.1"), report(good, "X-Forwarded-For: 6.6.6.6, 198.51.100.1"), // one visitor
		report(good, "X-Forwarded-For: 198.51.100.2", "User-Agent: "+browser),
		report(`{"f":"shop","p":"/x","t":1}`, "X-Forwarded-For: 198.51.100.3"),
	} {
		if resp := send(t, addr, r); resp == nil || resp.StatusCode != 204 {
			t.Errorf("%v", resp)
		}
	}
	if err := c.tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"09Z pageviews organic_search deep 5 partial", "09Z visits organic_search deep 3 partial"}
	if diff := cmp.Diff(want, stored(t, l)); diff != "" {
		t.Error(diff)
	}
	// The hour in which counting began stays partial. The next one is complete, and may be empty.
	at.set(nine.Add(2 * time.Hour))
	if err := c.tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	want = append(want, "10Z deep_direct 0 final", "10Z deep_search 0 final", "10Z pageviews 0 final", "10Z visits 0 final")
	if diff := cmp.Diff(want, stored(t, l)); diff != "" {
		t.Error(diff)
	}
}

// A tag counts on the domains that its site names too, and on those of no other site.
func TestDomainsOfTheSite(t *testing.T) {
	l := ledgertest.Open(t)
	c := shop(t, l, time.Now)
	add := func(name string, domains ...string) {
		t.Helper()
		ledgertest.Write(t, l, func(tx *ledger.Tx) error {
			s, err := evidence.GetSite(t.Context(), tx, "", evidence.SiteID("", name))
			if errors.Is(err, ledger.ErrNotFound) {
				s, err = evidence.Site{ID: evidence.SiteID("", name), Name: name, Zone: "UTC"}, nil
			}
			if err != nil {
				return err
			}
			s.Domains = domains
			_, err = evidence.PutSite(t.Context(), tx, s)
			return err
		})
		if err := c.tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	from := func(host string) string {
		r, err := http.NewRequest(http.MethodPost, "/collect", strings.NewReader(`{"f":"shop","p":"/"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.RemoteAddr = "192.0.2.1:1"
		r.Header.Set("Origin", "https://"+host)
		r.Header.Set("User-Agent", browser)
		return c.collect(r)
	}
	if got := from("shop-two.example"); got != "other_site" {
		t.Errorf("before it is named: %s", got)
	}
	add("shop", "shop-two.example")
	add("blog", "blog.example")
	for host, want := range map[string]string{"shop-two.example": "counted", "www.shop-two.example": "counted", "shop.example": "counted", "blog.example": "other_site"} {
		if got := from(host); got != want {
			t.Errorf("%s: %s", host, got)
		}
	}
	add("shop")
	if got := from("shop-two.example"); got != "other_site" {
		t.Errorf("no longer named: %s", got)
	}
}

// A flood from one address stops counting, and takes nothing from the others.
func TestFlood(t *testing.T) {
	l := ledgertest.Open(t)
	at := &clock{at: nine}
	c := shop(t, l, at.now)
	request := func(remote string) *http.Request {
		r, err := http.NewRequest(http.MethodPost, "/collect", strings.NewReader(`{"f":"shop","p":"/"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.RemoteAddr = remote
		r.Header.Set("Origin", "https://shop.example")
		r.Header.Set("User-Agent", browser)
		return r
	}
	flooded := 0
	for i := range 10_000 {
		if c.collect(request(fmt.Sprintf("[2001:db8::%x]:1", i))) == "flood" { // one network
			flooded++
		}
	}
	if flooded != 10_000-floodLimit {
		t.Errorf("%d refused", flooded)
	}
	if got := c.collect(request("192.0.2.1:1")); got != "counted" {
		t.Error(got)
	}
	at.set(nine.Add(time.Minute))
	if got := c.collect(request("[2001:db8::1]:1")); got != "counted" {
		t.Errorf("a minute later: %s", got)
	}
	if got := c.collect(request("nonsense")); got != "flood" {
		t.Error(got)
	}
}

func TestVisitorAddress(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"192.0.2.1:7", "", "192.0.2.1"},
		{"192.0.2.1:7", "203.0.113.5", "192.0.2.1"},
		{"127.0.0.1:7", "203.0.113.5", "203.0.113.5"},
		{"10.0.0.1:7", "6.6.6.6, 203.0.113.5, 10.0.0.2", "203.0.113.5"},
		{"10.0.0.1:7", "nonsense", "10.0.0.1"},
		{"[::ffff:10.0.0.1]:7", "203.0.113.5,", "203.0.113.5"},
		{"[2001:db8:1:2:3:4:5:6]:7", "", "2001:db8:1:2::"},
	} {
		if got, ok := visitorAddress(c.remote, c.forwarded); got != c.want || !ok {
			t.Errorf("%s, %s: %s", c.remote, c.forwarded, got)
		}
	}
}

// A batch that the ledger stored although its writer saw an error counts once, and nothing is lost
// when writing fails.
func TestWritingAgain(t *testing.T) {
	l := ledgertest.Open(t)
	at := &clock{at: nine}
	c := shop(t, l, at.now)
	add := func(address string) {
		t.Helper()
		if _, err := c.counter.Add(tag.Hit{Feed: "shop", Path: "/"}, nil, address, browser, at.now()); err != nil {
			t.Fatal(err)
		}
	}
	add("192.0.2.1")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.write(gone); err == nil {
		t.Error("written after the end")
	}
	add("192.0.2.2")
	if err := c.write(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"09Z pageviews direct home 2 partial", "09Z visits direct home 2 partial"}
	if diff := cmp.Diff(want, stored(t, l)); diff != "" {
		t.Error(diff)
	}
	// The outcome of the last transaction was not learned.
	c.pending = map[string][]feeds.Sample{"shop": {{Start: nine.Truncate(time.Hour), Span: feeds.HourSpan, Metric: "visits", Channel: "direct", Landing: feeds.HomeLanding, Value: 1, State: feeds.Partial}}}
	if err := c.write(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, stored(t, l)); diff != "" {
		t.Error(diff)
	}
	err := l.Write(t.Context(), func(tx *ledger.Tx) error { return evidence.DeleteSampleFeed(t.Context(), tx, "", "shop") })
	add("192.0.2.3")
	if err := errors.Join(err, c.tick(t.Context())); err != nil {
		t.Errorf("a deleted feed: %v", err)
	}
}

// What was counted is written when the collector stops.
func TestStoppingWritesTheRest(t *testing.T) {
	l := ledgertest.Open(t)
	at := &clock{at: nine}
	c := shop(t, l, at.now)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	time.Sleep(20 * time.Millisecond) // its first tick
	if _, err := c.counter.Add(tag.Hit{Feed: "shop", Path: "/"}, nil, "192.0.2.1", browser, nine); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; err != nil || len(stored(t, l)) != 2 {
		t.Errorf("%v, %v", err, stored(t, l))
	}
}
