package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
)

// newer is the API as a newer version would serve it: each thing has a field that this program
// doesn't know. It keeps the requests that change something.
type newer struct {
	t     *testing.T
	inner http.Handler
	url   string

	mu       sync.Mutex
	requests []string
	bodies   []map[string]any
}

func serveNewer(t *testing.T) *newer {
	t.Helper()
	c := config.Default()
	c.Data, c.Desk.Listen, c.NATS.Listen = t.TempDir(), "127.0.0.1:0", "off"
	a, err := app.New(t.Context(), app.Options{Config: c, Services: app.Quiet(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Stop(t.Context()) })
	n := &newer{t: t, inner: a.Handler()}
	server := httptest.NewServer(n)
	t.Cleanup(server.Close)
	n.url = server.URL
	return n
}

func (n *newer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if r.Method != http.MethodGet {
		var fields map[string]any
		_ = json.Unmarshal(body, &fields)
		n.mu.Lock()
		n.requests = append(n.requests, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/api/v1"))
		n.bodies = append(n.bodies, fields)
		n.mu.Unlock()
	}
	in := r.Clone(access.Inside(r.Context()))
	in.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	n.inner.ServeHTTP(answer, in)
	text := answer.Body.Bytes()
	if r.Method == http.MethodGet && bytes.HasPrefix(text, []byte(`{"`)) {
		text = append([]byte(`{"from_the_future":{"depth":3},`), text[1:]...)
	}
	maps.Copy(w.Header(), answer.Header())
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	_, _ = w.Write(text)
}

// call makes a request beside the command line.
func (n *newer) call(method, path string, in any) map[string]any {
	n.t.Helper()
	b, err := json.Marshal(in)
	if err != nil {
		n.t.Fatal(err)
	}
	r := httptest.NewRequest(method, "http://localhost/api/v1"+path, bytes.NewReader(b))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	n.inner.ServeHTTP(w, r.WithContext(access.Inside(r.Context())))
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code >= 300 {
		n.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return out
}

// An edit changes the fields that were named and no other, whether or not the command line has a
// flag for it: it sends a PATCH with those fields alone.
func TestAnEditKeepsWhatItDoesNotName(t *testing.T) {
	n := serveNewer(t)
	n.call("POST", "/brands", map[string]any{"name": "Rival"})
	source := n.call("POST", "/sources", map[string]any{"type": "bluesky", "query": "rival"})["id"].(string)
	channel := n.call("POST", "/channels", map[string]any{"type": "webhook", "name": "Hook", "url": "https://hooks.example/in", "events": []string{"removed"}, "settings": map[string]any{"batch": 7}})["id"].(string)
	for _, c := range []struct {
		path    string
		add     map[string]any
		edit    string // the command; ID is the id
		changes map[string]any
	}{
		{"/brands", map[string]any{
			"name": "Larkmeter", "aliases": []string{"Lark"}, "handles": []string{"@lark"}, "domains": []string{"lark.example"}, "context": []string{"dashboard"},
			"exclude": []string{"bird"}, "heard_as": []string{"lark meeting"}, "language": "en", "own": true, "competes_with": "rival",
		}, "brand edit ID --name Quillroute", map[string]any{"name": "Quillroute"}},
		{"/brands", map[string]any{"name": "Pellwright", "own": false, "language": "nl", "exclude": []string{"bird"}},
			"brand teach ID --context wheel", map[string]any{"context": []any{"wheel"}}},
		{"/rules", map[string]any{
			"name": "All", "brands": []string{"rival"}, "kinds": []string{"podcast"}, "sources": []string{source}, "min_confidence": 0.5, "channels": []string{channel}, "group_seconds": 900, "active": false,
		}, "rule edit ID --name Most", map[string]any{"name": "Most"}},
		{"/channels", map[string]any{"type": "webhook", "name": "Out", "url": "https://hooks.example/out", "events": []string{"amended"}, "settings": map[string]any{"batch": 9}, "active": false},
			"channel edit ID --name Kept", map[string]any{"name": "Kept"}},
		{"/channels", map[string]any{"type": "webhook", "name": "Two", "url": "https://hooks.example/two", "settings": map[string]any{"batch": 9}},
			"channel edit ID batch=4", map[string]any{"settings": map[string]any{"batch": 4.0, "url": "https://hooks.example/two"}}},
		{"/sources", map[string]any{"type": "bluesky", "query": "larkmeter", "name": "Sky"}, "source rename ID Clouds", map[string]any{"name": "Clouds"}},
		{"/sources", map[string]any{"type": "bluesky", "query": "quillroute", "name": "Sea"}, "source pause ID", map[string]any{"paused": true}},
		{"/visits/feeds", map[string]any{"type": "plausible", "site": "shop", "zone": "Europe/Amsterdam", "name": "Shop", "url": "https://plausible.example", "settings": map[string]any{"site_id": "shop.example"}, "secret": "old"},
			"visits key ID -", map[string]any{}},
	} {
		id := n.call("POST", c.path, c.add)["id"].(string)
		where := c.path + "/" + id
		before := n.call("GET", where, nil)
		n.requests, n.bodies = nil, nil
		var out bytes.Buffer
		args := strings.Fields(strings.ReplaceAll(c.edit, "ID", id))
		if code := Main(t.Context(), append(args, "--server", n.url), Streams{In: strings.NewReader("new key\n"), Out: &out, Err: &out}); code != 0 {
			t.Errorf("%s: %s", c.edit, &out)
			continue
		}
		if diff := cmp.Diff([]string{"PATCH " + where}, n.requests); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.edit, diff)
			continue
		}
		if _, sent := n.bodies[0]["from_the_future"]; sent {
			t.Errorf("%s sends back a field that it doesn't know", c.edit)
		}
		after := n.call("GET", where, nil)
		for _, moves := range []string{"revision", "due", "$schema"} {
			delete(before, moves)
			delete(after, moves)
		}
		maps.Copy(before, c.changes)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.edit, diff)
		}
	}
}

// Teaching writes lists that it loaded, so it must not undo what another person changed since.
func TestTeachingWritesToTheVersionItLoaded(t *testing.T) {
	n := serveNewer(t)
	n.call("POST", "/brands", map[string]any{"name": "Larkmeter"})
	inner := n.inner
	n.inner = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPatch {
			if r.Header.Get("If-Match") == "" {
				t.Error("the write names no version")
			}
			n.inner = inner
			n.call("PATCH", "/brands/larkmeter", map[string]any{"aliases": []string{"Lark"}})
		}
		inner.ServeHTTP(w, r)
	})
	var out bytes.Buffer
	code := Main(t.Context(), []string{"brand", "teach", "larkmeter", "--alias", "LM", "--server", n.url}, Streams{In: strings.NewReader(""), Out: &out, Err: &out})
	if code != 1 || !strings.Contains(out.String(), "It was changed in the meantime") {
		t.Errorf("exit %d: %s", code, &out)
	}
	if got := n.call("GET", "/brands/larkmeter", nil)["aliases"]; !cmp.Equal(got, []any{"Lark"}) {
		t.Errorf("aliases are %v", got)
	}
}
