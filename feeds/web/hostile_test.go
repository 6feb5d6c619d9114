package web

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var here = &url.URL{Scheme: "https", Host: "blog.example", Path: "/posts/one"}

// Pages that are made to cost time or memory. Each is read, or given up, within seconds.
func TestHostilePages(t *testing.T) {
	for name, body := range map[string]string{
		"deep":            strings.Repeat("<div>", 100_000) + "Acme",
		"deep and closed": strings.Repeat("<p><b>", 100_000) + "Acme" + strings.Repeat("</b></p>", 100_000),
		"links":           strings.Repeat(`<a href="/posts/x">x</a>`, 50_000),
		"headings":        strings.Repeat("<h1>Acme</h1>", 50_000),
		"metas":           strings.Repeat(`<meta name="author" content="a">`, 100_000),
		"JSON-LD":         `<script type="application/ld+json">` + strings.Repeat(`[`, 1_000_000) + `</script>`,
		"JSON-LD's types": `<script type="application/ld+json">{"@context":["https://schema.org"],"@type":[1],"author":[[{}]],"headline":{},"datePublished":7}</script><p>x</p>`,
		"tables":          strings.Repeat("<table><tr><td>", 50_000),
		"line breaks":     strings.Repeat("<br>", 100_000),
		"paragraphs":      strings.Repeat("<p>Acme, Acme, Acme and so on.", 30_000),
		"one long word":   "<p>" + strings.Repeat("a", 4<<20),
		"formats":         strings.Repeat("<b><i><u><s>x</b>", 60_000),
		"templates":       strings.Repeat("<template>", 50_000),
		"broken bytes":    strings.Repeat("\xff\xfe\x00<p", 50_000),
	} {
		start := time.Now()
		a := parse([]byte(body), "text/html", here)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %s", name, took)
		}
		if len(a.text) > maxText || len(a.title) > 600 || len(a.links) > 4*maxLinks {
			t.Errorf("%s: text %d title %d links %d", name, len(a.text), len(a.title), len(a.links))
		}
	}
}

func TestCanonical(t *testing.T) {
	for href, want := range map[string]string{
		"/posts/one/":                   "https://blog.example/posts/one/",
		"https://www.blog.example/p/1":  "https://www.blog.example/p/1",
		"https://other.example/one":     "",
		"https://blog.example/":         "",
		"javascript:alert(1)":           "",
		"https://u:p@blog.example/p":    "",
		"":                              "",
		"%zz":                           "",
		"/posts/one?utm_source=x&id=3#": "https://blog.example/posts/one?id=3",
	} {
		a := parse([]byte(`<link rel="canonical" href="`+href+`"><p>x</p>`), "text/html", here)
		got := ""
		if a.canonical != nil {
			got = a.canonical.String()
		}
		if got != want {
			t.Errorf("%q: %q", href, got)
		}
	}
}

// What comes out of each recorded page: a main text with the words of the article and without those around it.
func TestRecordedPages(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: no recorded pages")
	}
	for name, want := range recorded {
		body, err := os.ReadFile(filepath.Join(dir, "sources", name))
		if err != nil {
			t.Fatal(err)
		}
		a := parse(body, "text/html", here)
		day := ""
		if !a.published.IsZero() {
			day = a.published.Format(time.DateOnly)
		}
		got := page0{a.title, a.author, a.language, day, len(a.text), len(a.feeds), ""}
		if b := barred("blog.example", body, a.text); b != nil {
			got.barred = b.Code
		}
		if got != want.page {
			t.Errorf("%q: {page0%s, ...},", name, strings.TrimPrefix(fmt.Sprintf("%#v", got), "web.page0"))
		}
		for _, s := range want.with {
			if !strings.Contains(a.text, s) {
				t.Errorf("%s lacks %q in\n%s", name, s, a.text)
			}
		}
		for _, s := range want.without {
			if strings.Contains(a.text, s) {
				t.Errorf("%s has %q in\n%s", name, s, a.text)
			}
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir, "sources", "web", "*"))
	for _, f := range files {
		if _, ok := recorded["web/"+filepath.Base(f)]; !ok {
			t.Errorf("%s is not looked at", f)
		}
	}
}

type page0 struct {
	title, author, language, day string
	text, feeds                  int
	barred                       string
}

