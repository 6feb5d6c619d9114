package telegram

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
	before = `<!DOCTYPE html><html><body><main class="tgme_main"><section class="tgme_channel_history js-message_history">`
	first  = `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="Larks/7">
<a class="tgme_widget_message_owner_name" href="#"><span>The <b>Larks</b></span></a>
<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text js-message_text">Quillmark?</div></a>
<div class="tgme_widget_message_text js-message_text">No: <b>Lark</b>meter<br/>and <a href="https://larkmeter.example/a">this</a> <i class="emoji"><b>🙂</b></i></div>
<a class="tgme_widget_message_link_preview" href="https://larkmeter.example/b"><div class="link_preview_title">A title</div><div class="link_preview_description">About it</div></a>
<span class="tgme_widget_message_views">1.2K</span><a class="tgme_widget_message_date" href="https://t.me/Larks/7"><time datetime="2026-11-30T10:00:00+00:00">10:00</time></a></div></div>`
	second = `<div class="tgme_widget_message js-widget_message" data-post="Larks/9"><div class="tgme_widget_message_text js-message_text">Bye</div><time datetime="2026-11-30T11:00:00+00:00"></time></div>`
	photo  = `<div class="tgme_widget_message js-widget_message" data-post="Larks/8"><time datetime="2026-11-30T10:30:00+00:00"></time></div>`
	evil   = `<div class="tgme_widget_message" data-post="../../x/1"><div class="tgme_widget_message_text">x</div><time datetime="2026-11-30T11:00:00+00:00"></time></div>`
	after  = `</section></main></body></html>`
)

func read(t *testing.T, s *feedstest.Server, at feeds.Position) (feeds.Batch, error) {
	t.Helper()
	return New(feedstest.Door(t), s.URL).Read(t.Context(), feeds.Source{Type: Type, URL: "https://t.me/larks"}, at)
}

func TestAChannel(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/s/larks", "text/html", before+first+photo+second+evil+after)
	b, err := read(t, s, nil)
	if err != nil || len(b.Documents) != 2 || !b.More {
		t.Fatalf("%+v %v", b, err)
	}
	d := b.Documents[1]
	if d.Text != "No: Larkmeter\nand this 🙂\nhttps://larkmeter.example/a\nhttps://larkmeter.example/b\nA title\nAbout it" || d.Key != "larks/7" || d.URL != "https://t.me/Larks/7" || d.Author != "The Larks" || d.Handle != "@larks" || d.Engagement.Views != 1200 || d.Published.Hour() != 10 {
		t.Errorf("%q %+v", d.Text, d.Document)
	}
	s.Handle("/s/larks", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := before + `<div class="tme_no_messages_found">No posts found</div>` + after
		if r.URL.RawQuery == "" {
			body = before + first + after
		}
		_, _ = w.Write([]byte(body))
	}))
	if b, err = read(t, s, b.Position); err != nil || b.More || s.Asked("")[1].Query != "before=7" {
		t.Errorf("the page before: %+v %v", b, err)
	}
	s.Page("/larks/9", "text/html", `<div class="tgme_widget_message_error">Post not found</div>`)
	if b, err = read(t, s, b.Position); err != nil || len(b.Gone) != 1 || b.Gone[0].Key != "larks/9" {
		t.Errorf("gone %+v %v", b.Gone, err)
	}
}

func TestOtherPages(t *testing.T) {
	for body, code := range map[string]string{
		`<div class="tgme_page"><div class="tgme_page_title">Larks</div></div>`: "telegram_no_preview",
		"": "posts_unreadable", "<html>captcha</html>": "posts_unreadable", `{"ok":false}`: "posts_unreadable",
		before + after: "", strings.Repeat("<div>", 3000) + first: "posts_unreadable",
	} {
		s := feedstest.NewServer(t)
		s.Page("/s/larks", "text/html", body)
		_, err := read(t, s, nil)
		if got, _ := feeds.CodeOf(err); got != code && !(strings.HasPrefix(body, "<div><div>") && got == "telegram_no_preview") {
			t.Errorf("%.60q: %v", body, err)
		}
	}
	s := feedstest.NewServer(t)
	s.Handle("/s/larks", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/larks", http.StatusFound) }))
	s.Page("/larks", "text/html", `<div class="tgme_page"></div>`)
	if _, err := read(t, s, nil); feeds.FaultOf(err) != feeds.FaultAbsent {
		t.Errorf("a channel without a preview: %v", err)
	}
	s.Handle("/s/larks", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "300")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	if _, err := read(t, s, nil); feeds.FaultOf(err) != feeds.FaultThrottled || feeds.RetryAfterOf(err).Seconds() != 300 {
		t.Errorf("%v", err)
	}
}

func TestRecognize(t *testing.T) {
	for pasted, want := range map[string]string{
		"t.me/Larks": "https://t.me/larks", "https://t.me/s/larks?before=5": "https://t.me/larks", "https://telegram.me/larks/12": "https://t.me/larks", "larks.t.me": "https://t.me/larks",
		"https://t.me/+AbCdEf": "", "https://t.me/joinchat/xyz": "", "https://t.me/c/123/4": "", "https://t.me/": "", "@larks": "", "https://t.me.evil.example/larks": "",
	} {
		if got, ok := Recognize(pasted); ok != (want != "") || ok && got.URL != want {
			t.Errorf("%s: %q %v", pasted, got.URL, ok)
		}
	}
}

func TestRecordedPages(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(feedstest.Data(t, "sources/telegram"), "*.html"))
	posts := 0
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, _ := parsePage(body)
		for _, d := range p.Posts {
			if d.Key == "" || d.Published.IsZero() || d.Text == "" || strings.Contains(d.Text, "</") {
				t.Errorf("%s: %+v", filepath.Base(file), d)
			}
		}
		posts += len(p.Posts)
	}
	if posts != 16 { // of 20; the others have no text
		t.Errorf("%d posts in %d files", posts, len(files))
	}
}

// Pages as large as is read at all take no longer than others.
func TestHostilePages(t *testing.T) {
	open := `<div class="tgme_widget_message" data-post="larks/7"><div class="tgme_widget_message_text">`
	for name, body := range map[string]string{
		"nested": before + strings.Repeat(open, 200) + strings.Repeat(`<a href="https://x.example/">x</a>`, 50_000),
		"many":   before + strings.Repeat(first, 2000),
		"deep":   before + open + strings.Repeat("<i>", 400_000),
	} {
		begun := time.Now()
		p, _ := parsePage([]byte(body))
		if took := time.Since(begun); took > 5*time.Second || len(p.Posts) > maxMessages {
			t.Errorf("%s: %d posts after %s", name, len(p.Posts), took)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(before + first + photo + second + evil + after))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, _ := parsePage(body)
		for _, d := range p.Posts {
			if !keyForm.MatchString(d.Key) || d.Published.IsZero() {
				t.Errorf("%+v", d)
			}
		}
	})
}
