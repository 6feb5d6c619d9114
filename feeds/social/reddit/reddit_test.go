package reddit

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

const (
	head = `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>analytics</title>`
	text = `<entry><author><name>/u/ann-a</name></author><content type="html">&lt;!-- SC_OFF --&gt;&lt;div class=&quot;md&quot;&gt;&lt;p&gt;Moved to Larkmeter &amp;amp; like it.&lt;/p&gt;&lt;/div&gt;&lt;!-- SC_ON --&gt; &amp;#32; submitted by &amp;#32; &lt;a href=&quot;https://www.reddit.com/user/ann-a&quot;&gt; /u/ann-a &lt;/a&gt; &lt;br/&gt; &lt;span&gt;&lt;a href=&quot;https://www.reddit.com/r/analytics/comments/abc1/x/&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt; &amp;#32; &lt;span&gt;&lt;a href=&quot;https://www.reddit.com/r/analytics/comments/abc1/x/&quot;&gt;[comments]&lt;/a&gt;&lt;/span&gt;</content><id>t3_abc1</id><link href="https://www.reddit.com/r/analytics/comments/abc1/x/" /><updated>2026-11-30T10:00:00+00:00</updated><published>2026-11-30T09:59:00+00:00</published><title>Our reports</title></entry>`
	away = `<entry><author><name>/u/bob</name></author><content type="html">&amp;#32; submitted by &amp;#32; &lt;a href=&quot;https://www.reddit.com/user/bob&quot;&gt; /u/bob &lt;/a&gt; &lt;span&gt;&lt;a href=&quot;https://larkmeter.example/?a=1&amp;amp;b=2&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt;</content><id>t3_abc0</id><link href="https://www.reddit.com/r/analytics/comments/abc0/y/" /><updated>2026-11-30T08:00:00+00:00</updated><title>Look</title></entry>`
	said = `<entry><author><name>/u/cas</name></author><content type="html">&lt;p&gt;Larkmeter.&lt;/p&gt;</content><id>t1_def</id><link href="https://www.reddit.com/r/analytics/comments/abc1/x/def/" /><updated>2026-11-30T11:00:00+00:00</updated><title>/u/cas on Larkmeter it is</title></entry>`
	gone = `<entry><content type="html">&lt;p&gt;[removed]&lt;/p&gt;</content><id>t3_abb9</id><link href="https://www.reddit.com/r/analytics/comments/abb9/z/" /><updated>2026-11-30T07:00:00+00:00</updated><title>Larkmeter</title></entry>`
)

func read(t *testing.T, s *feedstest.Server, address string, at feeds.Position) (feeds.Batch, error) {
	t.Helper()
	return New(feedstest.Door(t), s.URL).Read(t.Context(), feeds.Source{Type: Type, URL: address}, at)
}

func TestASubreddit(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/r/analytics/new/.rss", "application/atom+xml", head+said+text+away+gone+"</feed>")
	b, err := read(t, s, "https://www.reddit.com/r/analytics", nil)
	if err != nil || len(b.Documents) != 3 || len(b.Gone) != 1 || b.Gone[0].Key != "t3_abb9" || b.More {
		t.Fatalf("%+v %v", b, err)
	}
	comment, self, link := b.Documents[0], b.Documents[1], b.Documents[2]
	if self.Text != "Moved to Larkmeter & like it." || self.Title != "Our reports" || self.Handle != "u/ann-a" || self.Key != "t3_abc1" || self.Published.Minute() != 59 || self.Thread != "" {
		t.Errorf("%+v", self.Document)
	}
	if link.Text != "https://larkmeter.example/?a=1&b=2" || link.Title != "Look" {
		t.Errorf("%+v", link.Document)
	}
	if comment.Title != "" || comment.Text != "Larkmeter." || comment.Thread != "t3_abc1" {
		t.Errorf("%+v", comment.Document)
	}
	// A post that is missing among the newest was removed.
	s.Page("/r/analytics/new/.rss", "application/atom+xml", head+said+away+"</feed>")
	b, err = read(t, s, "r/analytics", b.Position)
	if err != nil || len(b.Gone) != 1 || b.Gone[0].Key != "t3_abc1" {
		t.Errorf("gone %+v %v", b.Gone, err)
	}
}

