package lemmy

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

const (
	posts = `{"posts":[{"post":{"id":7,"name":"Meters compared","body":"We took **Larkmeter** ![a lark](https://x.example/l.png).","url":"https://larkmeter.example/","ap_id":"https://other.example/post/70","published":"2026-11-30T10:00:00.123456","deleted":false,"removed":false},
"creator":{"name":"ann","display_name":null,"actor_id":"https://other.example/u/ann","bot_account":false},"community":{"name":"meters"},"counts":{"score":4,"comments":2}},
{"post":{"id":6,"name":"Gone","ap_id":"https://lemmy.example/post/6","published":"2026-11-30T09:00:00Z","deleted":true},"creator":{"name":"bob"}},
{"post":{"id":5,"name":"Bot","ap_id":"https://lemmy.example/post/5","published":"2026-11-30T09:00:00Z"},"creator":{"name":"b","bot_account":true}}]}`
	comments = `{"comments":[{"comment":{"id":9,"content":"Larkmeter\nindeed","ap_id":"https://lemmy.example/comment/9","published":"2026-11-30T11:00:00Z","path":"0.9"},"post":{"id":7,"name":"Larkmeter","ap_id":"https://other.example/post/70","published":"2026-11-30T10:00:00Z"},"creator":{"name":"cas","display_name":"Cas","actor_id":"https://lemmy.example/u/cas"},"counts":{"score":1,"child_count":0}}]}`
)

func read(t *testing.T, s *feedstest.Server, src feeds.Source, at feeds.Position) (feeds.Batch, error) {
	t.Helper()
	src.Type, src.URL = Type, s.URL+src.URL
	return New(feedstest.Door(t)).Read(t.Context(), src, at)
}

func TestPostsAndComments(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/api/v3/post/list", "application/json", posts)
	s.Page("/api/v3/comment/list", "application/json", comments)
	b, err := read(t, s, feeds.Source{URL: "/c/meters@other.example"}, nil)
	if err != nil || len(b.Documents) != 2 || len(b.Gone) != 1 || b.Gone[0].Key != "https://lemmy.example/post/6" {
		t.Fatalf("%+v %v", b, err)
	}
	comment, post := b.Documents[0], b.Documents[1]
	if post.Key != "https://other.example/post/70" || post.Title != "Meters compared" || post.Text != "We took **Larkmeter** a lark.\nhttps://larkmeter.example/" || post.Author != "ann" || post.Handle != "@ann@other.example" ||
		post.Published.Hour() != 10 || post.Engagement.Likes != 4 || post.Thread != "" {
		t.Errorf("%+v", post.Document)
	}
	if comment.Title != "" || comment.Text != "Larkmeter\nindeed" || comment.Thread != post.Key || comment.Author != "Cas" {
		t.Errorf("%+v", comment.Document)
	}
	for _, a := range s.Asked("") {
		if !strings.Contains(a.Query, "community_name=meters%40other.example") || !strings.Contains(a.Query, "sort=New") {
			t.Errorf("asked %s?%s", a.Path, a.Query)
		}
	}
	// Both disappear: the server says which was deleted.
	s.Page("/api/v3/post/list", "application/json", `{"posts":[]}`)
	s.Page("/api/v3/comment/list", "application/json", `{"comments":[]}`)
	s.Page("/api/v3/post", "application/json", `{"post_view":{"post":{"id":7,"deleted":false,"removed":true}}}`)
	s.Page("/api/v3/comment", "application/json", `{"comment_view":{"comment":{"id":9}}}`)
	b, err = read(t, s, feeds.Source{URL: "/c/meters@other.example"}, b.Position)
	if err != nil || len(b.Gone) != 1 || b.Gone[0].Key != post.Key {
		t.Errorf("gone %+v %v", b.Gone, err)
	}
}

func TestASearch(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/api/v3/search", "application/json", strings.TrimSuffix(posts, "}")+","+comments[1:])
	b, err := read(t, s, feeds.Source{Query: "larkmeter"}, nil)
	if err != nil || len(b.Documents) != 2 || !strings.Contains(s.Asked("")[0].Query, "q=larkmeter") {
		t.Errorf("%+v %v", b, err)
	}
}

func TestBadAnswers(t *testing.T) {
	for _, body := range []string{"", "null", "{}", "<html>", `{"error":"x"}`, `{"posts":[{"post":7}]}`, posts[:100]} {
		s := feedstest.NewServer(t)
		s.Page("/api/v3/post/list", "", body)
		if _, err := read(t, s, feeds.Source{}, nil); err == nil || feeds.FaultOf(err) != feeds.FaultUnparsable {
			t.Errorf("%q: %v", body, err)
		}
	}
	for status, kind := range map[int]feeds.FaultKind{429: feeds.FaultThrottled, 401: feeds.FaultCredentials, 404: feeds.FaultAbsent, 502: feeds.FaultTransient} {
		s := feedstest.NewServer(t)
		s.Handle("/api/v3/post/list", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "rate_limit_error", status) }))
		if _, err := read(t, s, feeds.Source{}, nil); feeds.FaultOf(err) != kind {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestRecognize(t *testing.T) {
	for pasted, want := range map[string]string{
		"!meters@lemmy.example": "https://lemmy.example/c/meters", "https://lemmy.example/c/meters@other.example": "https://lemmy.example/c/meters@other.example",
		"lemmy.example": "https://lemmy.example", "!m@http://127.0.0.1:80": "http://127.0.0.1:80/c/m",
		"!meters": "", "https://blog.example/c/x": "", "https://lemmy.example/post/1": "", "!a b@c.example": "", "!@c.example": "",
	} {
		if got, ok := Recognize(pasted); got.URL != want || ok != (want != "") {
			t.Errorf("%s: %q %v", pasted, got.URL, ok)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte(posts))
	f.Add([]byte(comments))
	f.Fuzz(func(t *testing.T, body []byte) {
		var a answer
		if json.Unmarshal(body, &a) != nil {
			return
		}
		p := timeline.Page{IDs: map[string]string{}}
		for _, views := range []*[]view{a.Posts, a.Comments} {
			if views != nil {
				for _, v := range *views {
					v.add(&p)
				}
			}
		}
		for _, d := range p.Posts {
			if d.Key == "" || p.IDs[d.Key] == "" {
				t.Errorf("%+v", d)
			}
		}
	})
}
