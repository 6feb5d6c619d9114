package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const google = `From: Google Alerts <googlealerts-noreply@google.com>
To: me@acme.example
Subject: =?utf-8?q?Google_Alert_=E2=80=93_Larkmeter?=
List-Unsubscribe: <https://out.example/leave?id=1>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=UTF-8

News: <https://www.google.com/url?rct=j&sa=t&url=https://news.example/larkmeter&ct=ga>
Leave: https://out.example/leave?id=1
--b
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<a href=3D"https://www.google.com/url?rct=3Dj&amp;url=3Dhttps://news.example/larkmeter&amp;ct=3Dga">Larkmeter</a>
<a href=3D"https://www.google.com/url?url=3Dhttps%3A%2F%2Fblog.example%2Fa%3Fb%3D1">b</a>
<a href=3D"https://www.google.com/alerts/remove?s=3D1">Remove</a> <a href=3D"https://x.example/unsubscribe">u</a> <a href=3D"mailto:a@b.example">m</a>
<a href=3D"https://cdn.example/logo.png">i</a>
--b--
`

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

func TestGoogleAlert(t *testing.T) {
	a, err := parseMessage(bytes.NewReader(crlf(google)))
	if want := []string{"https://news.example/larkmeter", "https://blog.example/a?b=1"}; err != nil || !slices.Equal(a.links, want) || !sentBy(a.from, []string{"google.com"}) {
		t.Errorf("%v, %q from %q, want %q", err, a.links, a.from, want)
	}
}

func TestUnwrap(t *testing.T) {
	for link, want := range map[string]string{
		"https://www.google.com/url?q=https://a.example/":                                                                      "https://a.example/",
		"https://www.google.nl/url?url=https://a.example/%3Fx%3D1%23y":                                                         "https://a.example/?x=1",
		"https://nam.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Furl%3Dhttps%3A%2F%2Fa.example": "https://a.example",
		"https://www.google.com/url?url=javascript:alert(1)":                                                                   "https://www.google.com/url?url=javascript:alert(1)",
		"https://a.example/url?url=https://b.example":                                                                          "https://a.example/url?url=https://b.example",
		"ftp://a.example": "", "https://u:p@a.example": "", "%zz": "",
	} {
		got := ""
		if u := Unwrap(link); u != nil {
			got = u.String()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", link, got, want)
		}
	}
}

// A message is bounded in links, parts and depth.
func TestBombs(t *testing.T) {
	var many strings.Builder
	many.WriteString("From: a@b.example\nContent-Type: text/html\n\n")
	for i := range 10_000 {
		fmt.Fprintf(&many, "<a href=https://n%d.example/>x</a>\n", i)
	}
	a, err := parseMessage(bytes.NewReader(crlf(many.String())))
	if err != nil || len(a.links) != maxLinks || a.left != 9_900 {
		t.Errorf("%v: %d links, %d left out", err, len(a.links), a.left)
	}
	var nested strings.Builder
	nested.WriteString("From: a@b.example\n")
	for i := range 5_000 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	nested.WriteString("Content-Type: text/plain\n\nhttps://deep.example/\n")
	begun := time.Now()
	if a, err := parseMessage(bytes.NewReader(crlf(nested.String()))); len(a.links) != 0 || time.Since(begun) > 2*time.Second {
		t.Errorf("5,000 levels: %v, %q in %s", err, a.links, time.Since(begun))
	}
	parts := "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: text/plain\n\nx\n", 10_000) + "--b\n\nhttps://last.example/\n--b--\n"
	if a, _ := parseMessage(bytes.NewReader(crlf(parts))); len(a.links) != 0 {
		t.Errorf("10,000 parts: %q", a.links)
	}
	if _, err := parseMessage(strings.NewReader(strings.Repeat("A: b\r\n", 50_000))); err == nil {
		t.Error("a header of 300 KB was taken")
	}
}

func TestPosted(t *testing.T) {
	post := func(kind, body, settings string) (feeds.Reply, feeds.Batch, error) {
		return Posted{}.Receive(t.Context(), feeds.Inbound{Source: feeds.Source{Settings: []byte(settings)}, Header: http.Header{"Content-Type": {kind}}, Body: crlf(body)})
	}
	if _, b, err := post("message/rfc822", google, "{}"); err != nil || len(b.Found) != 2 {
		t.Errorf("%v, %q", err, b.Found)
	}
	if _, b, err := post("text/plain; charset=utf-8", "See https://a.example/x (and https://b.example/y_(z)), https://a.example/x.", "{}"); err != nil || !slices.Equal(b.Found, []string{"https://a.example/x", "https://b.example/y_(z)"}) {
		t.Errorf("%v, %q", err, b.Found)
	}
	if r, _, err := post("message/rfc822", google, `{"senders":"f5bot.example"}`); err == nil || r.Status != 400 {
		t.Errorf("another sender: %d, %v", r.Status, err)
	}
	if r, _, err := post("message/rfc822", "hello", `{}`); err == nil || r.Status != 400 {
		t.Errorf("no e-mail: %d, %v", r.Status, err)
	}
}

// box is a mail server with one user.
type box struct {
	user    *imapmemserver.User
	address string
}

func (b box) put(t *testing.T, message string) {
	t.Helper()
	raw := crlf(message)
	if _, err := b.user.Append("INBOX", literal{bytes.NewReader(raw)}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

func startBox(t *testing.T, secure *tls.Config, implicit bool) box {
	t.Helper()
	mem := imapmemserver.New()
	user := imapmemserver.NewUser("me", "right")
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem.AddUser(user)
	o := &imapserver.Options{InsecureAuth: true, Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
		return mem.NewSession(), nil, nil
	}}
	if !implicit {
		o.TLSConfig = secure
	}
	s := imapserver.New(o)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if implicit && secure != nil {
		l = tls.NewListener(l, secure)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { s.Close(); <-done })
	return box{user, l.Addr().String()}
}

func source(address, security string) feeds.Source {
	return feeds.Source{Secret: "right", Settings: fmt.Appendf(nil, `{"server":%q,"user":"me","senders":"google.com","folder":"INBOX","security":%q}`, address, security)}
}

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

func TestMailbox(t *testing.T) {
	web := httptest.NewTLSServer(nil) // for its certificate
	defer web.Close()
	secure := &tls.Config{Certificates: web.TLS.Certificates}
	for _, security := range []string{"none", "tls", "starttls"} {
		t.Run(security, func(t *testing.T) {
			b := startBox(t, secure, security == "tls")
			roots := web.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
			r, src := New(Options{Dial: dial, Roots: roots}), source(b.address, security)
			b.put(t, strings.ReplaceAll(google, "news.example", "first.example"))
			b.put(t, strings.ReplaceAll(google, "googlealerts-noreply@google.com", "bank@mail.example"))
			batch, err := r.Read(t.Context(), src, nil)
			if err != nil || !slices.Equal(batch.Found, []string{"https://first.example/larkmeter", "https://blog.example/a?b=1"}) {
				t.Fatalf("%v, %q", err, batch.Found)
			}
			if batch, err = r.Read(t.Context(), src, batch.Position); err != nil || len(batch.Found) != 0 {
				t.Fatalf("nothing is new: %v, %q", err, batch.Found)
			}
			for i := range perRead + 5 {
				b.put(t, strings.ReplaceAll(google, "news.example", fmt.Sprintf("n%d.example", i)))
			}
			var all []string
			for more := true; more; more = batch.More {
				if batch, err = r.Read(t.Context(), src, batch.Position); err != nil {
					t.Fatal(err)
				}
				all = append(all, batch.Found...)
			}
			if len(all) != 2*(perRead+5) || all[len(all)-2] != "https://n54.example/larkmeter" {
				t.Errorf("%d links, the last %q", len(all), all[max(len(all)-2, 0):])
			}
			src.Secret = "revoked"
			var f *feeds.Fault
			if _, err := r.Read(t.Context(), src, nil); !errors.As(err, &f) || f.Kind != feeds.FaultCredentials || f.Code != "mailbox_login" || strings.Contains(fmt.Sprint(err, f.Err), "revoked") {
				t.Errorf("revoked password: %v", err)
			}
			src = source(b.address, security)
			src.Settings = bytes.Replace(src.Settings, []byte("INBOX"), []byte("Nowhere"), 1)
			if _, err := r.Read(t.Context(), src, nil); !errors.As(err, &f) || f.Code != "mailbox_no_folder" {
				t.Errorf("no folder: %v", err)
			}
			if security != "none" {
				if _, err := New(Options{Dial: dial}).Read(t.Context(), source(b.address, security), nil); !errors.As(err, &f) || security == "tls" && f.Code != "mailbox_certificate" {
					t.Errorf("a certificate of nobody: %v", err)
				}
			}
		})
	}
}

// Servers that hang, talk nonsense or never stop end as one fault.
func TestHostileServers(t *testing.T) {
	for name, tt := range map[string]struct {
		say  func(net.Conn)
		code string
	}{
		"hangs":      {func(c net.Conn) { time.Sleep(3 * time.Second) }, "mailbox_slow"},
		"closes":     {func(c net.Conn) {}, "mailbox_away"},
		"is no IMAP": {func(c net.Conn) { fmt.Fprint(c, "HTTP/1.1 400 Bad Request\r\n\r\n") }, "mailbox_away"},
		"never stops": {func(c net.Conn) {
			for {
				if _, err := c.Write(bytes.Repeat([]byte("* OK [CAPABILITY x] y\r\n"), 1000)); err != nil {
					return
				}
			}
		}, ""},
		"hangs later": {func(c net.Conn) { fmt.Fprint(c, "* OK hello\r\n"); time.Sleep(3 * time.Second) }, "mailbox_slow"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				c, err := l.Accept()
				if err != nil {
					return
				}
				defer c.Close()
				tt.say(c)
			}()
			begun := time.Now()
			_, err = New(Options{Dial: dial, Limit: time.Second}).Read(t.Context(), source(l.Addr().String(), "none"), nil)
			var f *feeds.Fault
			if !errors.As(err, &f) || tt.code != "" && f.Code != tt.code || f.Kind != feeds.FaultTransient || time.Since(begun) > 2500*time.Millisecond {
				t.Errorf("%v (%+v) after %s", err, f, time.Since(begun))
			}
		})
	}
	var f *feeds.Fault
	if _, err := New(Options{Dial: fetch.NewDialer(nil).DialContext}).Read(t.Context(), source("127.0.0.1:1", "none"), nil); !errors.As(err, &f) || f.Code != "mailbox_private" {
		t.Errorf("a private address: %v", err)
	}
}

// A server that says that billions of messages match costs no memory.
func TestRangesOfBillions(t *testing.T) {
	all := imap.UIDSet{{Start: 1, Stop: 4294967295}}
	if ids, more := take(all, 10, false); len(ids) != perRead || !more || ids[0] != 10 {
		t.Errorf("%v, %v", ids, more)
	}
	if ids, more := take(all, 1, true); len(ids) != perRead || more || ids[perRead-1] != 4294967295 {
		t.Errorf("%v, %v", ids, more)
	}
	if ids, _ := take(imap.UIDSet{{Start: 7, Stop: 7}}, 8, false); len(ids) != 0 {
		t.Errorf("an old message: %v", ids)
	}
	if ids, _ := take(imap.UIDSet{{Start: 5, Stop: 0}}, 1, false); len(ids) > perRead {
		t.Errorf("%v", ids)
	}
}

func TestCheck(t *testing.T) {
	for settings, want := range map[string]string{
		`{"server":"imap.example.com","senders":"google.com","security":"tls"}`:  "",
		`{"server":"https://imap.example.com","senders":"google.com"}`:           "mailbox_server",
		`{"server":"imap.example.com","senders":"google.com","security":"none"}`: "mailbox_unencrypted",
		`{"server":"localhost:1143","senders":"google.com","security":"none"}`:   "",
		`{"server":"imap.example.com","senders":" , "}`:                          "mailbox_senders",
	} {
		var f *feeds.FieldError
		got := ""
		if errors.As(checkMailbox(feeds.Source{Settings: []byte(settings)}), &f) {
			got = f.Code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", settings, got, want)
		}
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(crlf(google), true)
	f.Add([]byte("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n"), false)
	f.Fuzz(func(t *testing.T, raw []byte, isHTML bool) {
		a, _ := parseMessage(bytes.NewReader(raw))
		for _, link := range append(a.links, parseText(raw, isHTML).links...) {
			if u := Unwrap(link); u == nil || len(link) > maxLink {
				t.Fatalf("%q", link)
			}
		}
		if len(a.links) > maxLinks {
			t.Fatal(len(a.links))
		}
	})
}
