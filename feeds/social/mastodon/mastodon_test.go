package mastodon

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

const one = `{"id":"109","created_at":"2026-11-30T10:00:00.000Z","uri":"https://b.example/users/ann/statuses/1","url":"https://b.example/@ann/1","visibility":"public","language":"en",
"spoiler_text":"meters","content":"<p>We use <a href=\"https://larkmeter.example/a/long/path\" rel=\"nofollow\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">larkmeter.example/a</span><span class=\"invisible\">/long/path</span></a> and <a href=\"https://b.example/tags/x\" class=\"mention hashtag\">#<span>x</span></a></p>",
"favourites_count":2,"account":{"acct":"ann@b.example","display_name":"Ann <3"},"card":{"title":"Larkmeter","description":"Meters","url":"https://larkmeter.example/a/long/path"},"media_attachments":[{"description":"A lark"},{"description":null}],"poll":null}`

func read(t *testing.T, s *feedstest.Server, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	t.Helper()
	src.Type = Type
	if src.URL == "" {
		src.URL = s.At("/tags/meters")
	}
	return New(feedstest.Door(t), nil).Read(t.Context(), src, at)
}

const tagPath = "/api/v1/timelines/tag/meters"

func TestAHashtag(t *testing.T) {
	s := feedstest.NewServer(t)
	others := `{"id":"108","created_at":"2026-11-30T09:00:00Z","visibility":"private","content":"Larkmeter","account":{}},` +
		`{"id":"107","created_at":"2026-11-30T09:00:00Z","content":"Larkmeter","account":{"acct":"c","note":"<p>no robots: <a>#<span>nobot</span></a></p>"}},` +
		`{"id":"106","created_at":"2026-11-30T09:00:00Z","content":"Larkmeter","account":{"acct":"c","noindex":true}},` +
		`{"id":"105","created_at":"2026-11-30T09:00:00Z","content":"","reblog":{},"account":{"acct":"c"}},` +
		`{"id":"104","created_at":"2026-11-30T08:00:00Z","uri":"https://here.example/4","content":"local","account":{"acct":"bob"}}`
	s.Page(tagPath, "application/json", "["+one+","+others+"]")
	b, err := read(t, s, feeds.Source{}, nil)
	if err != nil || len(b.Documents) != 2 || b.More || b.Fault != nil {
		t.Fatalf("%+v %v", b, err)
	}
	d := b.Documents[0]
	if d.Text != "meters\nWe use https://larkmeter.example/a/long/path and #x\nMeters\nA lark" && d.Text != "meters\nWe use https://larkmeter.example/a/long/path and #x\nLarkmeter\nMeters\nA lark" {
		t.Errorf("%q", d.Text)
	}
	if d.Key != "https://b.example/users/ann/statuses/1" || d.Handle != "@ann@b.example" || d.Author != "Ann <3" || d.Language != "en" || d.URL != "https://b.example/@ann/1" || d.Engagement.Likes != 2 {
		t.Errorf("%+v", d.Document)
	}
	if h := b.Documents[1].Handle; h != "@bob@"+s.Host() {
		t.Errorf("a local account is %s", h)
	}
	if len(s.Asked("")) != 1 || s.Asked("")[0].Header.Get("Authorization") != "" {
		t.Errorf("%+v", s.Asked(""))
	}
	// One post disappears, and the server no longer has it.
	s.Page(tagPath, "application/json", "["+others+"]")
	b, err = read(t, s, feeds.Source{}, b.Position)
	if err != nil || len(b.Gone) != 1 || b.Gone[0].Key != d.Key || len(s.Asked("/api/v1/statuses/109")) != 1 {
		t.Errorf("gone %+v %v", b.Gone, err)
	}
}

