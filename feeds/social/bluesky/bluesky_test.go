package bluesky

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/namedrop/namedrop/feeds"
)

// server speaks one version and plays a script to each connection.
type server struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []string // request URIs
	scripts []func(ctx context.Context, c *websocket.Conn)
}

// serve starts a server that refuses with 404 what isn't its version.
func serve(t *testing.T, v version, scripts ...func(context.Context, *websocket.Conn)) *server {
	t.Helper()
	s := &server{scripts: scripts}
	path := map[version]string{v1: v1Path, v2: v2Path}[v]
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.RequestURI())
		var script func(context.Context, *websocket.Conn)
		if r.URL.Path == path && len(s.scripts) > 0 {
			script, s.scripts = s.scripts[0], s.scripts[1:]
		}
		s.mu.Unlock()
		if r.URL.Path != path {
			http.NotFound(w, r)
			return
		}
		if script == nil {
			http.Error(w, "nothing left to play", http.StatusServiceUnavailable)
			return
		}
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"xrpc.v1.json"}})
		if err != nil {
			return
		}
		defer c.CloseNow()
		script(r.Context(), c)
	}))
	t.Cleanup(s.Close)
	return s
}

// frames sends each line as a message and closes.
func frames(lines ...string) func(context.Context, *websocket.Conn) {
	return func(ctx context.Context, c *websocket.Conn) {
		for _, line := range lines {
			if c.Write(ctx, websocket.MessageText, []byte(line)) != nil {
				return
			}
		}
		c.Close(websocket.StatusNormalClosure, "")
	}
}

// collector collects what a listener takes.
type collector struct {
	mu    sync.Mutex
	docs  []feeds.Item
	gone  []feeds.Removal
	warn  []feeds.Warning
	at    feeds.Position
	calls int
	words string // a post is kept if it has this
}

func (e *collector) subscription(at feeds.Position) feeds.Subscription {
	return feeds.Subscription{
		Stream: "bluesky", At: at,
		Keep: func(d feeds.Document) []string {
			if strings.Contains(strings.ToLower(d.Text), e.words) {
				return []string{"source-1"}
			}
			return nil
		},
		Take: func(b feeds.Batch) error {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.calls++
			e.docs, e.gone, e.warn, e.at = append(e.docs, b.Documents...), append(e.gone, b.Gone...), append(e.warn, b.Warnings...), b.Position
			if !b.Live {
				return errors.New("posts from a stream are live")
			}
			return nil
		},
	}
}

