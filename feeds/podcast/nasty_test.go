package podcast_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/podcast"
)

func zip(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// nasty is a feed as a publisher's broken software sends it, and the titles that have to
// come out of it all the same. The feed underneath has three items: "Räksmörgås – één",
// "Ampersand & co" and "Third".
func TestNastyFeeds(t *testing.T) {
	const (
		one   = `<item><guid>1</guid><title>Räksmörgås – één</title><pubDate>Mon, 03 Nov 2025 06:00:00 GMT</pubDate><enclosure url="https://c.example/1.mp3" type="audio/mpeg"/></item>`
		two   = `<item><guid>2</guid><title>Ampersand &amp; co</title><pubDate>Sun, 02 Nov 2025 06:00:00 GMT</pubDate><enclosure url="https://c.example/2.mp3" type="audio/mpeg"/></item>`
		three = `<item><guid>3</guid><title>Third</title><pubDate>Sat, 01 Nov 2025 06:00:00 GMT</pubDate><enclosure url="https://c.example/3.mp3" type="audio/mpeg"/></item>`
		head  = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Show</title>`
		tail  = `</channel></rss>`
		feed  = head + one + two + three + tail
	)
	all := []string{"Räksmörgås – één", "Ampersand & co", "Third"}
	swap := func(from, to string) string {
		if !strings.Contains(feed, from) {
			t.Fatalf("%q isn't in the feed", from)
		}
		return strings.Replace(feed, from, to, 1)
	}
	encode := func(s string, to interface{ String(string) (string, error) }) string {
		out, err := to.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	cp1252 := encode(feed, charmap.Windows1252.NewEncoder())
	le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()
	be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	for name, tt := range map[string]struct {
		body, contentType string
		want              []string
	}{
		"gzip inside gzip":                         {body: zip(zip(feed))},
		"gzip of UTF-16":                           {body: zip("\xff\xfe" + encode(feed, le))},
		"gzip broken off":                          {body: zip(strings.Replace(feed, three, strings.Repeat(three, 400), 1))[:400], want: all},
		"gzip with junk behind":                    {body: zip(feed) + "junk that is no gzip"},
		"UTF-16 big-endian with a mark":            {body: "\xfe\xff" + encode(feed, be)},
		"UTF-16 big-endian without":                {body: encode(feed, be)},
		"UTF-16 without a mark behind blank lines": {body: encode("\n\n"+feed, le)},
		"UTF-16 cut in the middle of a character":  {body: "\xff\xfe" + encode(feed, le)[:2*len(head+one+two)-9], want: all[:2]},
		"UTF-16 said to be UTF-8 by its header":    {body: encode(feed, le), contentType: "text/xml; charset=utf-8"},
		"UTF-32":                                   {body: encode(feed, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewEncoder())},
		"windows-1252 said to be UTF-8":            {body: cp1252},
		"windows-1252 said to be Latin-1":          {body: strings.Replace(cp1252, "UTF-8", "ISO-8859-1", 1)},
		"windows-1252 said to be US-ASCII":         {body: strings.Replace(cp1252, "UTF-8", "us-ascii", 1)},
		"windows-1252 in a charset nobody knows":   {body: strings.Replace(cp1252, "UTF-8", "x-none", 1), contentType: "text/xml; charset=bogus"},
		"UTF-8 in a charset nobody knows":          {body: strings.Replace(feed, "UTF-8", "x-none", 1)},
		"UTF-8 with an unquoted encoding":          {body: strings.Replace(feed, `"UTF-8"`, "utf8", 1)},
		"UTF-8 said to be Latin-1 by its header":   {body: feed, contentType: "text/xml; charset=ISO-8859-1"},
		"UTF-8 cut in the middle of a character":   {body: strings.TrimSuffix(feed, tail) + `<item><title>ö`[:len(`<item><title>ö`)-1]},
		"one stray byte in UTF-8":                  {body: swap("– één", "\x96 één")},
		"two byte order marks":                     {body: "\ufeff\ufeff" + feed},
		"a mark behind a blank line":               {body: "\n\ufeff" + feed},
		"zero bytes at the end":                    {body: feed + strings.Repeat("\x00", 600)},
		"control characters everywhere":            {body: strings.ReplaceAll(feed, "<item>", "\x0b\x01<item>\x1f")},
		"references to control characters":         {body: swap("Third", "&#8;Th&#x1f;ird&#xFFFF;&#0;")},
		"half a surrogate pair":                    {body: swap("<title>Third", "<category>&#xD83D;</category><title>Third")},
		"two declarations":                         {body: `<?xml version="1.0"?>` + feed},
		"XML 1.1":                                  {body: swap(`version="1.0"`, `version="1.1"`)},
		"a script behind the end":                  {body: feed + "\n<script>track()</script>\n<!-- cached -->"},
		"a warning behind the end":                 {body: feed + "\nWarning: Undefined variable $x in /srv/feed.php on line 3 <br>"},
		"a warning between items":                  {body: swap("</item><item>", "</item><br />\n<b>Notice</b>: x in <b>/srv/f.php</b><br /><item>")},
		"plain words before":                       {body: "Deprecated: strlen(): x & y < z in /srv/feed.php on line 3\n" + feed},
		"a feed behind an HTML comment":            {body: "<!-- served by <cache> -->\n" + feed},
		"the same feed twice":                      {body: feed + feed},
		"capital letters":                          {body: strings.NewReplacer("<rss", "<RSS", "</rss", "</RSS", "channel>", "CHANNEL>", "item>", "ITEM>", "title>", "TITLE>").Replace(feed)},
		"attributes without quotes":                {body: swap(`type="audio/mpeg"`, `type=audio/mpeg`)},
		"attributes twice":                         {body: swap(`type="audio/mpeg"`, `type="audio/mpeg" type="audio/mpeg"`)},
		"a bare ampersand":                         {body: swap("Ampersand &amp; co", "Ampersand & co")},
		"an entity of HTML":                        {body: swap("é", "&eacute;")},
		"an entity twice escaped":                  {body: swap("Ampersand &amp; co", "Ampersand &amp;amp; co")},
		"a bare < in a title":                      {body: swap("Third</title>", "Third < 4 & more</title><description>a < b and 3 <4</description>"), want: []string{all[0], all[1], "Third < 4 & more"}},
		"CDATA never closed in the last item":      {body: swap(three, `<item><guid>3</guid><title>Third</title><description><![CDATA[half</description></item>`)},
		"CDATA inside CDATA":                       {body: swap("<title>Third</title>", "<title><![CDATA[Third]]></title><description><![CDATA[a <![CDATA[b]]> c]]></description>")},
		"CDATA broken by a space":                  {body: swap("<title>Third</title>", "<title>Third</title><description><! [CDATA[a]]></description>")},
		"an item never closed":                     {body: swap("</item><item><guid>2", "<item><guid>2"), want: all[1:]},
		"channel never closed":                     {body: strings.Replace(feed, "</channel>", "", 1)},
		"tags crossed":                             {body: swap("<title>Third</title>", "<title>Third</title><category><b>x</category></b>")},
		"prefixes nobody declared":                 {body: strings.ReplaceAll(swap(` xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`, ""), "<guid>", "<itunes:duration>60</itunes:duration><podcast:season>1</podcast:season><guid>")},
		"items behind the channel":                 {body: head + "</channel>" + one + two + three + "</rss>"},
		"a document type with entities":            {body: swap("<rss", `<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]><rss`)},
		"entities used":                            {body: strings.Replace(swap("<rss", `<!DOCTYPE rss [<!ENTITY co SYSTEM "file:///etc/passwd">]><rss`), "&amp; co", "&amp; co&co;", 1), want: []string{all[0], "Ampersand & co&co;", all[2]}},
		"an empty item":                            {body: swap(two, "<item/>"+two+"<item></item>")},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := podcast.Parse([]byte(tt.body), tt.contentType, feeds.Source{ID: "s", Key: "key", URL: "https://ship.example/feed.xml"})
			if err != nil {
				t.Fatal(err)
			}
			want := tt.want
			if want == nil {
				want = all
			}
			if diff := cmp.Diff(want, titles(b)); diff != "" {
				t.Errorf("%s%q", diff, b.Warnings)
			}
			if len(b.Documents) == 3 && len(want) == 3 && b.Documents[0].Kind != feeds.Podcast {
				t.Errorf("%s", b.Documents[0].Kind)
			}
		})
	}
}

// The podcast namespace under any prefix, and Apple's; what the parser doesn't map by
// itself is found by name.
func TestNamespacesUnderAnyPrefix(t *testing.T) {
	for name, tt := range map[string]struct{ root, transcript string }{
		"podcast":              {`xmlns:podcast="https://podcastindex.org/namespace/1.0"`, `<podcast:transcript url="1.vtt" type="text/vtt"/>`},
		"p20":                  {`xmlns:p20="https://podcastindex.org/namespace/1.0"`, `<p20:transcript url="1.vtt" type="text/vtt"/>`},
		"the older address":    {`xmlns:pod="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"`, `<pod:transcript url="1.vtt" type="text/vtt"></pod:transcript>`},
		"nobody declared it":   {``, `<podcast:transcript url="1.vtt" type="text/vtt"/>`},
		"none at all":          {``, `<transcript xmlns="https://podcastindex.org/namespace/1.0" url="1.vtt" type="text/vtt"/>`},
		"a prefix of another":  {`xmlns:dc="https://podcastindex.org/namespace/1.0"`, `<dc:transcript url="1.vtt" type="text/vtt"/>`},
		"capitals, attributes": {`xmlns:Podcast="https://podcastindex.org/namespace/1.0"`, `<Podcast:Transcript URL="1.vtt" Type="text/vtt"/>`},
	} {
		b := parse(t, `<rss version="2.0" `+tt.root+`><channel><title>S</title><item><guid>1</guid><title>One</title><enclosure url="https://c.example/1.mp3" type="audio/mpeg"/>`+tt.transcript+`</item></channel></rss>`)
		want := []feeds.Offer{{Part: feeds.PartTranscript, URL: "https://ship.example/1.vtt", Type: "text/vtt"}}
		if diff := cmp.Diff(want, b.Documents[0].Offers); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	b := parse(t, `<rss version="2.0" xmlns:it="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>S</title><it:author>Anna</it:author><item><title>One</title><enclosure url="https://c.example/1.mp3" type="audio/mpeg"/><it:duration>12:34</it:duration></item></channel></rss>`)
	if d := b.Documents[0]; d.Duration != 754 || d.Author != "Anna" {
		t.Errorf("Apple's elements under another prefix: %v, %q", d.Duration, d.Author)
	}
}

// For a body that isn't a feed the sentence says what it is, in words its reader knows.
func TestOtherBodiesThanFeeds(t *testing.T) {
	for body, want := range map[string]string{
		`{"message":"Not Found"}`: "ship.example sent JSON that is not a feed. ",
		`[{"id":1}]`:              "ship.example sent JSON that is not a feed. ",
		"Not found":               "ship.example sent something that is not a feed. ",
		`<?xml version="1.0"?><Error><Code>x</Code>`:    "ship.example sent XML that is not a feed (its root is <Error>). ",
		`<!DOCTYPE html><title>Just a moment</title>`:   "ship.example sent a web page where a feed was expected. ",
		`<HTML><BODY>Log in</BODY></HTML>`:              "ship.example sent a web page where a feed was expected. ",
		" \r\n ":                                        "ship.example sent an empty answer where a feed was expected. ",
		strings.Repeat("\x89PNG\r\n\x1a\n\x00\x00", 20): "ship.example sent something that is not a feed. ",
		zip(""): "ship.example sent something that is not a feed. ",
	} {
		_, err := podcast.Parse([]byte(body), "", feeds.Source{URL: "https://ship.example/feed.xml"})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.30q: %v", body, err)
		}
	}
}

func TestVideoFeedsHaveTheirWordsInMediaElements(t *testing.T) {
	b := parse(t, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>C</title><entry><id>1</id><link href="https://v.example/1"/><updated>2026-11-02T07:00:00Z</updated>
	<media:group><media:title>Why we left</media:title><media:description>Acme &amp; co</media:description></media:group></entry></feed>`)
	if d := b.Documents[0]; d.Title != "Why we left" || d.Notes != "Acme & co" {
		t.Errorf("%q %q", d.Title, d.Notes)
	}
}

// Recordings and titles are found in the unusual elements that some feeds use.
func TestRecordingsAreFoundWhereFeedsPutThem(t *testing.T) {
	const audio = `<enclosure url="1.mp3" type="audio/mpeg"/>`
	for name, tt := range map[string]struct{ root, item string }{
		"a CDATA in a CDATA before it":   {``, `<title>One</title><description><![CDATA[<p>a <![CDATA[b]]> c</p>]]></description>` + audio},
		"an end that nobody opened":      {``, `<title>One</title><description>a</p> b c</description>` + audio},
		"Apple's title alone":            {`xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`, `<itunes:title>One</itunes:title><description>a b c</description>` + audio},
		"an enclosure that says nothing": {`xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`, `<title>One</title><itunes:summary>a b c</itunes:summary><enclosure url="/play/1" type=""/></item><item><title>Two</title></item><itunes:author>A</itunes:author><item>`},
	} {
		b := parse(t, `<rss version="2.0" `+tt.root+`><channel><title>S</title><item>`+tt.item+`</item><item><title>Two</title></item></channel></rss>`)
		if d := b.Documents[0]; len(b.Documents) < 2 || d.Kind != feeds.Podcast || d.Title != "One" || d.Notes != "a b c" {
			t.Errorf("%s: %d, %+v", name, len(b.Documents), d)
		}
	}
	b := parse(t, `<rss version="2.0"><channel xmlns:it="http://itunes.com/dtds/podcast-1.0.dtd"><title>S</title><it:author>Anna</it:author><item><title>One</title><it:duration>61</it:duration>`+audio+`</item></channel></rss>`)
	if d := b.Documents[0]; d.Author != "Anna" || d.Duration != 61 {
		t.Errorf("Apple's names declared at the channel: %+v", d)
	}
	b = parse(t, `<rss version="2.0"><channel><title>S</title><item><title>One</title><enclosure url="/one.pdf"/><enclosure url="/two" type=""/></item></channel></rss>`)
	if d := b.Documents[0]; d.Kind != feeds.Page {
		t.Errorf("outside podcasts what says nothing is nothing: %+v", d)
	}
	b = parse(t, `<feed xmlns="http://www.w3.org/2005/Atom"><title>S</title><entry><id>1</id><title>One</title><content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>one</h:p><h:p>two</h:p></h:div></content></entry></feed>`)
	if d := b.Documents[0]; d.Text != "one\n\ntwo" {
		t.Errorf("XHTML under a prefix: %q", d.Text)
	}
}

func TestRelativeAddressesUseTheFeedsBase(t *testing.T) {
	for name, head := range map[string]string{
		"root":    `<rss version="2.0" xml:base="https://base.example/show/"><channel>`,
		"channel": `<rss version="2.0"><channel xml:base='https://base.example/show/'>`,
		"up":      `<rss version="2.0" xml:base="//base.example/show/"><channel>`,
	} {
		b := parse(t, head+`<title>S</title><item><title>One</title><link>one</link><enclosure url="1.mp3" type="audio/mpeg"/><p:transcript xmlns:p="https://podcastindex.org/namespace/1.0" url="1.vtt"/></item></channel></rss>`)
		d := b.Documents[0]
		if d.Audio != "https://base.example/show/1.mp3" || len(d.Offers) != 1 || d.Offers[0].URL != "https://base.example/show/1.vtt" || d.URL != "https://base.example/show/one" {
			t.Errorf("%s: %s %v %s", name, d.Audio, d.Offers, d.URL)
		}
	}
}

// A backslash is a slash to browsers, except in a query.
func TestBackslashesInAddresses(t *testing.T) {
	b := parse(t, `<rss version="2.0"><channel><title>S</title><item><title>One</title><link>https:\\show.example\one?path=a\b</link></item></channel></rss>`)
	if got := b.Documents[0].URL; got != `https://show.example/one?path=a\b` {
		t.Errorf("the address is %s", got)
	}
}

// An item's own base is preferred to the feed's, and may be relative to it.
func TestRelativeAddressesUseTheItemsBase(t *testing.T) {
	const things = `<link href="one"/><enclosure url="1.mp3" type="audio/mpeg"/><p:transcript xmlns:p="https://podcastindex.org/namespace/1.0" url="1.vtt"/>`
	for feed, want := range map[string]string{
		`<rss version="2.0" xml:base="https://base.example/show/"><channel><title>S</title><item xml:base="https://item.example/e/"><title>One</title>` + things + `</item></channel></rss>`: "https://item.example/e/",
		`<rss version="2.0" xml:base="https://base.example/show/"><channel><title>S</title><item id="1" xml:base='e/'><title>One</title>` + things + `</item></channel></rss>`:               "https://base.example/show/e/",
		`<rss version="2.0"><channel><title>S</title><item xml:base="https://item.example/e/"><title>One & only</title>` + things + `</item></channel></rss>`:                                "https://item.example/e/",
		`<rss version="2.0" xml:base="https://base.example/show/"><channel><title>S</title><item xml:base="mailto:x"><title>One</title>` + things + `</item></channel></rss>`:                "https://base.example/show/",
		`<feed xmlns="http://www.w3.org/2005/Atom"><title>S</title><entry xml:base="https://item.example/e/"><id>1</id><title>One</title><link rel="enclosure" href="1.mp3" type="audio/mpeg"/>` +
			`<p:transcript xmlns:p="https://podcastindex.org/namespace/1.0" url="1.vtt"/></entry></feed>`: "https://item.example/e/",
	} {
		d := parse(t, feed).Documents[0]
		if d.Audio != want+"1.mp3" || len(d.Offers) != 1 || d.Offers[0].URL != want+"1.vtt" {
			t.Errorf("%s: %s %v", feed, d.Audio, d.Offers)
		}
	}
}

// Programs that count in UTF-16 write one character as references to its two halves, and
// some escape them on top of that.
func TestCharactersWrittenInHalves(t *testing.T) {
	for _, title := range []string{"Hi &#55357;&#56832;!", "Hi &#xD83D;&#xDE00;!", "Hi &amp;#55357;&amp;#56832;!", "<![CDATA[Hi &#55357;&#56832;!]]>"} {
		b := parse(t, `<rss version="2.0"><channel><title>S</title><item><title>`+title+`</title></item></channel></rss>`)
		if got := b.Documents[0].Title; got != "Hi 😀!" {
			t.Errorf("%s: %q", title, got)
		}
	}
}

// What a feed says without end is cut, or left out where the rest would mean nothing: it
// goes into every event, and a language is looked at for every hit.
func TestNothingIsLongerThanItsKind(t *testing.T) {
	long := strings.Repeat("ä", 100_000)
	b := parse(t, `<rss version="2.0"><channel><title>`+long+`</title><language>`+long+`</language><link>https://a.example/`+long+`</link><item><guid>`+long+`</guid><title>`+long+`</title><author>`+long+
		`</author><link>https://a.example/`+long+`</link><p:transcript url="1.vtt" language="`+long+`"/></item></channel></rss>`)
	d := b.Documents[0]
	if n := utf8.RuneCountInString(d.Title); n != 1000 || !strings.HasSuffix(d.Title, "ä…") {
		t.Errorf("a title of %d characters", n)
	}
	if len(d.Author) > 700 || len(b.Source.Name) > 700 || d.Language+b.Source.Language+d.URL+b.Source.Site+d.Offers[0].Language != "" || len(d.Key) > 100 {
		t.Errorf("%.100v %.100v", *b.Source, d)
	}
}
