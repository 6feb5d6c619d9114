package single_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/feeds/social/bluesky"
	"github.com/namedrop/namedrop/feeds/social/discourse"
	"github.com/namedrop/namedrop/feeds/social/hackernews"
	"github.com/namedrop/namedrop/feeds/social/lemmy"
	"github.com/namedrop/namedrop/feeds/social/linkedin"
	"github.com/namedrop/namedrop/feeds/social/mastodon"
	"github.com/namedrop/namedrop/feeds/social/reddit"
	"github.com/namedrop/namedrop/feeds/social/telegram"
	"github.com/namedrop/namedrop/feeds/social/xpost"
	"github.com/namedrop/namedrop/feeds/web"
)

func specs() []feeds.Spec {
	return []feeds.Spec{
		bluesky.Spec(), hackernews.Spec(), mastodon.Spec(), reddit.Spec(), lemmy.Spec(), discourse.Spec(), telegram.Spec(),
		xpost.Spec(), linkedin.Spec(), web.Spec(),
	}
}

// Who reads which address, and what the address says by itself.
func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://bsky.app/profile/ada.example/post/3k7qmjev5lr2s":                                "bluesky at://ada.example/app.bsky.feed.post/3k7qmjev5lr2s",
		"https://bsky.app/profile/did:plc:abc/post/3k":                                           "bluesky at://did:plc:abc/app.bsky.feed.post/3k",
		"https://news.ycombinator.com/item?id=42":                                                "hackernews 42",
		"https://mastodon.example/@ada/109294719267373593":                                       "mastodon https://mastodon.example/users/ada/statuses/109294719267373593",
		"https://social.example/@ada@other.example/109294719267373593":                           "mastodon https://social.example/statuses/109294719267373593",
		"https://www.reddit.com/r/meters/comments/1abcde/larkmeter_is_good/":                     "reddit t3_1abcde",
		"https://old.reddit.com/r/meters/comments/1abcde/larkmeter_is_good/kxyz12/?context=3":    "reddit t1_kxyz12",
		"https://redd.it/1abcde":                                                                 "reddit t3_1abcde",
		"https://lemmy.example/post/77":                                                          "lemmy https://lemmy.example/post/77",
		"https://forum.example/t/larkmeter/12/3":                                                 "discourse forum.example/p/0/12/3",
		"https://t.me/s/Larkmeter/9":                                                             "telegram larkmeter/9",
		"https://t.me/larkmeter/9?single":                                                        "telegram larkmeter/9",
		"https://twitter.com/pepephone/status/436461658601713664?s=20":                           "x 436461658601713664",
		"https://x.com/i/web/status/436461658601713664":                                          "x 436461658601713664",
		"https://www.linkedin.com/posts/ada-lark_meters-activity-7300000000000000000-AbCd?utm=x": "linkedin 7300000000000000000",
		"https://nl.linkedin.com/feed/update/urn:li:activity:7300000000000000000/":               "linkedin 7300000000000000000",
		"https://www.linkedin.com/in/ada":                                                        "web linkedin.com/in/ada",
		"https://blog.example/post/77":                                                           "web blog.example/post/77",
		"https://x.com/ada":                                                                      "web x.com/ada",
		"https://t.me/larkmeter":                                                                 "web t.me/larkmeter",
		"https://blog.example/a.pdf":                                                             "",
		"ftp://blog.example/a":                                                                   "",
		"javascript:alert(1)":                                                                    "",
		"":                                                                                       "",
	} {
		_, d, ok := single.Opener(specs(), address)
		got := ""
		if ok {
			got = d.Network + " " + d.Key
		}
		if got != want {
			t.Errorf("%s: %q", address, got)
		}
	}
	// The numbers of these hold the time.
	_, x, _ := single.Opener(specs(), "https://x.com/pepephone/status/436461658601713664")
	if x.Published.Format(time.DateOnly) != "2014-02-20" {
		t.Errorf("X: %s", x.Published)
	}
	_, l, _ := single.Opener(specs(), "https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000000")
	if l.Published.Format(time.DateOnly) != "2025-02-25" {
		t.Errorf("LinkedIn: %s", l.Published)
	}
}

type opener struct {
	*feedstest.Server
	t    *testing.T
	door *fetch.Door
}

func serve(t *testing.T) *opener {
	t.Helper()
	door, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: feedstest.Loopback(), Clock: feedstest.NewClock(time.Unix(1.79e9, 0)), PerHost: 1000, Burst: 1000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	return &opener{feedstest.NewServer(t), t, door}
}

func (o *opener) recorded(name string) string {
	o.t.Helper()
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		o.t.Skip("NAMEDROP_TESTDATA is not set: no recorded answers")
	}
	b, err := os.ReadFile(filepath.Join(dir, "sources", name))
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

