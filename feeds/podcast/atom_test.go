package podcast_test

import (
	"fmt"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/podcast"
)

func atomFeed(attributes, entry string) []byte {
	return fmt.Appendf(nil, `<feed xmlns="http://www.w3.org/2005/Atom"%s><title>A</title><id>a</id><entry><id>1</id><updated>2026-10-01T06:00:00Z</updated>%s</entry></feed>`, attributes, entry)
}

// The title of an Atom entry is read as its type says.
func TestAtomTitles(t *testing.T) {
	for title, want := range map[string]string{
		`<title type="text">Use &lt;b&gt; and &lt;/b&gt; for Acme</title>`:                                                                  "Use <b> and </b> for Acme",
		`<title type='text/plain'>Write &amp;amp; for an ampersand</title>`:                                                                 "Write &amp; for an ampersand",
		`<title type="text"><![CDATA[The <title> &amp; <b>Acme</b>]]> &lt;i&gt;</title>`:                                                    "The <title> &amp; <b>Acme</b> <i>",
		`<title>The &lt;table&gt; of Acme &amp; co</title>`:                                                                                 "The <table> of Acme & co",
		`<title>1 &#60;b&#x3E; 2</title>`:                                                                                                   "1 <b> 2",
		`<title>Caf&amp;eacute; Acme</title>`:                                                                                               "Café Acme",
		`<title>&lt;b&gt;Acme&lt;/b&gt; is here</title>`:                                                                                    "Acme is here",
		`<title type="html">&lt;b&gt;Acme&lt;/b&gt; &amp;lt;b&amp;gt; &amp;amp;</title>`:                                                    "Acme <b> &",
		`<title type="html"><![CDATA[<b>Acme</b> &lt;b&gt;]]></title>`:                                                                      "Acme <b>",
		`<title type="text/html" mode="escaped">&lt;b&gt;Acme&lt;/b&gt;</title>`:                                                            "Acme",
		`<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <em>Acme</em> &lt;b&gt;</div></title>`:                           "The Acme <b>",
		`<title/><summary type="text">Acme</summary>`:                                                                                       "",
		`<title type="text">Acme &lt;1</title><media:title xmlns:media="http://search.yahoo.com/mrss/">&lt;b&gt;no&lt;/b&gt;</media:title>`: "Acme <1",
	} {
		b, err := podcast.Parse(atomFeed("", title), "", feeds.Source{URL: "https://show.example/feed"})
		if err != nil || len(b.Documents) != 1 || b.Documents[0].Title != want {
			t.Errorf("%s: %v, %q", title, err, titles(b))
		}
	}
	body := `<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:title type="text">The &lt;b&gt; show</atom:title><atom:entry><atom:id>1</atom:id><atom:title>&lt;p&gt; and Acme</atom:title></atom:entry></atom:feed>`
	b, err := podcast.Parse([]byte(body), "", feeds.Source{URL: "https://show.example/feed"})
	if err != nil || b.Source.Title != "The <b> show" || len(b.Documents) != 1 || b.Documents[0].Title != "<p> and Acme" {
		t.Errorf("%v, %q, %q", err, b.Source.Title, titles(b))
	}
}

// An item may be in another language than its feed.
func TestTheLanguageOfAnItem(t *testing.T) {
	rss := func(root, channel, item string) []byte {
		return fmt.Appendf(nil, `<rss version="2.0"%s><channel>%s<title>S</title><item%s><guid>1</guid></item></channel></rss>`, root, channel, item)
	}
	for name, c := range map[string]struct {
		body []byte
		want string
	}{
		"the feed's":        {atomFeed(` xml:lang="nl"`, "<title>T</title>"), "nl"},
		"the entry's":       {[]byte(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl"><title>A</title><entry id='1' xml:lang='de-CH' ><id>1</id><title>T</title></entry></feed>`), "de-CH"},
		"a prefix":          {[]byte(`<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="nl"><a:title>A</a:title><a:entry xml:base="https://x.example/" xml:lang="fre"><a:id>1</a:id><a:title>T</a:title></a:entry></a:feed>`), "fr"},
		"that of its text":  {atomFeed(` xml:lang="nl"`, `<title>T</title><content type="html" xml:lang="fr">oui</content>`), "fr"},
		"undetermined":      {atomFeed(` xml:lang="nl"`, `<title>T</title><content type="html" xml:lang="und">oui</content>`), "nl"},
		"an item of RSS":    {rss("", "<language>en</language>", ` xml:lang="sv"><title>T</title`), "sv"},
		"the root of RSS":   {rss(` xml:lang="es-MX"`, "", "><title>T</title"), "es-MX"},
		"RSS says it twice": {rss(` xml:lang="en"`, "<language>it</language>", "><title>T</title"), "it"},
	} {
		b, err := podcast.Parse(c.body, "", feeds.Source{URL: "https://show.example/feed"})
		if err != nil || len(b.Documents) != 1 || b.Documents[0].Language != c.want || b.Documents[0].Title != "T" {
			t.Errorf("%s: %v, %q in %+v", name, err, titles(b), b.Documents)
		}
	}
}
