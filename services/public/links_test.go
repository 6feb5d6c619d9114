package public

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

const target = "https://shop.example/pricing?utm_source=late-shift"

// linked serves one link, late-shift.
func linked(t testing.TB, l *ledger.Ledger, now func() time.Time, log io.Writer) *Links {
	t.Helper()
	ledgertest.Write(t, l, func(tx *ledger.Tx) error {
		_, err := evidence.PutLink(t.Context(), tx, evidence.Link{ID: "a", Slug: "late-shift", Target: "https://shop.example/pricing", UTM: evidence.UTM{Source: "late-shift"}, Service: evidence.OwnLinks})
		return err
	})
	s, err := NewLinks(LinksOptions{Ledger: l, Logger: slog.New(slog.NewTextHandler(log, nil)), Registry: prometheus.NewRegistry(), Now: now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func linkHandler(s *Links) http.Handler {
	return handler(prometheus.NewCounterVec(prometheus.CounterOpts{Name: "x"}, []string{"code"}), Options{Links: s})
}

// ask follows a link; headers are pairs.
func ask(h http.Handler, method, path, remote string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = remote
	r.Header.Set("User-Agent", browser)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// Everybody is redirected to the stored target and nowhere else, and only a person's first visit of a day counts.
func TestClicks(t *testing.T) {
	l := ledgertest.Open(t)
	at := &clock{at: nine}
	s := linked(t, l, at.now, io.Discard)
	h := linkHandler(s)
	for i, c := range []struct {
		method, path, remote string
		header               []string
		outcome              string
	}{
		{"GET", "/l/late-shift", "192.0.2.1:1", nil, "counted"},
		{"GET", "/l/late-shift", "192.0.2.1:2", nil, "again"},
		{"GET", "/l/LATESHlFT?next=https://evil.example&utm_source=x", "192.0.2.2:1", []string{"Referer", "https://evil.example"}, "counted"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"User-Agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"}, "preview"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"User-Agent", "Mozilla/5.0 (compatible; ChatGPT-User/1.0; +https://openai.com/bot)"}, "assistant"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"User-Agent", "curl/8.0"}, "program"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"User-Agent", ""}, "program"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"User-Agent", browser + strings.Repeat("x", 2000)}, "program"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"Sec-Purpose", "prefetch;prerender"}, "prefetch"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"Purpose", "prefetch"}, "prefetch"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"X-Moz", "prefetch"}, "prefetch"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"Sec-Fetch-Mode", "no-cors"}, "embedded"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"DNT", "1"}, "untracked"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"Sec-GPC", "1"}, "untracked"},
		{"HEAD", "/l/late-shift", "192.0.2.3:1", nil, "head"},
		{"GET", "/l/late-shift", "nonsense", nil, "flood"},
		{"GET", "/l/late-shift", "192.0.2.3:1", []string{"Sec-Fetch-Mode", "navigate"}, "counted"},
	} {
		before := testutil.ToFloat64(s.outcomes[c.outcome])
		resp := ask(h, c.method, c.path, c.remote, c.header...)
		if resp.StatusCode != 302 || resp.Header.Get("Location") != target || resp.Header.Get("Cache-Control") != "no-store" || resp.Header.Get("Set-Cookie") != "" {
			t.Errorf("%d: %d %v", i, resp.StatusCode, resp.Header)
		}
		if testutil.ToFloat64(s.outcomes[c.outcome]) != before+1 {
			t.Errorf("%d: the outcome isn't %s", i, c.outcome)
		}
	}
	for _, path := range []string{"/l/other", "/l/", "/l", "/l/late-shift/x", "/l/a%2f..", "/l/%6cate-shift", "/l//evil.example", "/l/https:", "/l/lаte-shift"} {
		if resp := ask(h, "GET", path, "192.0.2.9:1"); resp.StatusCode != 404 || resp.Header.Get("Location") != "" {
			t.Errorf("%s: %d %v", path, resp.StatusCode, resp.Header)
		}
	}
	if resp := ask(h, "POST", "/l/late-shift", "192.0.2.9:1"); resp.StatusCode != 405 {
		t.Error(resp.StatusCode)
	}
	at.set(nine.Add(24 * time.Hour))
	ask(h, "GET", "/l/late-shift", "192.0.2.1:1") // the next day it is another click
	if err := s.write(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := evidence.ClicksOf(t.Context(), l, []string{"a"}, time.Time{}, time.Time{})
	if err != nil || len(got) != 2 || got[0].Value != 3 || !got[0].Start.Equal(nine.Truncate(time.Hour)) || got[1].Value != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestClicksOfTheTeam(t *testing.T) {
	l := ledgertest.Open(t)
	s := linked(t, l, (&clock{at: nine}).now, io.Discard)
	r := httptest.NewRequest("GET", "/api/v1/status", nil)
	r.RemoteAddr = "192.0.2.1:1"
	r.Header.Set("User-Agent", browser)
	s.SeeTeam(r)
	ask(linkHandler(s), "GET", "/l/late-shift", "192.0.2.1:1")
	ask(linkHandler(s), "GET", "/l/late-shift", "192.0.2.2:1")
	if got := s.counter.take(); len(got) != 1 || got[0].Value != 1 {
		t.Errorf("%+v", got)
	}
}

// A flood is redirected and doesn't count, and takes nothing from others; memory has a limit.
func TestAFloodOfClicks(t *testing.T) {
	l := ledgertest.Open(t)
	at := &clock{at: nine}
	s := linked(t, l, at.now, io.Discard)
	h := linkHandler(s)
	for i := range 3000 {
		if resp := ask(h, "GET", "/l/late-shift", "192.0.2.1:1", "User-Agent", fmt.Sprint(browser, i)); resp.StatusCode != 302 {
			t.Fatal(resp.StatusCode)
		}
	}
	if got := s.counter.take(); len(got) != 1 || got[0].Value != floodLimit {
		t.Errorf("%+v", got)
	}
	if resp := ask(h, "GET", "/l/late-shift", "192.0.2.2:1"); resp.StatusCode != 302 || len(s.counter.take()) != 1 {
		t.Error("somebody else isn't counted")
	}
	c := newClickCounter(rand.Reader, 100)
	for i := range 1000 {
		if _, err := c.add("a", fmt.Sprint(i), browser, nine); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.seen) != 100 || c.take()[0].Value != 100 {
		t.Errorf("%d remembered", len(c.seen))
	}
	if outcome, _ := c.add("a", "new", browser, nine.Add(24*time.Hour)); outcome != "counted" || len(c.seen) != 1 {
		t.Errorf("the next day: %s, %d remembered", outcome, len(c.seen))
	}
}

// Nothing about who clicked is in the ledger, in the log or in memory as it came.
func TestNothingIsStoredAboutWhoClicks(t *testing.T) {
	l := ledgertest.Open(t)
	var log bytes.Buffer
	s := linked(t, l, (&clock{at: nine}).now, &log)
	ask(linkHandler(s), "GET", "/l/late-shift?who=secretperson", "203.0.113.77:1", "User-Agent", browser+" SecretAgent", "Referer", "https://secretpage.example/x")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.write(gone); err == nil {
		t.Error("written after the end")
	}
	if err := s.write(t.Context()); err != nil {
		t.Fatal(err)
	}
	clicks, err := evidence.ClicksOf(t.Context(), l, []string{"a"}, time.Time{}, time.Time{})
	if err != nil || len(clicks) != 1 || clicks[0].Value != 1 {
		t.Errorf("%+v, %v", clicks, err)
	}
	for _, text := range []string{log.String(), fmt.Sprintf("%+v %s", s.counter.seen, s.counter.list)} {
		for _, secret := range []string{"203.0.113.77", "SecretAgent", "secretp"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s is in %.200s", secret, text)
			}
		}
	}
}