// Pages are read back by the id of their last post, also where the server hides some posts of a page.
func TestPages(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Handle(tagPath, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, at := "9", "2026-11-30T10:00:00Z"
		switch r.URL.Query().Get("max_id") {
		case "":
			w.Header().Set("Link", `<https://x.example/?max_id=9>; rel="next", <https://x.example/?min_id=9>; rel="prev"`)
		case "9":
			id, at = "8", "2026-11-30T09:00:00Z"
		}
		_ = json.NewEncoder(w).Encode([]map[string]any{{"id": id, "uri": "https://x.example/" + id, "created_at": at, "content": "Larkmeter", "account": map[string]string{"acct": "a"}}})
	}))
	b, err := read(t, s, feeds.Source{}, nil)
	if err != nil || !b.More {
		t.Fatalf("%+v %v", b, err)
	}
	if b, err = read(t, s, feeds.Source{}, b.Position); err != nil || b.More || b.Documents[0].Key != "https://x.example/8" {
		t.Errorf("%+v %v", b, err)
	}
}

func TestASearchNeedsAToken(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Handle("/api/v2/search", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer open-sesame" {
			http.Error(w, `{"error":"The access token is invalid"}`, http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"accounts":[],"statuses":[` + one + `],"hashtags":[]}`))
	}))
	src := feeds.Source{URL: s.URL, Query: "larkmeter", Secret: "open-sesame"}
	b, err := read(t, s, src, nil)
	if err != nil || len(b.Documents) != 1 {
		t.Fatalf("%+v %v", b, err)
	}
	src.Secret = "revoked"
	_, err = read(t, s, src, nil)
	if code, _ := feeds.CodeOf(err); code != "mastodon_token_refused" || feeds.FaultOf(err) != feeds.FaultCredentials || strings.Contains(err.Error(), "revoked-") {
		t.Errorf("%v", err)
	}
	for _, src := range []feeds.Source{{URL: "https://a.example", Query: "larkmeter"}, {URL: "https://a.example"}, {URL: "https://a.example/tags/x", Query: "y"}, {URL: "https://a.example/about"}} {
		if Spec().Validate(&src) == nil {
			t.Errorf("%+v is accepted", src)
		}
	}
}

func TestClosedServers(t *testing.T) {
	for access, code := range map[string]string{"disabled": "mastodon_closed", "authenticated": "mastodon_token", "public": ""} {
		s := feedstest.NewServer(t)
		s.Page(tagPath, "application/json", "[]")
		s.Page("/api/v2/instance", "application/json", `{"configuration":{"timelines_access":{"hashtag_feeds":{"local":"`+access+`","remote":"`+access+`"}}}}`)
		b, err := read(t, s, feeds.Source{}, nil)
		if got, _ := feeds.CodeOf(b.Fault); err != nil || got != code {
			t.Errorf("%s: %v %v", access, b.Fault, err)
		}
	}
	reset := time.Now().Add(4 * time.Minute).UTC().Format(time.RFC3339Nano)
	for status, want := range map[int]string{401: "mastodon_token", 422: "mastodon_token", 429: "pause_asked", 404: "not_found", 503: "server_error"} {
		s := feedstest.NewServer(t)
		s.Handle(tagPath, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-RateLimit-Reset", reset)
			http.Error(w, `{"error":"no"}`, status)
		}))
		_, err := read(t, s, feeds.Source{}, nil)
		if code, _ := feeds.CodeOf(err); code != want {
			t.Errorf("%d: %v", status, err)
		}
		if status == 429 && (feeds.RetryAfterOf(err) < time.Minute || feeds.RetryAfterOf(err) > 4*time.Minute) {
			t.Errorf("429 waits %s", feeds.RetryAfterOf(err))
		}
	}
	for _, body := range []string{"", "null", "{}", `{"error":"x"}`, "<html>", `[{"id":7}]`, `[` + one} {
		s := feedstest.NewServer(t)
		s.Page(tagPath, "", body)
		if _, err := read(t, s, feeds.Source{}, nil); feeds.FaultOf(err) != feeds.FaultUnparsable || err == nil {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestRecognize(t *testing.T) {
	for pasted, want := range map[string]string{
		"#larkmeter@mastodon.example": "https://mastodon.example/tags/larkmeter", "https://mastodon.example/tags/Larkmeter": "https://mastodon.example/tags/Larkmeter",
		"hachyderm.io/tags/x": "https://hachyderm.io/tags/x", "https://mastodon.example/web/tags/x": "https://mastodon.example/tags/x", "#x@http://127.0.0.1:8000": "http://127.0.0.1:8000/tags/x",
		"#larkmeter": "https://mastodon.social/tags/larkmeter", "#larkmeter@": "", "https://blog.example/tags/x": "", "https://mastodon.example/@ann": "", "https://mastodon.example/": "", "#a b@c.example": "", "@ann@mastodon.example": "",
	} {
		if got, ok := Recognize(pasted); got.URL != want || ok != (want != "") {
			t.Errorf("%s: %q %v", pasted, got.URL, ok)
		}
	}
}

func TestRecordedTimelines(t *testing.T) {
	dir := feedstest.Data(t, "sources/mastodon")
	for file, want := range map[string]int{"rtoot_get_timeline_hashtag_anonymous.json": 5, "rtoot_get_timeline_public_anonymous.json": 20, "mpy_test_public_tl_anonymous.json": 8} {
		body, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		s := feedstest.NewServer(t)
		s.Page(tagPath, "application/json", string(body))
		b, err := read(t, s, feeds.Source{}, nil)
		if err != nil || len(b.Documents) != want {
			t.Errorf("%s: %d posts, %v", file, len(b.Documents), err)
		}
		for _, d := range b.Documents {
			if d.Text == "" && len(b.Documents) == 1 || d.Handle == "" || d.URL == "" || strings.Contains(d.Text, "</") {
				t.Errorf("%s: %+v", file, d.Document)
			}
		}
	}
}

// A post of many megabytes takes no longer than others.
func TestHostilePosts(t *testing.T) {
	long := strings.Repeat("<a href=\"https://x.example/", 100_000)
	media := strings.Repeat(`{"description":"`+strings.Repeat("lark ", 2000)+`"},`, 500) + "{}"
	for name, body := range map[string]string{
		"links": `{"id":"1","created_at":"2026-11-30T10:00:00Z","content":` + strconv.Quote(long) + `}`,
		"media": `{"id":"1","created_at":"2026-11-30T10:00:00Z","content":"x","media_attachments":[` + media + `]}`,
		"tags":  `{"id":"1","created_at":"2026-11-30T10:00:00Z","content":"` + strings.Repeat("<b>", 300_000) + `"}`,
		"spans": `{"id":"1","created_at":"2026-11-30T10:00:00Z","content":` + strconv.Quote(strings.Repeat(`<span class="invisible">`, 50_000)) + `}`,
		"note":  `{"id":"1","created_at":"2026-11-30T10:00:00Z","content":"x","account":{"note":"` + strings.Repeat("&lt;", 500_000) + `"}}`,
	} {
		s := feedstest.NewServer(t)
		s.Page(tagPath, "application/json", "["+body+"]")
		begun := time.Now()
		b, err := read(t, s, feeds.Source{}, nil)
		if took := time.Since(begun); err != nil || took > 2*time.Second || len(b.Documents) == 1 && len(b.Documents[0].Text) > 64<<10 {
			t.Errorf("%s: %d documents after %s, %v", name, len(b.Documents), took, err)
		}
	}
}

func FuzzStatus(f *testing.F) {
	f.Add([]byte(one))
	f.Add([]byte(`{"id":"1","content":"<a href=\"https://x.example\">x</a>","reblog":null,"account":{"note":"nobot"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var s status
		if json.Unmarshal(body, &s) != nil {
			return
		}
		if d, ok := s.document("https://a.example"); ok && (d.Key == "" || !utf8.ValidString(d.Text)) {
			t.Errorf("%+v", d)
		}
	})
}
