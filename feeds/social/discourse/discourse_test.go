package discourse

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

const answer = `{"latest_posts":[
{"id":14,"name":null,"username":"ann","created_at":"2026-11-30T10:00:00.475Z","cooked":"<aside class=\"quote no-group\" data-post=\"1\"><blockquote>We use Quillmark</blockquote></aside><p>We moved to <a href=\"https://larkmeter.example/x?a=1&amp;b=2\">this</a></p>","post_number":2,"post_type":1,"topic_id":11,"topic_slug":"meters","topic_title":"Quillmark?","reply_count":1,"reads":5,"hidden":false,"deleted_at":null},
{"id":13,"name":"Bob","username":"bob","created_at":"2026-11-30T09:00:00Z","cooked":"<p>Which?</p>","post_number":1,"post_type":1,"topic_id":11,"topic_slug":"meters","topic_title":"Quillmark?"},
{"id":12,"username":"cas","created_at":"2026-11-30T08:00:00Z","cooked":"<p>x</p>","post_type":1,"user_deleted":true},
{"id":11,"username":"system","created_at":"2026-11-30T08:00:00Z","cooked":"","post_type":3}]}`

func read(t *testing.T, s *feedstest.Server, at feeds.Position) (feeds.Batch, error) {
	t.Helper()
	return New(feedstest.Door(t)).Read(t.Context(), feeds.Source{Type: Type, URL: s.URL + "/"}, at)
}

func TestNewPosts(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/posts.json", "application/json", answer)
	b, err := read(t, s, nil)
	if err != nil || len(b.Documents) != 2 || len(b.Gone) != 1 || b.Gone[0].Key != s.Host()+"/p/12" || !b.More {
		t.Fatalf("%+v %v", b, err)
	}
	reply, first := b.Documents[0], b.Documents[1]
	if reply.Text != "We moved to this\nhttps://larkmeter.example/x?a=1&b=2" || reply.Title != "" || reply.Handle != "@ann@"+s.Host() || reply.Author != "ann" || reply.URL != s.URL+"/t/meters/11/2" || reply.Thread != s.Host()+"/t/11" {
		t.Errorf("%+v", reply.Document)
	}
	if first.Title != "Quillmark?" || first.Text != "Which?" || first.Key != s.Host()+"/p/13" || first.Author != "Bob" {
		t.Errorf("%+v", first.Document)
	}
	// The next page is the one before the lowest number. It is empty, and the list ends.
	s.Handle("/posts.json", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := `{"latest_posts":[]}`
		if r.URL.RawQuery == "" {
			body = `{"latest_posts":[` + answer[strings.Index(answer, `{"id":13`):]
		}
		_, _ = w.Write([]byte(body))
	}))
	if b, err = read(t, s, b.Position); err != nil || b.More || s.Asked("")[1].Query != "before=11" {
		t.Errorf("%+v %v", b, err)
	}
	// The reply has disappeared, and only the staff may see it.
	s.Handle("/posts/14.json", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusForbidden) }))
	if b, err = read(t, s, b.Position); err != nil || len(b.Gone) != 2 || b.Gone[1].Key != s.Host()+"/p/14" {
		t.Errorf("gone %+v %v", b.Gone, err)
	}
}

func TestBadAnswers(t *testing.T) {
	for _, body := range []string{"", "null", "{}", "<html>", `{"errors":["x"]}`, `{"latest_posts":{}}`, answer[:200]} {
		s := feedstest.NewServer(t)
		s.Page("/posts.json", "", body)
		if _, err := read(t, s, nil); err == nil || feeds.FaultOf(err) != feeds.FaultUnparsable {
			t.Errorf("%q: %v", body, err)
		}
	}
	s := feedstest.NewServer(t)
	s.Handle("/posts.json", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"errors":["slow down"],"error_type":"rate_limit","extras":{"wait_seconds":90}}`, http.StatusTooManyRequests)
	}))
	if _, err := read(t, s, nil); feeds.FaultOf(err) != feeds.FaultThrottled || feeds.RetryAfterOf(err).Seconds() < 90 {
		t.Errorf("%v, again after %s", err, feeds.RetryAfterOf(err))
	}
	s = feedstest.NewServer(t)
	s.Handle("/posts.json", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusForbidden) }))
	if _, err := read(t, s, nil); feeds.FaultOf(err) != feeds.FaultBlocked {
		t.Errorf("posts after a login only: %v", err)
	}
}

func TestRecognize(t *testing.T) {
	for pasted, want := range map[string]string{
		"https://forum.example/t/meters-compared/123/4": "https://forum.example", "https://x.example/forum/c/support/12/l/latest": "https://x.example/forum",
		"https://meta.discourse.example/latest": "https://meta.discourse.example", "http://127.0.0.1:80/c/meters/5": "http://127.0.0.1:80", "https://f.example/c/a/b/7": "https://f.example",
		"https://forum.example/": "", "https://forum.example/latest": "", "https://youtube.com/c/name": "", "https://blog.example/t/x": "", "larkmeter": "",
	} {
		if got, ok := Recognize(pasted); got.URL != want || ok != (want != "") {
			t.Errorf("%s: %q %v", pasted, got.URL, ok)
		}
	}
}

func TestRecordedPosts(t *testing.T) {
	body, err := os.ReadFile(filepath.Join(feedstest.Data(t, "sources/discourse"), "posts_before.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := feedstest.NewServer(t)
	s.Page("/posts.json", "application/json", string(body))
	b, err := read(t, s, nil)
	if err != nil || len(b.Documents) != 3 {
		t.Fatalf("%d posts %v", len(b.Documents), err)
	}
	for _, d := range b.Documents {
		if d.Text == "" || d.Author == "" || d.Title == "" && d.Thread == "" || !strings.HasPrefix(d.URL, s.URL+"/t/") {
			t.Errorf("%+v", d.Document)
		}
	}
}

func FuzzPost(f *testing.F) {
	f.Add([]byte(`{"id":14,"username":"ann","created_at":"2026-11-30T10:00:00Z","cooked":"<aside class=\"quote\">x</aside><a href=\"https://x.example\">y</a>","post_number":2,"topic_id":11,"topic_slug":"meters"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var p post
		if json.Unmarshal(body, &p) != nil {
			return
		}
		if d := p.document(forum{base: "https://a.example"}, "a.example/p/1"); !strings.HasPrefix(d.URL, "https://a.example/") || strings.ContainsAny(d.URL, " \n\"<") {
			t.Errorf("%+v", d)
		}
	})
}