func (o *opener) check(r feeds.Opener, address, key, text, author string) {
	o.t.Helper()
	item, err := r.Open(context.Background(), address)
	if err != nil {
		o.t.Errorf("%s: %v", address, err)
		return
	}
	if item.Key != key || !strings.Contains(item.Title+item.Text, text) || item.Author != author || item.ID != feeds.DocumentID(item.Network, key) || item.Kind != feeds.Post || item.Published.IsZero() {
		o.t.Errorf("%s: %+v", address, item.Document)
	}
}

func (o *opener) fails(r feeds.Opener, address string, kind feeds.FaultKind, code string) {
	o.t.Helper()
	_, err := r.Open(context.Background(), address)
	if got, _ := feeds.CodeOf(err); feeds.FaultOf(err) != kind || got != code {
		o.t.Errorf("%s: %s %s %v", address, feeds.FaultOf(err), got, err)
	}
}

func TestPostsOfX(t *testing.T) {
	o := serve(t)
	x := xpost.New(o.door, o.URL)
	const address = "https://x.com/pepephone/status/436461658601713664"
	o.Handle("/oembed", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }))
	o.fails(x, address, feeds.FaultAbsent, "post_absent")
	o.Handle("/oembed", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }))
	o.fails(x, address, feeds.FaultThrottled, "pause_asked")
	o = serve(t)
	x = xpost.New(o.door, o.URL)
	o.Page("/oembed", "application/json", `{"url":"https://twitter.com/a/status/1","author_name":"A","html":"<p>other</p>"}`)
	o.fails(x, address, feeds.FaultUnparsable, "posts_unreadable")
	o.Page("/oembed", "application/json", `{"url":"`+address+`","author_name":"A","html":"<blockquote></blockquote>"}`)
	o.fails(x, address, feeds.FaultAbsent, "post_absent")
	o.Page("/oembed", "application/json", o.recorded("x/publish_oembed.json"))
	o.check(x, address, "436461658601713664", "Pepephone rompe la baraja", "Pepephone")
}

func TestPostsOfLinkedIn(t *testing.T) {
	const address = "https://www.linkedin.com/posts/ada_x-activity-7300000000000000000-AbCd"
	const path = "/posts/ada_x-activity-7300000000000000000-AbCd"
	o := serve(t)
	l := linkedin.New(o.door, o.URL)
	o.Page(path, "text/html", `<html><script type="application/ld+json">{"@type":"SocialMediaPosting","datePublished":"2025-02-25T06:00:00Z","articleBody":"We moved to Acme","author":{"name":"Ada Lark"},"commentCount":3}</script></html>`)
	o.check(l, address, "7300000000000000000", "We moved to Acme", "Ada Lark")
	o.Page(path, "text/html", `<html><head><meta name="pageKey" content="d_auth_wall"></head></html>`)
	o.fails(l, address, feeds.FaultBlocked, "linkedin_wall")
	o.Page("/authwall", "text/html", `<html>Join</html>`)
	o.Handle(path, http.RedirectHandler("/authwall?x=1", http.StatusFound))
	o.fails(l, address, feeds.FaultBlocked, "linkedin_wall")
	o.Handle(path, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(999) }))
	o.fails(l, address, feeds.FaultBlocked, "linkedin_wall")

	o = serve(t)
	l = linkedin.New(o.door, o.URL)
	o.Page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n")
	o.fails(l, address, feeds.FaultBlocked, "linkedin_wall")
	if len(o.Asked(path)) != 0 {
		t.Error("asked for what robots.txt forbids")
	}
}

func TestPostsOfHackerNews(t *testing.T) {
	o := serve(t)
	h := hackernews.New(o.door, o.URL, o.URL)
	o.Page("/v0/item/42.json", "application/json", `{"id":42,"type":"comment","by":"ada","time":1790000000,"text":"I like <b>Acme</b>","parent":1}`)
	o.check(h, "https://news.ycombinator.com/item?id=42", "42", "I like Acme", "ada")
	o.Page("/v0/item/42.json", "application/json", `null`)
	o.fails(h, "https://news.ycombinator.com/item?id=42", feeds.FaultAbsent, "post_absent")
	o.Page("/v0/item/8863.json", "application/json", o.recorded("hackernews/fb_item_8863.json.json"))
	o.check(h, "https://news.ycombinator.com/item?id=8863", "8863", "Dropbox", "dhouston")
}