func listener(t *testing.T, endpoint string) *Listener {
	t.Helper()
	l, err := New(Options{Endpoint: endpoint, Client: http.DefaultClient, UserAgent: "Namedrop/test", Silence: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// hear listens until the connection ends and returns what came.
func listenOnce(t *testing.T, s *server, words string, at feeds.Position) (*collector, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e := &collector{words: words}
	err := listener(t, s.URL).Listen(ctx, e.subscription(at))
	return e, err
}

const (
	v1Create  = `{"did":"did:plc:ann","time_us":1795985746811749,"kind":"commit","commit":{"rev":"1","operation":"create","collection":"app.bsky.feed.post","rkey":"r1","record":{"text":"We moved to Acme last week","langs":["en"],"createdAt":"1984-04-27T12:02:40Z"},"cid":"c1"}}`
	v1Other   = `{"did":"did:plc:bob","time_us":1795985746911749,"kind":"commit","commit":{"rev":"1","operation":"create","collection":"app.bsky.feed.post","rkey":"r2","record":{"text":"Good morning"},"cid":"c2"}}`
	v1Like    = `{"did":"did:plc:bob","time_us":1795985747011749,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.like","rkey":"r3","record":{"subject":{"uri":"at://acme"}}}}`
	v1Edit    = `{"did":"did:plc:ann","time_us":1795985747111749,"kind":"commit","commit":{"operation":"update","collection":"app.bsky.feed.post","rkey":"r1","record":{"text":"We moved away"}}}`
	v1Delete  = `{"did":"did:plc:bob","time_us":1795985747211749,"kind":"commit","commit":{"operation":"delete","collection":"app.bsky.feed.post","rkey":"r2"}}`
	v1Account = `{"did":"did:plc:eve","time_us":1795985747311749,"kind":"account","account":{"active":false,"did":"did:plc:eve","status":"deleted"}}`
	v1Paused  = `{"did":"did:plc:eve","time_us":1795985747411749,"kind":"account","account":{"active":false,"did":"did:plc:eve","status":"deactivated"}}`

	v2Create = `{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#commit","seq":41,"did":"did:plc:ann","time":"2026-11-29T20:56:52.162524Z","operation":"create","collection":"app.bsky.feed.post","rkey":"r1","record":{"text":"Acme?","reply":{"root":{"uri":"at://did:plc:eve/app.bsky.feed.post/r0"}}}}}`
	v2Slow   = `{"$type":"error","error":"ConsumerTooSlow","message":"too far behind"}`
)

func TestV1PostsAreFilteredAndRemovalsReported(t *testing.T) {
	s := serve(t, v1, frames(v1Create, v1Other, v1Like, v1Delete, v1Account, v1Paused))
	e, err := listenOnce(t, s, "acme", nil)
	var f *feeds.Fault
	if !errors.As(err, &f) || f.Kind != feeds.FaultTransient {
		t.Errorf("a closed stream is %v, want a passing fault", err)
	}
	if len(e.docs) != 1 {
		t.Fatalf("%d posts were kept, want the one that names Acme", len(e.docs))
	}
	d := e.docs[0]
	if d.Key != "at://did:plc:ann/app.bsky.feed.post/r1" || d.URL != "https://bsky.app/profile/did:plc:ann/post/r1" || d.Kind != feeds.Post || d.Language != "en" || d.Origin != feeds.Publisher || !slices.Equal(d.Sources, []string{"source-1"}) {
		t.Errorf("%+v", d)
	}
	if d.Published.Year() != 2026 {
		t.Errorf("published %v: a client's own clock was believed", d.Published)
	}
	if len(e.gone) != 2 || e.gone[0].Key != "at://did:plc:bob/app.bsky.feed.post/r2" || e.gone[1].Author != "did:plc:eve" {
		t.Errorf("removals: %+v", e.gone)
	}
	if len(s.asked) != 2 || !strings.HasPrefix(s.asked[0], v2Path) || !strings.Contains(s.asked[1], "wantedCollections=app.bsky.feed.post") {
		t.Errorf("asked %q, want v2, then v1", s.asked)
	}
}

func TestAnEditThatNoLongerNamesTheBrandRemovesThePost(t *testing.T) {
	e, _ := listenOnce(t, serve(t, v1, frames(v1Create, v1Edit)), "acme", nil)
	if len(e.docs) != 0 || len(e.gone) != 1 || e.gone[0].Key != "at://did:plc:ann/app.bsky.feed.post/r1" {
		t.Errorf("posts %+v, removals %+v", e.docs, e.gone)
	}
}

func TestV2(t *testing.T) {
	s := serve(t, v2, frames(v2Create, v2Slow))
	e, err := listenOnce(t, s, "acme", nil)
	if len(e.docs) != 1 || e.docs[0].Thread != "at://did:plc:eve/app.bsky.feed.post/r0" {
		t.Fatalf("%+v", e.docs)
	}
	if !strings.Contains(feeds.Explain(err), "ConsumerTooSlow") {
		t.Errorf("%v", err)
	}
	if !strings.Contains(s.asked[0], "collections=app.bsky.feed.post") || strings.Contains(s.asked[0], "cursor=") {
		t.Errorf("asked %q", s.asked[0])
	}
}

func TestTheStreamGoesOnWhereItWas(t *testing.T) {
	s := serve(t, v2, frames(v2Create), frames())
	e, _ := listenOnce(t, s, "acme", nil)
	_, _ = listenOnce(t, s, "acme", e.at)
	if !strings.Contains(s.asked[1], "cursor=42&") {
		t.Errorf("asked %q, want the event after 41", s.asked[1])
	}
	elsewhere := serve(t, v1, frames())
	_, _ = listenOnce(t, elsewhere, "acme", e.at)
	at := time.Date(2026, 11, 29, 20, 51, 52, 162524000, time.UTC).UnixMicro()
	if !strings.Contains(elsewhere.asked[1], "cursor="+strconv.FormatInt(at, 10)+"&") {
		t.Errorf("asked %q, want five minutes before, by time", elsewhere.asked[1])
	}
}

func TestAGapInTheStreamIsAWarning(t *testing.T) {
	refused := true
	var asked []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Query().Get("cursor"))
		if refused {
			refused = false
			w.WriteHeader(http.StatusBadRequest)
			w.Write([]byte(`{"error":"CursorTooOld","message":"cursor 42 is older than the oldest event 9000"}`))
			return
		}
		c, err := websocket.Accept(w, r, nil)
		if err == nil {
			frames()(r.Context(), c)
		}
	}))
	defer srv.Close()
	at := position{Host: strings.TrimPrefix(srv.URL, "http://"), Version: v2, Cursor: 41, At: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	e := &collector{words: "acme"}
	_ = listener(t, srv.URL).Listen(t.Context(), e.subscription(at.encode()))
	if !slices.Equal(asked, []string{"42", "9000"}) || len(e.warn) != 1 || !strings.Contains(e.warn[0].Detail, "2026-11-01") {
		t.Errorf("asked from %q, warned %q", asked, e.warn)
	}
}

