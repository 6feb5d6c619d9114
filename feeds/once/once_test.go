package once

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

var at, _ = url.Parse("https://blog.example/2026/larkmeter?ref=1#top")

func TestParse(t *testing.T) {
	p := parse([]byte(`<!doctype html><html lang="en"><head><title>Blog | Why we moved</title><meta property="og:title" content="Why we moved to Larkmeter">
<meta name="author" content="Ann Bo"><meta property="article:published_time" content="2026-11-28T10:00:00+01:00"><link rel="canonical" href="/2026/larkmeter#x"></head>
<body><nav><a href="/about">About</a></nav><article><p>We moved to <a href="https://larkmeter.example/pricing">Larkmeter</a>.</p><script>no()</script></article><footer>Imprint</footer></body></html>`), "text/html", at)
	if p.Title != "Why we moved to Larkmeter" || p.Author != "Ann Bo" || p.Language != "en" || p.URL != "https://blog.example/2026/larkmeter" || p.Key != "blog.example/2026/larkmeter" {
		t.Errorf("%+v", p.Document)
	}
	if p.Text != "We moved to Larkmeter." {
		t.Errorf("text %q", p.Text)
	}
	if want := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s", p.Published)
	}
	if !slices.Contains(p.Links, "https://larkmeter.example/pricing") {
		t.Errorf("links %q", p.Links)
	}
	if foreign := parse([]byte(`<link rel="canonical" href="https://bank.example/">Hello`), "text/html", at); !strings.HasPrefix(foreign.URL, "https://blog.example/") {
		t.Errorf("a page took the address of another host: %s", foreign.URL)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<html lang=en><title>A</title><article><a href=/b>c</a></article>`), "text/html")
	f.Add([]byte("plain"), "text/plain; charset=utf-16")
	f.Add([]byte(strings.Repeat("<b>", 600)), "")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		p := parse(body, kind, at)
		if p.ID == "" || len(p.Text) > maxText || len([]rune(p.Title)) > maxLine || len(p.Links) > maxLinks {
			t.Fatalf("%+v", p)
		}
	})
}