func FuzzFollow(f *testing.F) {
	f.Add("late-shift", "Sec-Purpose", "prefetch")
	f.Add("../..//evil.example", "X-Forwarded-For", "a,b,,")
	l := ledgertest.Open(f)
	s := linked(f, l, (&clock{at: nine}).now, io.Discard)
	h := linkHandler(s)
	f.Fuzz(func(t *testing.T, slug, name, value string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path, r.RemoteAddr = "/l/"+slug, "192.0.2.1:1"
		r.Header[http.CanonicalHeaderKey(name)] = []string{value}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if to := w.Header().Get("Location"); to != "" && to != target || w.Code != 302 && w.Code != 404 {
			t.Fatalf("%d to %q", w.Code, to)
		}
	})
}

// BenchmarkFollow follows links over HTTP, by turns with a handler that only redirects and with ours. "of-bare" is the share of the former's rate that
// ours has. It should be at least .5.
func BenchmarkFollow(b *testing.B) {
	s := linked(b, ledgertest.Open(b), time.Now, io.Discard)
	start := func(h http.Handler) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
		go func() { _ = srv.Serve(l) }()
		b.Cleanup(func() { srv.Close() })
		return "http://" + l.Addr().String() + "/l/late-shift"
	}
	bare := start(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", target)
		w.WriteHeader(http.StatusFound)
	}))
	ours := start(linkHandler(s))
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	n := 0
	get := func(url string) time.Duration {
		began := time.Now()
		for range 200 {
			req, err := http.NewRequest(http.MethodGet, url, nil)
			if err != nil {
				b.Fatal(err)
			}
			n++
			req.Header.Set("User-Agent", browser)
			req.Header.Set("X-Forwarded-For", net.IPv4(203, byte(n>>16), byte(n>>8), byte(n)).String())
			resp, err := client.Do(req)
			if err != nil || resp.StatusCode != http.StatusFound {
				b.Fatal(err)
			}
			resp.Body.Close()
		}
		return time.Since(began)
	}
	var theirs, own time.Duration
	for b.Loop() {
		theirs += get(bare)
		own += get(ours)
	}
	b.ReportMetric(float64(theirs)/float64(own), "of-bare")
}