// Reddit wants its users to stay unknown: no handle of theirs may be matched with a lead.
func TestAuthorsAreNeverMatched(t *testing.T) {
	if Spec().JoinAuthors {
		t.Error("JoinAuthors is set")
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		header [2]string
		body   string
		code   string
		least  time.Duration
	}{
		"blocked":  {403, [2]string{}, "<html>blocked by network security", "reddit_refused", time.Hour},
		"pause":    {429, [2]string{"Retry-After", "7200"}, "", "pause_asked", 2 * time.Hour},
		"reset":    {429, [2]string{"X-Ratelimit-Reset", "7100.5"}, "", "pause_asked", 7100 * time.Second},
		"no reset": {429, [2]string{}, "", "pause_asked", time.Hour},
		"wall":     {200, [2]string{}, "\n<!DOCTYPE html><title>Prove your humanity</title>", "reddit_wall", time.Hour},
		"body":     {200, [2]string{}, "<body class=theme>whoa there, pardner", "reddit_wall", time.Hour},
		"empty":    {200, [2]string{}, "", "posts_unreadable", 0},
		"json":     {200, [2]string{}, `{"message":"Forbidden"}`, "posts_unreadable", 0},
		"cut off":  {200, [2]string{}, head + text, "posts_unreadable", 0},
		"other":    {200, [2]string{}, "<opml/>", "posts_unreadable", 0},
		"missing":  {404, [2]string{}, "", "not_found", 0},
	} {
		s := feedstest.NewServer(t)
		s.Handle("/r/analytics/new/.rss", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.header[0] != "" {
				w.Header().Set(c.header[0], c.header[1])
			}
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		}))
		_, err := read(t, s, "r/analytics", nil)
		if code, _ := feeds.CodeOf(err); code != c.code || feeds.RetryAfterOf(err) < c.least {
			t.Errorf("%s: %v (%s), again after %s", name, err, code, feeds.RetryAfterOf(err))
		}
	}
}

func TestAddresses(t *testing.T) {
	for pasted, want := range map[string][2]string{
		"r/analytics": {"https://www.reddit.com/r/analytics", "/r/analytics/new/.rss?limit=100"},
		"https://old.reddit.com/r/a1+b2/new/.rss":                {"https://www.reddit.com/r/a1+b2", "/r/a1+b2/new/.rss?limit=100"},
		"https://www.reddit.com/r/analytics/comments":            {"https://www.reddit.com/r/analytics/comments", "/r/analytics/comments/.rss?limit=100"},
		"https://www.reddit.com/r/analytics/comments/abc/title/": {"https://www.reddit.com/r/analytics", "/r/analytics/new/.rss?limit=100"},
		"reddit.com/search/?q=larkmeter&type=link":               {"https://www.reddit.com/search?q=larkmeter", "/search.rss?limit=100&q=larkmeter&sort=new"},
		"https://www.reddit.com/r/analytics/search?q=a+b":        {"https://www.reddit.com/r/analytics/search?q=a+b", "/r/analytics/search.rss?limit=100&q=a+b&restrict_sr=on&sort=new"},
		"https://www.reddit.com/":                                {}, "https://reddit.com.evil.example/r/x1": {}, "https://notreddit.com/r/x1": {}, "r/": {}, "r/a b": {}, "r/../../x": {}, "https://www.reddit.com/search": {},
	} {
		s, ok := Recognize(pasted)
		if s.URL != want[0] || ok != (want[0] != "") {
			t.Errorf("%s: %q %v", pasted, s.URL, ok)
			continue
		}
		if l, _ := parse(s.URL); ok && l.path() != want[1] {
			t.Errorf("%s is read at %s", pasted, l.path())
		}
	}
}

func TestRecordedFeeds(t *testing.T) {
	dir := feedstest.Data(t, "sources/reddit")
	for file, want := range map[string]int{"reddit_atom.rss": 24, "reddit_atom_small.xml": 1, "reddit_old.rss": 24} {
		body, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		p, err := parseFeed(body)
		if err != nil || len(p.Posts) != want {
			t.Errorf("%s: %d posts, %v", file, len(p.Posts), err)
		}
		for _, d := range p.Posts {
			if d.Title == "" || d.Handle == "" || d.URL == "" || strings.Contains(d.Text, "submitted by") || strings.Contains(d.Text, "[comments]") {
				t.Errorf("%s: %+v", file, d)
			}
		}
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(head + text + said + away + gone + "</feed>"))
	f.Add([]byte(`<rss><channel><item><link>https://www.reddit.com/r/x/comments/ab/</link><pubDate>Sat, 23 Jan 2016 15:40:37 +0000</pubDate><description><p>x</p></description></item></channel></rss>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, _ := parseFeed(body)
		for _, d := range p.Posts {
			if d.Key == "" || d.Published.IsZero() {
				t.Errorf("%+v", d)
			}
		}
	})
}