var recorded = map[string]struct {
	page          page0
	with, without []string
}{
	"web/archiv.krimiblog.de.2895.html":                    {page0{"Das vermutlich schwulste Musikvideo der Welt : Krimiblog-Archiv | Ermittlungen zum Verfall eines Genres | Gegründet 2005", "Krimiblog-Archiv", "de-DE", "", 921, 3, ""}, []string{"Joshua Pohja"}, []string{"Cookie-Richtlinie"}},
	"web/blog.amp.dev.axios.html":                          {page0{"People behind the code: The Axios ascent", "Alex Durán", "en-US", "2020-04-08", 4440, 3, ""}, []string{"Marissa Halpert"}, []string{"Cookie-Richtlinie"}},
	"web/blogoff.de.i-htm.html":                            {page0{"3 verrückte Orte in Berlin", "Manniac", "", "2015-11-12", 683, 2, ""}, []string{"Biosphäre Potsdam"}, []string{"Cookie-Richtlinie"}},
	"web/bondyblog.fr.paris-8.html":                        {page0{"A Paris-8, un peu de tension, beaucoup d'actions - Bondy Blog", "Philippe Douroux", "fr-FR", "2020-02-17", 8333, 1, ""}, []string{"la lutte est festive"}, []string{"Cookie-Richtlinie"}},
	"web/japantimes.co.jp.surgical.html":                   {page0{"Losing face: 6,000 surgical masks stolen from Kobe hospital", "No Author", "en-US", "2020-02-18", 1174, 1, ""}, []string{"Japanese Red Cross Kobe Hospital"}, []string{"Cookie-Richtlinie"}},
	"web/katzen-forum.net-Pepe.html":                       {page0{"Jede Nacht verliert Pepe soviel Dreck aus dem Fell", "Pepemaus", "de-DE", "2018-09-27", 7839, 0, ""}, []string{"Capstar"}, []string{"Cookie-Richtlinie"}},
	"web/nurmeinstandpunkt.wordpress.com.blogposting.html": {page0{"Blogposting 01/23/2020", "von Christian Spließ", "de-DE", "2020-01-23", 1677, 2, ""}, nil, []string{"Cookie-Richtlinie", "Followern"}},
	"web/security.googleblog.com.protection.html":          {page0{"Enhanced Safe Browsing Protection now available in Chrome", "Posted by Nathan Parker, Varun Khaneja, Eric Mill and Kiran C Nair - Chrome Safe Browsing team", "en", "", 3848, 3, ""}, []string{"Tailored protections"}, []string{"Cookie-Richtlinie"}},
	"feeds_malformed/notafeed.html":                        {page0{"The Is Not The Feed You're Looking For", "", "", "", 23, 0, ""}, nil, nil},
	"instagram/instagram.html":                             {page0{"Photo by i_am_kiko", "", "en", "", 711, 0, ""}, nil, nil},
	"instagram/onebox_instagram_old.html":                  {page0{"", "", "", "", 9294, 0, ""}, nil, nil},
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(article0("T", "x")), "text/html")
	f.Add([]byte(`<base href="//x"><link rel=canonical href=/><meta name=robots content=none><a href=?a>`), "text/html; charset=latin1")
	f.Add([]byte(`<script type="application/ld+json">{"@type":"Article","datePublished":"2026"}</script><time datetime="2026-01-01T00:00:00Z">`), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		a := parse(body, contentType, here)
		d := a.document(here)
		if d.ID == "" || d.Key == "" || len(d.Title) > 600 || !strings.HasPrefix(d.URL, "http") {
			t.Errorf("%+v", d)
		}
		for _, link := range resolve(a.base, a.links, scope{host: "blog.example", under: "/"}) {
			if u, err := url.Parse(link); err != nil || siteOf(u) != "blog.example" || len(link) > maxAddress {
				t.Errorf("link %q", link)
			}
		}
		barred("blog.example", body, a.text)
		isFeed(body)
	})
}

func FuzzPosition(f *testing.F) {
	f.Add([]byte(`{"known":[{"u":"https://blog.example/"}],"queue":[{"u":"x","d":1}]}`))
	f.Fuzz(func(t *testing.T, at []byte) {
		p := decode(at)
		p.found([]string{"a", "b", "a"}, 1)
		p.recheck(1)
		if len(p.Known) > maxKnown || len(p.Queue) > 2*maxKnown+10 {
			t.Errorf("%d known, %d queued", len(p.Known), len(p.Queue))
		}
	})
}
