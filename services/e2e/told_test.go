package e2e

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// rarely reads by itself so seldom that what is read within a test was told.
const rarely = `
fetch: {allow_private: [127.0.0.0/8], per_host: 1000, timeout: 20s}
sources: {min_interval: 200ms, max_interval: 24h, workers: 4}
log: {level: debug}
`

// told starts the binary with its public side on a free port, and returns that side's address.
func told(t *testing.T, more ...string) (*server, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	s := serve(t, rarely+fmt.Sprintf("public: {listen: %q, url: \"http://%s\"}\n", address, address)+strings.Join(more, ""))
	s.addBrand("Larkmeter", map[string]any{"domains": []string{"larkmeter.example"}})
	return s, "http://" + address
}

// The passwords of mailboxes in these tests: words that occur nowhere else.
const (
	password = "correct-horse-7421"
	revoked  = "battery-staple-9953"
)

func (s *server) addType(kind string, fields ...string) source {
	s.t.Helper()
	out, code := s.run(strings.NewReader(password+"\n"), append([]string{"source", "add", "--type", kind, "--name", kind}, fields...)...)
	if code != 0 {
		s.t.Fatalf("source add exits with %d: %s", code, out)
	}
	return s.named1(kind)
}

func (s *server) named1(name string) source {
	s.t.Helper()
	var page struct{ Items []source }
	s.must("GET", "/sources", nil, &page)
	at := slices.IndexFunc(page.Items, func(i source) bool { return i.Name == name })
	if at < 0 {
		s.t.Fatalf("no source %s in %+v", name, page.Items)
	}
	return page.Items[at]
}

func (s *server) mentioned(want ...string) {
	s.t.Helper()
	slices.Sort(want)
	eventually(s.t, func() string {
		var have []string
		for _, m := range s.mentions("") {
			have = append(have, m.Document.URL)
		}
		if slices.Sort(have); !slices.Equal(have, want) {
			return fmt.Sprintf("mentions at %q, want %q\n%s", have, want, s.out)
		}
		return ""
	})
}

// hub is a small WebSub hub. It verifies before it answers, as small hubs do.
type hub struct {
	*httptest.Server
	mu        sync.Mutex
	callback  string
	secret    string
	modes     []string
	confirmed int
}