func TestPostsOfBluesky(t *testing.T) {
	o := serve(t)
	b, err := bluesky.New(bluesky.Options{Client: http.DefaultClient, Door: o.door, AppView: o.URL})
	if err != nil {
		t.Fatal(err)
	}
	o.Page("/xrpc/com.atproto.identity.resolveHandle", "application/json", `{"did":"did:plc:ic6zqvuw5ulmfpjiwnhsr2ns"}`)
	o.Page("/xrpc/app.bsky.feed.getPosts", "application/json", `{"posts":[]}`)
	const address, key = "https://bsky.app/profile/soubhikbarari.bsky.social/post/3k7qmjev5lr2s", "at://did:plc:ic6zqvuw5ulmfpjiwnhsr2ns/app.bsky.feed.post/3k7qmjev5lr2s"
	o.fails(b, address, feeds.FaultAbsent, "post_absent")
	o.Page("/xrpc/app.bsky.feed.getPosts", "application/json", o.recorded("bluesky/getPosts.json"))
	o.check(b, address, key, "LocalView", "Soubhik Barari")
}

// These servers name themselves in addresses, so the address is that of the test's server.
func TestPostsOfServers(t *testing.T) {
	o := serve(t)
	m := mastodon.New(o.door, nil)
	o.Page("/api/v1/statuses/109294719267373593", "application/json", `{"id":"109294719267373593","created_at":"2026-11-02T06:00:00Z","uri":"https://m.example/users/ada/statuses/109294719267373593","visibility":"public","content":"<p>I like Acme</p>","account":{"acct":"ada","display_name":"Ada"}}`)
	o.check(m, o.At("/@ada/109294719267373593"), "https://m.example/users/ada/statuses/109294719267373593", "I like Acme", "Ada")
	o.Page("/api/v1/statuses/109294719267373593", "application/json", `{"id":"109294719267373593","visibility":"private"}`)
	o.fails(m, o.At("/@ada/109294719267373593"), feeds.FaultAbsent, "post_absent")

	d := discourse.New(o.door)
	o.Page("/t/12/3.json", "application/json", `{"title":"Meters","slug":"meters","post_stream":{"posts":[{"id":99,"username":"ada","created_at":"2026-11-02T06:00:00Z","cooked":"<p>I like Acme</p>","post_number":3,"post_type":1,"topic_id":12}]}}`)
	o.check(d, o.At("/t/meters/12/3"), o.Host()+"/p/99", "I like Acme", "ada")
	o.Page("/t/12/1.json", "application/json", `{"post_stream":{"posts":[]}}`)
	o.fails(d, o.At("/t/meters/12"), feeds.FaultAbsent, "post_absent")

	tg := telegram.New(o.door, o.URL)
	o.Page("/larkmeter/9", "text/html", `<div class="tgme_widget_message" data-post="larkmeter/9"><div class="tgme_widget_message_owner_name">Lark</div><div class="tgme_widget_message_text">I like Acme</div><time datetime="2026-11-02T06:00:00+00:00"></time></div>`)
	o.check(tg, "https://t.me/larkmeter/9", "larkmeter/9", "I like Acme", "Lark")
	o.Page("/larkmeter/9", "text/html", `<div class="tgme_widget_message_error">Post not found</div>`)
	o.fails(tg, "https://t.me/larkmeter/9", feeds.FaultAbsent, "post_absent")

	r := reddit.New(o.door, o.URL)
	o.Page("/r/m/comments/1abcde/x/.rss", "application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>t3_1abcde</id><title>Acme is good</title><published>2026-11-02T06:00:00+00:00</published><author><name>/u/ada</name></author><link href="https://www.reddit.com/r/m/comments/1abcde/x/"/><content type="html">text</content></entry></feed>`)
	o.check(r, "https://www.reddit.com/r/m/comments/1abcde/x/", "t3_1abcde", "Acme is good", "u/ada")
	o.Page("/comments/2abcde/.rss", "text/html", `<html>blocked</html>`)
	o.fails(r, "https://redd.it/2abcde", feeds.FaultBlocked, "reddit_wall")
}

func TestPasted(t *testing.T) {
	_, of, _ := single.Opener(specs(), "https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000000")
	p, err := single.Read(feeds.Source{Settings: []byte(`{"text":"We moved\r\nto Acme\u0000","author":" Ada ","published":""}`)})
	if err != nil {
		t.Fatal(err)
	}
	d := p.Document(of)
	if d.Text != "We moved\nto Acme" || d.Author != "Ada" || d.Key != "7300000000000000000" || d.ID == "" || d.Published.Year() != 2025 {
		t.Errorf("%+v", d)
	}
	for _, bad := range []string{`{"published":"soon"}`, `{"text":7}`, `{"text":"` + strings.Repeat("x", 100_001) + `"}`} {
		if _, err := single.Read(feeds.Source{Settings: []byte(bad)}); err == nil {
			t.Errorf("%.40s: no error", bad)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	f.Add("https://x.com/a/status/1")
	f.Add("at://did:plc:a/app.bsky.feed.post/1")
	f.Fuzz(func(t *testing.T, address string) {
		if _, d, ok := single.Opener(specs(), address); ok && (d.Key == "" || d.Network == "" || d.URL == "") {
			t.Errorf("%q: %+v", address, d)
		}
	})
}
