package e2e

import (
	"fmt"
	"html"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

// post is a post on a small network of the test. Its number is its key and the minutes after noon.
type post struct {
	n    int
	text string
}

func (p post) at() time.Time {
	return time.Now().UTC().Truncate(time.Hour).Add(time.Duration(p.n-60) * time.Minute)
}

// small is a network on loopback with some posts, which one of the table below shows as its API would.
type small struct {
	*feedstest.Server
	mu    sync.Mutex
	posts []post // newest first
}

func (s *small) set(posts ...post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posts = posts
}

// each writes each post by the format, with a separator between them.
func (s *small) each(between string, format func(post) string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, p := range s.posts {
		out = append(out, format(p))
	}
	return strings.Join(out, between)
}

func (s *small) answer(path string, body func(r *http.Request) string) {
	s.Handle(path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, body(r)) }))
}

// network is how the binary is pointed at a small network, and how that shows its posts.
type network struct {
	settings func(*small) string   // of the configuration
	add      func(*small) []string // what a person types after "source add"
	kind     string
	serve    func(*small)
	url      func(s *small, n int) string
}

var networks = map[string]network{
	"hackernews": {
		settings: func(s *small) string {
			return fmt.Sprintf("endpoints: {hackernews: %q, hackernews_items: %q}\n", s.URL, s.URL)
		},
		add: func(*small) []string { return []string{"https://hn.algolia.com/?q=larkmeter"} },
		serve: func(s *small) {
			s.answer("/api/v1/search_by_date", func(*http.Request) string {
				return `{"hits":[` + s.each(",", func(p post) string {
					return fmt.Sprintf(`{"objectID":"%d","created_at_i":%d,"author":"ann","comment_text":%q,"story_title":"Larkmeter","story_id":1}`, p.n, p.at().Unix(), p.text)
				}) + `]}`
			})
			s.answer("/v0/item/2.json", func(*http.Request) string { return `{"id":2,"deleted":true}` })
		},
		url: func(_ *small, n int) string { return fmt.Sprintf("https://news.ycombinator.com/item?id=%d", n) },
	},
	"mastodon": {
		settings: func(*small) string { return "" },
		add:      func(s *small) []string { return []string{"#larkmeter@" + s.URL} },
		serve: func(s *small) {
			s.answer("/api/v1/timelines/tag/larkmeter", func(*http.Request) string {
				return "[" + s.each(",", func(p post) string {
					return fmt.Sprintf(`{"id":"%d","created_at":%q,"uri":"https://b.example/%d","url":"https://b.example/%d","content":%q,"account":{"acct":"ann"}}`, p.n, p.at().Format(time.RFC3339), p.n, p.n, "<p>"+html.EscapeString(p.text)+"</p>")
				}) + "]"
			})
		},
		url: func(_ *small, n int) string { return fmt.Sprintf("https://b.example/%d", n) },
	},
	"reddit": {
		settings: func(s *small) string { return fmt.Sprintf("endpoints: {reddit: %q}\n", s.URL) },
		add:      func(*small) []string { return []string{"r/analytics"} },
		serve: func(s *small) {
			s.answer("/r/analytics/new/.rss", func(*http.Request) string {
				return `<feed xmlns="http://www.w3.org/2005/Atom">` + s.each("", func(p post) string {
					return fmt.Sprintf(`<entry><id>t3_%d</id><published>%s</published><title>A post</title><author><name>/u/ann</name></author><link href="https://www.reddit.com/r/analytics/comments/%d/x/"/><content type="html">%s</content></entry>`,
						p.n, p.at().Format(time.RFC3339), p.n, html.EscapeString("<p>"+html.EscapeString(p.text)+"</p> &#32; submitted by &#32; Larkmeter"))
				}) + "</feed>"
			})
		},
		url: func(_ *small, n int) string {
			return fmt.Sprintf("https://www.reddit.com/r/analytics/comments/%d/x/", n)
		},
	},
	"lemmy": {
		settings: func(*small) string { return "" },
		add:      func(s *small) []string { return []string{"!meters@" + s.URL} },
		serve: func(s *small) {
			s.answer("/api/v3/post/list", func(*http.Request) string {
				return `{"posts":[` + s.each(",", func(p post) string {
					return fmt.Sprintf(`{"post":{"id":%d,"name":"A post","body":%q,"ap_id":"https://b.example/post/%d","published":%q},"creator":{"name":"ann","actor_id":"https://b.example/u/ann"}}`, p.n, p.text, p.n, p.at().Format(time.RFC3339))
				}) + `]}`
			})
			s.answer("/api/v3/comment/list", func(*http.Request) string { return `{"comments":[]}` })
			s.answer("/api/v3/post", func(*http.Request) string { return `{"post_view":{"post":{"id":2,"deleted":true}}}` })
		},
		url: func(_ *small, n int) string { return fmt.Sprintf("https://b.example/post/%d", n) },
	},
	"discourse": {
		settings: func(*small) string { return "" },
		add:      func(s *small) []string { return []string{"--type", "discourse", s.At("/t/meters/11/3")} },
		serve: func(s *small) {
			s.answer("/posts.json", func(r *http.Request) string {
				if r.URL.RawQuery != "" {
					return `{"latest_posts":[]}`
				}
				return `{"latest_posts":[` + s.each(",", func(p post) string {
					return fmt.Sprintf(`{"id":%d,"username":"ann","created_at":%q,"cooked":%q,"post_number":%d,"post_type":1,"topic_id":11,"topic_slug":"meters","topic_title":"Larkmeter"}`, p.n, p.at().Format(time.RFC3339), "<p>"+html.EscapeString(p.text)+"</p>", p.n+1)
				}) + `]}`
			})
		},
		url: func(s *small, n int) string { return fmt.Sprintf("%s/t/meters/11/%d", s.URL, n+1) },
	},
	"telegram": {
		settings: func(s *small) string { return fmt.Sprintf("endpoints: {telegram: %q}\n", s.URL) },
		add:      func(*small) []string { return []string{"t.me/larks"} },
		serve: func(s *small) {
			s.answer("/s/larks", func(r *http.Request) string {
				page := `<section class="tgme_channel_history">`
				if r.URL.RawQuery != "" {
					return page
				}
				return page + s.each("", func(p post) string {
					return fmt.Sprintf(`<div class="tgme_widget_message" data-post="larks/%d"><div class="tgme_widget_message_text">%s</div><time datetime="%s"></time></div>`, p.n, html.EscapeString(p.text), p.at().Format(time.RFC3339))
				})
			})
			s.answer("/larks/2", func(*http.Request) string { return `<div class="tgme_widget_message_error">Post not found</div>` })
		},
		url: func(_ *small, n int) string { return fmt.Sprintf("https://t.me/larks/%d", n) },
	},
}