func newHub(t *testing.T) *hub {
	h := &hub{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		callback := r.PostForm.Get("hub.callback")
		q := url.Values{"hub.mode": {r.PostForm.Get("hub.mode")}, "hub.topic": {r.PostForm.Get("hub.topic")}, "hub.challenge": {"fresh"}, "hub.lease_seconds": {"3600"}}
		resp, err := http.Get(callback + "?" + q.Encode())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		defer resp.Body.Close()
		echo, _ := io.ReadAll(resp.Body)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.modes = append(h.modes, r.PostForm.Get("hub.mode"))
		if resp.StatusCode == http.StatusOK && string(echo) == "fresh" {
			h.confirmed++
			if q.Get("hub.mode") == "subscribe" {
				h.callback, h.secret = callback, r.PostForm.Get("hub.secret")
			}
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(h.Close)
	return h
}

// push sends a body with that secret and returns the status.
func (h *hub) push(t *testing.T, secret, body string) int {
	t.Helper()
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	req, err := http.NewRequest(http.MethodPost, h.callback, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// A feed that names a hub is subscribed, read when the hub tells, and left when it is removed.
func TestWebSub(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	var mu sync.Mutex
	items, reads := "", 0
	var feed *httptest.Server
	feed = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		reads++
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Blog</title><atom:link rel="hub" href="%s/hub"/><atom:link rel="self" href="%s/feed"/>%s
<item><guid>old</guid><title>Old</title><link>%s/old</link><pubDate>Mon, 02 Nov 2020 10:00:00 GMT</pubDate></item></channel></rss>`, h.URL, feed.URL, items, feed.URL)
	}))
	defer feed.Close()
	s, public := told(t)
	src := s.addType("feed", "url="+feed.URL+"/feed")
	eventually(t, func() string {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.confirmed != 1 {
			return fmt.Sprintf("%d subscriptions, asked %q\n%s", h.confirmed, h.modes, s.out)
		}
		return ""
	})
	count := func() int { mu.Lock(); defer mu.Unlock(); return reads }
	before := count()
	mu.Lock()
	items = fmt.Sprintf(`<item><guid>new</guid><title>Larkmeter is new</title><link>%s/new</link><pubDate>%s</pubDate></item>`, feed.URL, time.Now().UTC().Format(time.RFC1123Z))
	mu.Unlock()
	if status := h.push(t, "wrong", "<rss/>"); status != http.StatusAccepted {
		t.Errorf("a wrong signature is answered with %d, want 202 as WebSub asks", status)
	}
	time.Sleep(time.Second)
	if count() != before {
		t.Error("a wrong signature made the feed be read")
	}
	// What is pushed is not believed: only the feed is.
	if status := h.push(t, h.secret, `<rss><channel><item><title>Larkmeter is a lie</title></item></channel></rss>`+strings.Repeat(" ", 10<<20)); status != http.StatusAccepted {
		t.Errorf("a push of 10 MB is answered with %d", status)
	}
	s.mentioned(feed.URL + "/new")

	for name, tt := range map[string]struct {
		query string
		want  int
	}{
		"another topic":         {"hub.mode=subscribe&hub.topic=https://other.example/&hub.challenge=x&hub.lease_seconds=5", 404},
		"a removal not asked":   {"hub.mode=unsubscribe&hub.topic=" + url.QueryEscape(feed.URL+"/feed") + "&hub.challenge=x", 404},
		"a mode that isn't one": {"hub.mode=publish&hub.topic=" + url.QueryEscape(feed.URL+"/feed") + "&hub.challenge=x", 404},
	} {
		if resp, err := http.Get(h.callback + "?" + tt.query); err != nil || resp.StatusCode != tt.want {
			t.Errorf("%s: %v %v", name, resp, err)
		}
	}
	if resp, err := http.Post(public+"/websub/ABCDEFGHIJKLMNOPQRSTUVWXYZ", "text/xml", strings.NewReader("x")); err != nil || resp.StatusCode != http.StatusGone {
		t.Errorf("an unknown subscription: %v %v", resp, err)
	}
	s.must("DELETE", "/sources/"+src.ID, nil, nil)
	eventually(t, func() string {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.confirmed != 2 || h.modes[len(h.modes)-1] != "unsubscribe" {
			return fmt.Sprintf("asked %q, confirmed %d", h.modes, h.confirmed)
		}
		return ""
	})
	if status := h.push(t, h.secret, "<rss/>"); status != http.StatusGone {
		t.Errorf("a push after the end is answered with %d, want 410", status)
	}
	if strings.Contains(s.out.String(), h.secret) {
		t.Error("the secret is in the log")
	}
}

// pages serves a page about the brand that links to it, one that doesn't link, and one without the name.
func pages(t *testing.T) *httptest.Server {
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		texts := map[string]string{
			"/links":   `<p>We like <a href="https://larkmeter.example/">Larkmeter</a> a lot.</p>`,
			"/nolink":  `<p>We like Larkmeter a lot, without a link.</p>`,
			"/alerted": `<p>The alert was about Larkmeter.</p>`,
			"/posted":  `<p>The message was about Larkmeter.</p>`,
			"/other":   `<p>Nothing of interest.</p>`,
		}
		if texts[r.URL.Path] == "" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Page %s</title><article>%s</article></html>`, r.URL.Path, texts[r.URL.Path])
	}))
	t.Cleanup(p.Close)
	return p
}

