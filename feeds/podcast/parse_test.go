package podcast_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/podcast"
)

func parse(t testing.TB, body string) feeds.Batch {
	t.Helper()
	b, err := podcast.Parse([]byte(body), "", feeds.Source{ID: "s", Key: "key", URL: "https://ship.example/feed.xml"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func titles(b feeds.Batch) []string {
	var out []string
	for _, d := range b.Documents {
		out = append(out, d.Title)
	}
	return out
}

func TestAnEpisodeWithEverything(t *testing.T) {
	b := parse(t, `<?xml version="1.0"?><rss version="2.0" xmlns:p20="https://podcastindex.org/namespace/1.0"
	 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:content="http://purl.org/rss/1.0/modules/content/">
	<channel><title>Ship It &amp; Softly</title><link>https://ship.example/</link><language>en-GB</language>
	<itunes:author>Anna de Wit</itunes:author><itunes:image href="https://ship.example/cover.png"/>
	<p20:person role="Host" href="https://ship.example/anna">Anna de Wit</p20:person>
	<item><guid isPermaLink="false">ep-1</guid><title>Why we left &lt;b&gt;Acme&lt;/b&gt;</title><link>/episodes/1</link>
	<pubDate>Mon, 02 Nov 2026 07:00:00 +0100</pubDate><itunes:duration>1:02:03</itunes:duration>
	<description>Short.</description>
	<content:encoded><![CDATA[<p>Why we left <a href="https://acme.example">Acme</a>.</p><script>alert(1)</script><ul><li>One &amp; two</li></ul>]]></content:encoded>
	<enclosure url="https://cdn.example/1.mp3?token=x" type="audio/mpeg" length="1"/>
	<p20:transcript url="1.vtt" type="text/vtt" rel="captions"/><p20:transcript url="https://ship.example/1.srt" type="application/srt" language="nl"/>
	<p20:transcript type="text/plain"/><p20:chapters url="https://ship.example/1.json" type="application/json+chapters"/>
	</item>
	<item><guid>ep-0</guid><title>Trailer</title><enclosure url="https://cdn.example/0.mp3" type="audio/mpeg"/><p20:person role="Guest">Björn Öst</p20:person></item>
	</channel></rss>`)
	want := feeds.Document{
		Kind: feeds.Podcast, Network: "podcast", Key: "key\nep-1", Sources: []string{"s"},
		URL: "https://ship.example/episodes/1", Title: "Why we left Acme", Notes: "Why we left Acme.\n\nOne & two", Author: "Anna de Wit",
		People: []feeds.Person{{Name: "Anna de Wit", Role: "host", URL: "https://ship.example/anna"}}, Language: "en-GB",
		Published: time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC), Duration: 3723,
		Audio: "https://cdn.example/1.mp3?token=x", AudioType: "audio/mpeg", Origin: feeds.None,
	}
	offers := []feeds.Offer{
		{Part: feeds.PartTranscript, URL: "https://ship.example/1.vtt", Type: "text/vtt", Timed: true},
		{Part: feeds.PartTranscript, URL: "https://ship.example/1.srt", Type: "application/srt", Language: "nl"},
		{Part: feeds.PartChapters, URL: "https://ship.example/1.json", Type: "application/json+chapters"},
	}
	want.ID, want.Revision = feeds.DocumentID(want.Network, want.Key), want.ComputeRevision()
	got := b.Documents[0]
	if len(got.Alternates) != 2 {
		t.Errorf("alternates %v", got.Alternates)
	}
	got.Alternates = nil
	if diff := cmp.Diff(feeds.Item{Document: want, Offers: offers}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]feeds.Person{{Name: "Björn Öst", Role: "guest"}}, b.Documents[1].People); diff != "" {
		t.Error(diff)
	}
	src := feeds.Source{ID: "s", Key: "key", URL: "https://ship.example/feed.xml", Name: "Ship It & Softly", Title: "Ship It & Softly", Type: feeds.PodcastSource,
		Site: "https://ship.example/", Language: "en-GB", Author: "Anna de Wit", Image: "https://ship.example/cover.png"}
	if diff := cmp.Diff(src, *b.Source); diff != "" {
		t.Error(diff)
	}
}

func TestWrittenItemsArePages(t *testing.T) {
	b := parse(t, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Notes</title>
	<item><guid>a</guid><title>Full</title><description>In short.</description><content:encoded>&lt;p&gt;At length.&lt;/p&gt;</content:encoded><enclosure url="https://x.example/pic.jpg" type="image/jpeg"/></item>
	<item><guid>b</guid><title>Short</title><description>Only this.</description><link>https://www.google.com/url?rct=j&amp;url=https://news.example/1&amp;ct=ga</link></item>
	</channel></rss>`)
	full, short := b.Documents[0], b.Documents[1]
	if full.Kind != feeds.Page || full.Network != "web" || full.Text != "At length." || full.Notes != "In short." || full.Origin != feeds.Publisher {
		t.Errorf("%+v", full)
	}
	if short.Text != "" || short.Notes != "Only this." || short.Origin != feeds.None || short.URL != "https://news.example/1" {
		t.Errorf("%+v", short)
	}
	if b.Source.Type != feeds.FeedSource || !full.Undated {
		t.Errorf("%+v", b.Source)
	}
}

// Identity: what stays the same document, what doesn't, and what finds the old one.
func TestIdentity(t *testing.T) {
	item := func(guid, audio, title string) string {
		g := ""
		if guid != "" {
			g = "<guid>" + guid + "</guid>"
		}
		return `<item>` + g + `<title>` + title + `</title><pubDate>Mon, 02 Nov 2026 06:00:00 GMT</pubDate><enclosure url="` + audio + `" type="audio/mpeg"/></item>`
	}
	doc := func(items ...string) (docs []feeds.Document) {
		for _, item := range parse(t, show(items...)).Documents {
			docs = append(docs, item.Document)
		}
		return docs
	}
	a := doc(item("g1", "https://c.example/1.mp3?a=1", "One"))[0]

	if b := doc(item("g1", "https://d.example/2.mp3", "Other"))[0]; b.ID != a.ID {
		t.Error("same guid, other document")
	}
	b := doc(item("g2", "http://c.example/1.mp3?a=2", "Renamed"))[0]
	if b.ID == a.ID || b.Alternates[0] != a.Alternates[0] {
		t.Error("a changed guid isn't found by its audio")
	}
	b = doc(item("g3", "https://elsewhere.example/x.mp3", "one"))[0]
	if b.Alternates[1] != a.Alternates[1] {
		t.Error("a changed guid and address aren't found by title and date")
	}
	if x, y := doc(item("", "https://c.example/1.mp3?a=1", "One"))[0], doc(item("", "https://c.example/1.mp3?a=9", "Two"))[0]; x.ID != y.ID {
		t.Error("without a guid the audio address without its query counts")
	}
	// The same item twice is one; different items under one guid are two.
	if d := doc(item("g1", "https://c.example/1.mp3", "One"), item("g1", "https://c.example/1.mp3", "One again")); len(d) != 1 || d[0].Title != "One" {
		t.Errorf("%d documents", len(d))
	}
	shared := parse(t, show(item("g1", "https://c.example/1.mp3", "One"), item("g1", "https://c.example/2.mp3", "Two")))
	if len(shared.Documents) != 2 || shared.Documents[0].ID == shared.Documents[1].ID || len(shared.Warnings) != 1 {
		t.Errorf("%d documents, %q", len(shared.Documents), shared.Warnings)
	}
	// Nothing that two items share may lead from one to the other.
	for _, d := range doc(item("g1", "https://c.example/live.mp3", "Live"), item("g2", "https://c.example/live.mp3", "Live")) {
		if len(d.Alternates) != 0 {
			t.Errorf("ambiguous alternates %v", d.Alternates)
		}
	}
}

func TestRepairs(t *testing.T) {
	plain := show(episode(2), `<item><guid>ö</guid><title>Räksmörgås in Århus</title><pubDate>Thu, 01 Oct 2026 00:00:00 GMT</pubDate></item>`)
	want := []string{"Episode 2", "Räksmörgås in Århus"}
	latin, _ := charmap.Windows1252.NewEncoder().String(plain)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(plain))
	z.Close()
	utf16le := []byte{}
	for _, u := range utf16.Encode([]rune(strings.Replace(plain, `version="1.0"`, `version="1.0" encoding="UTF-16"`, 1))) {
		utf16le = append(utf16le, byte(u), byte(u>>8))
	}
	for name, body := range map[string]string{
		"as it is":                plain,
		"byte order mark":         "\ufeff" + plain,
		"gzip unannounced":        packed.String(),
		"UTF-16 with a mark":      "\xff\xfe" + string(utf16le),
		"UTF-16 without":          string(utf16le),
		"Latin-1 undeclared":      latin,
		"Latin-1 declared":        strings.Replace(latin, `version="1.0"`, `version="1.0" encoding="ISO-8859-1"`, 1),
		"UTF-8 declared Latin-1":  strings.Replace(plain, `version="1.0"`, `version="1.0" encoding="ISO-8859-1"`, 1),
		"control characters":      strings.Replace(plain, "Episode 2", "Epi\x00so\x1fde &#x1F;2&#0;", 1),
		"warnings before":         "<br />\n<b>Warning</b>: Undefined index in <b>/www/feed.php</b><br />\n" + plain,
		"blank lines before":      "\n\n  " + plain,
		"broken off":              plain[:strings.LastIndex(plain, "</channel>")] + `<item><title>Half`,
		"broken off in a CDATA":   plain[:strings.LastIndex(plain, "</channel>")] + `<item><title><![CDATA[Half`,
		"an element never closed": strings.Replace(plain, "<item>", "<category><item>", 1),
		"bare ampersand":          strings.Replace(plain, "</item>", "<link>https://x.example/?a=1&b=2</link></item>", 1),
		"unknown entity":          strings.Replace(plain, "</item>", "<category>&nosuch; &nbsp;</category></item>", 1),
		"undeclared prefix":       strings.Replace(plain, "</item>", "<foo:bar>x</foo:bar></item>", 1),
	} {
		t.Run(name, func(t *testing.T) {
			b := parse(t, body)
			if diff := cmp.Diff(want, titles(b)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJSONFeedsThatBreakOffKeepTheirItems(t *testing.T) {
	whole := `{"version":"https://jsonfeed.org/version/1.1","title":"Notes","items":[{"id":"1","title":"One","content_text":"a"},{"id":"2","title":"Two","content_text":"b"}]}`
	if got := titles(parse(t, whole)); len(got) != 2 {
		t.Errorf("%q", got)
	}
	b := parse(t, whole[:len(whole)-12])
	if got := titles(b); len(got) != 1 || b.Source.Name != "Notes" || len(b.Warnings) == 0 {
		t.Errorf("%q %q", got, b.Warnings)
	}
}

// A feed cut at any byte gives a batch or an error, and every item that was whole.
func TestWherever(t *testing.T) {
	whole := show(episode(3), episode(2), episode(1))
	rapid.Check(t, func(t *rapid.T) {
		cut := rapid.IntRange(1, len(whole)).Draw(t, "cut")
		n := strings.Count(whole[:cut], "</item>")
		b, err := podcast.Parse([]byte(whole[:cut]), "", feeds.Source{Key: "key", URL: "https://ship.example/"})
		if n > 0 && (err != nil || len(b.Documents) != n) {
			t.Fatalf("cut at %d: %d of %d items, %v", cut, len(b.Documents), n, err)
		}
	})
}

func TestOrderAndWhitespaceChangeNoIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation([]int{1, 2, 3, 4, 5}).Draw(t, "order")
		var items []string
		for _, n := range order {
			items = append(items, rapid.SampledFrom([]string{"", "\n", "  "}).Draw(t, "space"), episode(n))
		}
		b, err := podcast.Parse([]byte(show(items...)), "", feeds.Source{Key: "key"})
		if err != nil || len(b.Documents) != 5 {
			t.Fatal(err)
		}
		for i, d := range b.Documents {
			if d.Key != fmt.Sprintf("key\nep-%d", 5-i) {
				t.Fatalf("%d: %q", i, d.Key)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(show(episode(1), episode(2))), "application/rss+xml")
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>a</id><title>A</title></entry></feed>`), "text/xml; charset=iso-8859-1")
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"}]}`), "")
	f.Add([]byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>x</title></item></rdf:RDF`), "")
	f.Add([]byte("<!DOCTYPE rss [<!ENTITY a \"b\">]><rss><channel><item><title>&a;</title>"), "")
	f.Add([]byte("\x1f\x8b\x08\x00"), "")
	f.Add([]byte(`<rss><channel><item><title>a < b <![CDATA[c]]></title><enclosure url=x type=audio/mpeg><b><i></b></item></channel>`), "")
	f.Add([]byte(`<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>x</a:title></a:entry><a:entry>`), "")
	f.Add([]byte(`<rss><channel><item><title>x</title><pubDate>ma, 2 mrt 26 24:00 GMT+2</pubDate></item></channel></rss>`), "")
	f.Add([]byte("<\x00\x00\x00r\x00\x00\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		src := feeds.Source{ID: "s", Key: "key", URL: "https://ship.example/feed"}
		b, err := podcast.Parse(body, contentType, src)
		if err != nil {
			return
		}
		again, err := podcast.Parse(body, contentType, src)
		if err != nil || !cmp.Equal(b, again) {
			t.Fatal("read twice, two batches")
		}
		seen := map[string]bool{}
		for _, d := range b.Documents {
			if seen[d.ID] || d.ID == "" || d.Key == "" {
				t.Fatalf("identity %q", d.Key)
			}
			seen[d.ID] = true
			for _, s := range []string{d.Title, d.Notes, d.Text, d.Author} {
				if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
					t.Fatalf("not text: %q", s)
				}
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	items := make([]string, 500)
	for i := range items {
		items[i] = strings.Replace(episode(i%28+1), "</item>", "<description>"+strings.Repeat("All that was said. ", 100)+"</description></item>", 1)
		items[i] = strings.Replace(items[i], "ep-", fmt.Sprintf("ep-%d-", i), 1)
	}
	body := []byte(show(items...))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := podcast.Parse(body, "", feeds.Source{Key: "key"}); err != nil {
			b.Fatal(err)
		}
	}
}
