package podcast_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/opml"
	"github.com/namedrop/namedrop/feeds/podcast"
)

// Files made to keep a reader busy for hours, or to end the process: the time they take
// grows with their size and no faster, and nothing runs over.
func TestHostileFilesTakeNoLongerThanOthers(t *testing.T) {
	const size = 2 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	feed := func(s string) {
		_, _ = podcast.Parse([]byte(s), "", feeds.Source{URL: "https://ship.example/feed.xml"})
	}
	transcript := func(s string) { _, _ = captions.Parse([]byte("WEBVTT\n\n00:01.000 --> 00:02.000\n"+s), "") }
	same := strings.Repeat("la ", size/12)
	for name, read := range map[string]func(){
		"elements as deep as the file is long": func() { feed("<rss><channel><item>" + fill("<x:a>") + fill("<x:a>") + fill("<x:a>") + fill("<x:a>")) },
		"deep and with attributes":             func() { feed(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>` + fill(`<x:a b="/">`)) },
		"CDATA that nobody closes":             func() { feed("<rss><channel>" + fill("<![CDATA[")) },
		"tags that nobody closes":              func() { feed("<rss><channel>" + fill("<item ")) },
		"ends of tags that nobody closes":      func() { feed("<rss><channel><item>" + fill("</item ")) },
		"document types that nobody closes":    func() { feed(fill("<!")) },
		"crossing elements":                    func() { feed("<rss><channel><item>" + fill("<a>") + fill("</b>") + " & < </item>") },
		"a JSON feed with a head and a break": func() {
			feed(`{"version":"https://jsonfeed.org/version/1","description":"` + fill("x") + `","items":[` + strings.Repeat(`{"id":"1"},`, 5000) + `x`)
		},
		"a transcript of nothing but <": func() { transcript(fill("<")) },
		"lines that are nearly the same": func() {
			transcript(same + "one\n\n00:02.000 --> 00:03.000\n" + same + "two\n\n00:03.000 --> 00:04.000\nthree\n")
		},
		"folders as deep as the file is long": func() {
			var b strings.Builder
			for i := range 30_000 {
				fmt.Fprintf(&b, `<outline text="f"><outline xmlUrl="http://a.example/%d"/>`, i)
			}
			_, _ = opml.Parse([]byte("<opml>" + b.String()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			done := make(chan struct{})
			go func() { defer close(done); read() }()
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Fatal("still at it after a minute")
			}
		})
	}
}

// One item that is nested without end costs the feed that item.
func TestADeepItemIsLeftOut(t *testing.T) {
	b := parse(t, `<rss version="2.0"><channel><title>S</title><item><guid>1</guid><title>One</title></item><item><guid>2</guid><title>Two</title>`+
		strings.Repeat("<x:a>", 20_000)+strings.Repeat("</x:a>", 20_000)+`</item><item><guid>3</guid><title>Three</title></item></channel></rss>`)
	if got := titles(b); len(got) < 2 || got[0] != "One" || got[len(got)-1] != "Three" || len(b.Warnings) == 0 {
		t.Errorf("%q %q", got, b.Warnings)
	}
}