func TestWebmention(t *testing.T) {
	t.Parallel()
	p := pages(t)
	s, public := told(t)
	send := func(source, target string) int {
		t.Helper()
		resp, err := http.PostForm(public+"/webmention", url.Values{"source": {source}, "target": {target}})
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if status := send(p.URL+"/links", "https://larkmeter.example/"); status != http.StatusNotFound {
		t.Errorf("without a source: %d", status)
	}
	s.addType("webmention", "hosts=")
	for _, tt := range []struct {
		source, target string
		want           int
	}{
		{p.URL + "/links", "https://larkmeter.example/", 202},
		{p.URL + "/links", "https://larkmeter.example/", 202}, // again: it is read once
		{p.URL + "/nolink", "https://larkmeter.example/", 202},
		{"http://169.254.169.254/latest", "https://larkmeter.example/", 202}, // the door refuses it
		{p.URL + "/links", "https://bank.example/", 400},
		{"https://larkmeter.example/a", "https://larkmeter.example/", 400},
	} {
		if got := send(tt.source, tt.target); got != tt.want {
			t.Errorf("%s for %s: %d, want %d", tt.source, tt.target, got, tt.want)
		}
	}
	s.mentioned(p.URL + "/links")
	if got := s.named1("webmention"); got.Documents != 1 || got.Health != "healthy" {
		t.Errorf("%+v", got)
	}
	last := 0
	for range 40 {
		last = send(p.URL+"/links", "https://larkmeter.example/")
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("a flood is answered with %d", last)
	}
}

func TestAlertsByMail(t *testing.T) {
	t.Parallel()
	p := pages(t)
	message := func(from, path string) []byte {
		return []byte(strings.ReplaceAll(fmt.Sprintf("From: %s\nSubject: Alert\nContent-Type: text/html\n\n<a href=\"https://www.google.com/url?url=%s\">x</a> <a href=\"%s/other\">y</a>\n", from, url.QueryEscape(p.URL+path), p.URL), "\n", "\r\n"))
	}
	mem := imapmemserver.New()
	user := imapmemserver.NewUser("me", password)
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem.AddUser(user)
	mail := imapserver.New(&imapserver.Options{InsecureAuth: true, Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
		return mem.NewSession(), nil, nil
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = mail.Serve(l) }()
	defer mail.Close()
	for _, raw := range [][]byte{message("Google Alerts <googlealerts-noreply@google.com>", "/alerted"), message("bank@mail.example", "/nolink")} {
		if _, err := user.Append("INBOX", literal{bytes.NewReader(raw)}, &imap.AppendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	s, _ := told(t)
	fields := []string{"server=" + l.Addr().String(), "user=me", "senders=google.com", "security=none", "password=@-"}
	s.addType("mailbox", fields...)
	s.mentioned(p.URL + "/alerted")

	out, code := s.run(strings.NewReader(revoked+"\n"), append([]string{"source", "add", "--type", "mailbox", "--name", "revoked", "folder=Inbox"}, fields...)...)
	if code != 0 {
		t.Fatalf("source add exits with %d: %s", code, out)
	}
	eventually(t, func() string {
		if got := s.named1("revoked"); got.Health != "needs_key" || !strings.Contains(got.Error, "refuses the user or the password") {
			return fmt.Sprintf("%+v", got)
		}
		return ""
	})

	posted := s.addType("messages", "senders=")
	key, err := os.ReadFile(filepath.Join(s.dir, "data", "key"))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, s.base+"/api/v1/sources/"+posted.ID+"/messages", bytes.NewReader(message("any@body.example", "/posted")))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(key)))
	req.Header.Set("Content-Type", "message/rfc822")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK || !strings.Contains(string(answer), `"addresses":2`) {
		t.Fatalf("%d %s", resp.StatusCode, answer)
	}
	s.mentioned(p.URL+"/alerted", p.URL+"/posted")
	// The log says everything that it can, and so does the API.
	if !strings.Contains(s.out.String(), "mailbox") && !strings.Contains(s.out.String(), "source not read") {
		t.Errorf("the log says nothing about the mailbox that refused:\n%s", s.out)
	}
	var list any
	s.must("GET", "/sources", nil, &list)
	for _, secret := range []string{password, revoked} {
		if strings.Contains(s.out.String(), secret) {
			t.Errorf("%s is in the log", secret)
		}
		if strings.Contains(fmt.Sprint(list), secret) {
			t.Errorf("%s is in an answer", secret)
		}
	}
}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }
