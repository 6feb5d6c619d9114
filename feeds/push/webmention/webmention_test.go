package webmention

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
)

func inbound(body, kind string) feeds.Inbound {
	return feeds.Inbound{Method: "POST", Header: http.Header{"Content-Type": {kind}}, Body: []byte(body), Own: []string{"www.larkmeter.example", "com"},
		Source: feeds.Source{Settings: []byte(`{"hosts":"https://docs.example/x, org"}`)}}
}

const form = "application/x-www-form-urlencoded"

func TestReceive(t *testing.T) {
	for name, tt := range map[string]struct {
		body, kind string
		status     int
		found      string
	}{
		"good":                 {"source=https://blog.example/a%23x&target=https://larkmeter.example/pricing", form, 202, "https://blog.example/a"},
		"below the domain":     {"source=https://blog.example/a&target=http://shop.larkmeter.example", form + "; charset=utf-8", 202, "https://blog.example/a"},
		"a further domain":     {"source=https://blog.example/a&target=https://docs.example/", form, 202, "https://blog.example/a"},
		"foreign target":       {"source=https://blog.example/a&target=https://other.example/", form, 400, ""},
		"a top level":          {"source=https://blog.example/a&target=https://bank.com/", form, 400, ""},
		"a name that ends so":  {"source=https://blog.example/a&target=https://notlarkmeter.example/", form, 400, ""},
		"own source":           {"source=https://larkmeter.example/a&target=https://larkmeter.example/b", form, 400, ""},
		"no source":            {"target=https://larkmeter.example/b", form, 400, ""},
		"two sources":          {"source=https://a.example&source=https://b.example&target=https://larkmeter.example/b", form, 400, ""},
		"file":                 {"source=file:///etc/passwd&target=https://larkmeter.example/b", form, 400, ""},
		"with a password":      {"source=https://a:b@c.example&target=https://larkmeter.example/b", form, 400, ""},
		"JSON":                 {`{"source":"https://blog.example/a"}`, "application/json", 400, ""},
		"broken form":          {"%zz", form, 400, ""},
		"an address too long":  {"source=https://blog.example/" + strings.Repeat("a", 2000) + "&target=https://larkmeter.example/b", form, 400, ""},
		"loopback is for door": {"source=http://127.0.0.1/&target=https://larkmeter.example/b", form, 202, "http://127.0.0.1/"},
	} {
		t.Run(name, func(t *testing.T) {
			reply, batch, err := Adapter{}.Receive(t.Context(), inbound(tt.body, tt.kind))
			if reply.Status != tt.status || (err == nil) != (tt.status == 202) || strings.Join(batch.Found, " ") != tt.found {
				t.Errorf("%d, %v, %v", reply.Status, batch.Found, err)
			}
		})
	}
}

func FuzzReceive(f *testing.F) {
	f.Add("source=https://blog.example/a&target=https://larkmeter.example/pricing", form)
	f.Fuzz(func(t *testing.T, body, kind string) {
		reply, batch, err := Adapter{}.Receive(t.Context(), inbound(body, kind))
		if (err == nil) != (reply.Status == 202) || len(batch.Found) > 1 {
			t.Fatal(reply.Status, err)
		}
		for _, found := range batch.Found {
			if u, e := url.Parse(found); e != nil || u.User != nil || u.Hostname() == "" {
				t.Fatalf("%q", found)
			}
		}
	})
}

func TestCheckAddress(t *testing.T) {
	for name, tt := range map[string]struct {
		at, link, code string
	}{
		"links to us":        {"https://blog.example/a", "https://www.larkmeter.example/pricing", ""},
		"to a further one":   {"https://blog.example/a", "http://docs.example", ""},
		"to somebody else":   {"https://blog.example/a", "https://notlarkmeter.example/", "webmention_no_link"},
		"is a page of ours":  {"https://larkmeter.example/a", "https://larkmeter.example/b", "webmention_own_page"},
		"no address at all":  {"https://blog.example/a", "%zz", "webmention_no_link"},
		"a top level domain": {"https://blog.example/a", "https://bank.com/", "webmention_no_link"},
	} {
		in := inbound("", form)
		err := Adapter{}.CheckAddress(in.Source, in.Own, feeds.Item{Document: feeds.Document{URL: tt.at}, Links: []string{"https://other.example/", tt.link}})
		if code, _ := feeds.CodeOf(err); code != tt.code || (err == nil) != (tt.code == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