// Each network of posts, from what a person pastes to mentions: those that name the brand and no others are
// stored, an edit and a deletion are followed, and nothing is stored twice.
func TestNetworksOfPosts(t *testing.T) {
	t.Parallel()
	for name, n := range networks {
		t.Run(name, func(t *testing.T) {
			net := &small{Server: feedstest.NewServer(t)}
			n.serve(net)
			net.set(post{2, "We moved our reports to Larkmeter."}, post{1, "Good morning, everybody."})
			s := serve(t, quick+n.settings(net))
			s.addBrand("Larkmeter", nil)
			out, code := s.run(nil, append([]string{"source", "add"}, n.add(net)...)...)
			if code != 0 {
				t.Fatalf("source add exits with %d: %s", code, out)
			}
			var sources struct {
				Items []struct{ ID, Type, Health, Error string }
			}
			s.must("GET", "/sources", nil, &sources)
			if len(sources.Items) != 1 || sources.Items[0].Type != name {
				t.Fatalf("%+v", sources.Items)
			}
			want := func(posts ...int) {
				t.Helper()
				var urls []string
				for _, p := range posts {
					urls = append(urls, n.url(net, p))
				}
				slices.Sort(urls)
				eventually(t, func() string {
					var have []string
					for _, m := range s.mentions("state=new") {
						have = append(have, m.Document.URL)
					}
					if slices.Sort(have); !slices.Equal(have, urls) {
						s.must("GET", "/sources", nil, &sources)
						return fmt.Sprintf("mentions in %q, want %q; %+v", have, urls, sources.Items)
					}
					return ""
				})
				s.stored(sources.Items[0].ID, len(posts))
			}
			want(2)
			net.set(post{5, "Larkmeter again."}, post{4, "Larkmeter <3 us."}, post{3, "Nothing."}, post{2, "We moved our reports to Larkmeter."}, post{1, "Good morning, everybody."})
			want(2, 4, 5)
			net.set(post{5, "Larkmeter again."}, post{4, "Never mind."}, post{3, "Nothing."}, post{1, "Good morning, everybody."})
			want(5)
		})
	}
}