func TestBadFramesAreSkipped(t *testing.T) {
	huge := `{"did":"` + strings.Repeat("x", 10<<20) + `"}`
	s := serve(t, v1, frames("", "{", "[]", `"text"`, "null", huge, strings.Repeat("[", 100_000), v1Create))
	e, _ := listenOnce(t, s, "acme", nil)
	if len(e.docs) != 1 {
		t.Errorf("%d posts after bad frames, want the good one", len(e.docs))
	}
	if len(e.warn) == 0 || !strings.Contains(e.warn[0].Detail, "could not be read") {
		t.Errorf("warnings: %q", e.warn)
	}
}

func TestASilentStreamIsClosed(t *testing.T) {
	s := serve(t, v1, func(ctx context.Context, c *websocket.Conn) { c.Read(ctx) })
	l := listener(t, s.URL)
	l.silence = 200 * time.Millisecond
	e := &collector{}
	err := l.Listen(t.Context(), e.subscription(nil))
	if !strings.Contains(feeds.Explain(err), "sent nothing") {
		t.Errorf("%v", err)
	}
}

func TestAnAnswerThatIsNoStreamSaysWhatHelps(t *testing.T) {
	for status, want := range map[int]feeds.FaultKind{404: feeds.FaultUnparsable, 403: feeds.FaultBlocked, 429: feeds.FaultThrottled, 503: feeds.FaultTransient} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(status)
		}))
		err := listener(t, srv.URL).Listen(t.Context(), (&collector{}).subscription(nil))
		srv.Close()
		var f *feeds.Fault
		if !errors.As(err, &f) || f.Kind != want || f.RetryAfter != 7*time.Second {
			t.Errorf("%d: %+v", status, err)
		}
	}
}

func TestStoppingStopsTheStream(t *testing.T) {
	s := serve(t, v1, func(ctx context.Context, c *websocket.Conn) { c.Read(ctx) })
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := listener(t, s.URL).Listen(ctx, (&collector{}).subscription(nil)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want the context's end", err)
	}
}

func TestLinksCardsAndTagsAreReadToo(t *testing.T) {
	line := `{"did":"did:plc:ann","time_us":1795985746811749,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"r1","record":{"text":"Look: acme.example/pri...","facets":[{"index":{"byteStart":6,"byteEnd":24},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"https://acme.example/pricing"}]}],"embed":{"$type":"app.bsky.embed.recordWithMedia","media":{"$type":"app.bsky.embed.external","external":{"uri":"https://blog.example/1","title":"Why we chose Borealis","description":"A comparison"}}},"tags":["martech"]}}}`
	e, _ := listenOnce(t, serve(t, v1, frames(line)), "acme", nil)
	want := "Look: acme.example/pri...\nhttps://acme.example/pricing\nWhy we chose Borealis\nA comparison\nhttps://blog.example/1\n#martech"
	if len(e.docs) != 1 || e.docs[0].Text != want {
		t.Errorf("%+v", e.docs)
	}
}
