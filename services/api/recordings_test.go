package api_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// publisher serves recordings, properly or with faults, depending on the path.
type publisher struct {
	*httptest.Server
	sent atomic.Int64
	mu   sync.Mutex
	got  []string // method, request line's address and Range of each request
}

func newPublisher(t *testing.T) *publisher {
	p := &publisher{}
	sound := strings.Repeat("0123456789", 100_000)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.got = append(p.got, r.Method+" "+r.RequestURI+" "+r.Header.Get("Range"))
		p.mu.Unlock()
		switch status := 0; {
		case strings.HasPrefix(r.URL.Path, "/good"):
			http.ServeContent(w, r, "", time.Unix(1_700_000_000, 0), strings.NewReader(sound))
		case r.URL.Path == "/endless" && r.Method == http.MethodHead:
		case r.URL.Path == "/endless":
			for r.Context().Err() == nil {
				n, err := io.WriteString(w, sound)
				if p.sent.Add(int64(n)); err != nil {
					return
				}
			}
		case r.URL.Path == "/redirect":
			w.Header().Set("Location", "/good?a b")
			w.WriteHeader(http.StatusFound)
		case r.URL.Path == "/packed":
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "packed")
		case r.URL.Path == "/101":
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nHTTP/1.1 200 OK\r\n\r\nevil")
				conn.Close()
			}
		default:
			_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
			w.Header().Set("Content-Range", "bytes 0-1/2")
			w.Header().Set("Set-Cookie", "a=b")
			w.WriteHeader(status)
			fmt.Fprint(w, "<script>evil</script>")
		}
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *publisher) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got[len(p.got)-1]
}

// openBeside is a desk that may reach this machine.
func openBeside(t *testing.T) *desk {
	t.Helper()
	c := config.Default()
	c.Data = t.TempDir()
	c.Fetch.AllowPrivate = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	a, err := app.New(t.Context(), app.Options{Config: c, Services: app.Quiet(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Stop(context.Background()) })
	return &desk{t, a.Handler(), a}
}

// recording saves an episode with that address and returns the path it is played at.
func (d *desk) recording(address string) string {
	d.t.Helper()
	doc := &feeds.Document{Kind: feeds.Podcast, Network: "podcast", Key: address, Title: "An episode", Audio: address, Published: time.Now(), Fetched: time.Now()}
	doc.ID = feeds.DocumentID(doc.Network, doc.Key)
	err := d.a.Ledger().Write(d.t.Context(), func(tx *ledger.Tx) error {
		src, _, err := archive.AddSource(d.t.Context(), tx, feeds.Source{Type: feeds.PodcastSource, URL: "https://show.example/feed", Name: "Show"})
		if err != nil {
			return err
		}
		_, err = archive.SaveDocument(d.t.Context(), tx, archive.NewDraft(*doc), src.ID)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return "/documents/" + doc.ID + "/audio"
}

func TestRecordingsArePassedOn(t *testing.T) {
	p, d := newPublisher(t), openBeside(t)
	good := d.recording(p.URL + "/good?q=one two&é")
	d.want(200, nil, "GET", good, "")
	if got := p.last(); got != "GET /good?q=one%20two&%C3%A9 " {
		t.Errorf("asked for as %q", got)
	}
	head := d.want(200, nil, "HEAD", good, "")
	if got := p.last(); !strings.HasPrefix(got, "HEAD ") || head.Header.Get("Content-Length") != "1000000" {
		t.Errorf("a HEAD was asked as %q and answered %v", got, head.Header)
	}
	d.want(200, nil, "GET", d.recording(p.URL+"/redirect"), "")
	if got := p.last(); got != "GET /good?a%20b " {
		t.Errorf("a redirect was followed to %q", got)
	}
	for asked, passed := range map[string]string{
		"bytes=0-1": "bytes=0-1", "bytes=999990-": "bytes=999990-", "bytes=-5": "bytes=-5", "bytes=0-1,3-4": "", "bytes=": "", "bytes=-": "",
		"bytes=1-2\x01": "", "lines=0-1": "", "bytes=99999999999999999999-": "", "bytes= 0-1": "", "bytes=" + strings.Repeat("0-1,", 500) + "0-1": "",
	} {
		want := 200
		if passed != "" {
			want = 206
		}
		resp := d.want(want, nil, "GET", good, "", "Range", asked)
		if got := p.last(); !strings.HasSuffix(got, " "+passed) || resp.Header.Get("Content-Type") != "audio/mpeg" {
			t.Errorf("%.40q was passed on as %q", asked, got)
		}
	}
	beyond := d.want(416, nil, "GET", good, "", "Range", "bytes=2000000-")
	if beyond.Header.Get("Content-Range") != "bytes */1000000" {
		t.Errorf("beyond the end: %v", beyond.Header)
	}
	d.want(304, nil, "GET", good, "", "If-Modified-Since", time.Now().UTC().Format(http.TimeFormat))
}

// A publisher's server can't speak through the desk: what isn't the recording is a 502.
func TestWhatIsNoRecordingIsNotPassedOn(t *testing.T) {
	p, d := newPublisher(t), openBeside(t)
	for _, path := range []string{"/101", "/201", "/204", "/206", "/300", "/304", "/307", "/400", "/401", "/403", "/404", "/407", "/416", "/429", "/500", "/503", "/599", "/packed"} {
		for _, method := range []string{"GET", "HEAD"} {
			resp := d.want(502, nil, method, d.recording(p.URL+path), "")
			text, _ := io.ReadAll(resp.Body)
			if resp.Header.Get("Content-Type") != "application/problem+json" || resp.Header.Get("Set-Cookie") != "" || strings.Contains(string(text), "evil") {
				t.Errorf("%s %s: %v %s", method, path, resp.Header, text)
			}
		}
	}
	for _, address := range []string{"http://[::1", "ftp://show.example/a", "https:///a", "http://a b/", "http://a/\x01", "javascript:alert(1)", ""} {
		if got := d.ask("GET", d.recording(address), "").StatusCode; got != 502 && got != 404 {
			t.Errorf("%q answers %d", address, got)
		}
	}
}

// A HEAD downloads nothing, and one person can't have every connection.
func TestListenersAreCounted(t *testing.T) {
	p, d := newPublisher(t), openBeside(t)
	server := httptest.NewServer(d.h)
	t.Cleanup(server.Close)
	path := server.URL + "/api/v1" + d.recording(p.URL+"/endless")
	var token struct{ Token string }
	d.want(200, &token, "POST", "/tokens", `{"name":"listener","scope":"read"}`)
	ask := func(method string) *http.Response {
		r, _ := http.NewRequestWithContext(t.Context(), method, path, nil)
		r.Header.Set("Authorization", "Bearer "+token.Token)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { resp.Body.Close() })
		return resp
	}
	if resp := ask(http.MethodHead); resp.StatusCode != 200 {
		t.Fatal(resp)
	}
	time.Sleep(200 * time.Millisecond)
	if n := p.sent.Load(); n > 8<<20 {
		t.Errorf("a HEAD downloads %d bytes", n)
	}
	counts := map[int]int{}
	for range 10 {
		counts[ask(http.MethodGet).StatusCode]++
	}
	if counts[200] != 4 || counts[429] != 6 {
		t.Errorf("ten recordings at once answered %v", counts)
	}
}
