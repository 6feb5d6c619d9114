package podcast_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/podcast"
)

// The first read of a feed includes its further pages, in each of the ways in which feeds name them. A
// page that names itself or one before it ends the reading, and so does one without items.
func TestFurtherPages(t *testing.T) {
	link := func(rel, to string) string { return fmt.Sprintf(`<atom:link href="%s" rel="%s"/>`, to, rel) }
	atom := func(n int, rest string) string {
		return fmt.Sprintf(`<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>%s<entry><id>%d</id><title>Episode %d</title><updated>2026-10-0%dT06:00:00Z</updated></entry></feed>`, rest, n, n, n)
	}
	json := func(n int, next string) string {
		return fmt.Sprintf(`{"version":"https://jsonfeed.org/version/1.1","title":"J","next_url":%q,"items":[{"id":"%d","title":"Episode %d","date_published":"2026-10-0%dT06:00:00Z"}]}`, next, n, n, n)
	}
	for name, pages := range map[string][3]string{
		"rel=next":           {show(link("self", "1"), link("next", "2"), episode(3)), show(link("previous", "1"), link("next", "3"), episode(2)), show(episode(1))},
		"behind the items":   {show(episode(3), link("next", "2")), show(episode(2), link("next", "3")), show(episode(1), link("next", "1"))},
		"prev-archive":       {show(link("prev-archive", "2"), episode(3)), show(link("prev-archive", "3"), episode(2)), show(episode(1))},
		"another prefix":     {strings.ReplaceAll(show(link("next", "2"), episode(3)), "atom:", "a10:"), strings.ReplaceAll(show(link("next", "3"), episode(2)), "atom:", "a10:"), show(episode(1))},
		"Atom":               {atom(3, `<link rel='next' href='2'/>`), atom(2, `<link rel="http://www.iana.org/assignments/relation/next" href="3"/>`), atom(1, "")},
		"JSON":               {json(3, "2"), json(2, "3"), json(1, "3")},
		"pages that overlap": {show(link("next", "2"), episode(3), episode(2)), show(link("next", "3"), episode(2), episode(1)), show(link("next", "2"), episode(1))},
	} {
		t.Run(name, func(t *testing.T) {
			s := feedstest.NewServer(t)
			for i, p := range pages {
				s.Page(fmt.Sprintf("/%d", i+1), "application/rss+xml", p)
			}
			r := podcast.New(door(t))
			b, err := read(t, r, s.At("/1"), nil)
			if diff := cmp.Diff([]string{"Episode 3", "Episode 2", "Episode 1"}, titles(b)); err != nil || diff != "" || len(b.Warnings) > 0 {
				t.Fatalf("%v %s %q", err, diff, b.Warnings)
			}
			before := len(s.Asked(""))
			s.Page("/1", "application/rss+xml", strings.Replace(pages[0], "Episode 3", "Episode Three", 1))
			if b, err = read(t, r, s.At("/1"), b.Position); err != nil || len(s.Asked("")) != before+1 || len(b.Documents) == 0 {
				t.Errorf("a second read asks for %d pages, %v", len(s.Asked(""))-before, err)
			}
		})
	}
}

// A page that is missing is said, and asked for again a few times if that may help.
func TestAPageThatIsMissing(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/1", "application/rss+xml", show(`<atom:link rel="next" href="2"/>`, episode(2)))
	s.Handle("/2", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	r := podcast.New(door(t))
	b, err := read(t, r, s.At("/1"), nil)
	if err != nil || len(b.Documents) != 1 || len(b.Warnings) != 1 || !strings.Contains(b.Warnings[0].Detail, "further pages") {
		t.Fatalf("%v %q", err, b.Warnings)
	}
	s.Page("/2", "application/rss+xml", show(episode(1)))
	if b, err = read(t, r, s.At("/1"), b.Position); err != nil || len(b.Documents) != 2 || len(b.Warnings) != 0 {
		t.Errorf("%v %q %q", err, titles(b), b.Warnings)
	}
}

// Servers whose validators are wrong: what they say is checked, and asked again without.
func TestWrongValidators(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"412": func(w http.ResponseWriter) { w.WriteHeader(http.StatusPreconditionFailed) },
		"400": func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadRequest) },
		"500": func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"416": func(w http.ResponseWriter) { w.WriteHeader(http.StatusRequestedRangeNotSatisfiable) },
		"empty": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/rss+xml")
			_, _ = w.Write([]byte(" \n"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := feedstest.NewServer(t)
			body := show(episode(1))
			s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("ETag", `"same"`)
				if r.Header.Get("If-None-Match") != "" {
					answer(w)
					return
				}
				_, _ = w.Write([]byte(body))
			}))
			r := podcast.New(door(t))
			b, err := read(t, r, s.At("/feed"), nil)
			if err != nil {
				t.Fatal(err)
			}
			body = show(episode(2), episode(1))
			if b, err = read(t, r, s.At("/feed"), b.Position); err != nil || len(b.Documents) != 2 {
				t.Fatalf("%v %q", err, titles(b))
			}
			before := len(s.Asked(""))
			if _, err = read(t, r, s.At("/feed"), b.Position); err != nil || len(s.Asked("")) != before+1 {
				t.Errorf("%d requests although the validators are known to be wrong, %v", len(s.Asked(""))-before, err)
			}
		})
	}
}

// "Not modified" forever is not believed: a person's wish and every 25th read go without validators.
func TestNotModifiedForever(t *testing.T) {
	s := feedstest.NewServer(t)
	body := show(episode(1))
	s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Last-Modified", "Sat, 16 Nov 2041 19:11:00 GMT")
		if r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(body))
	}))
	r := podcast.New(door(t))
	first, err := read(t, r, s.At("/feed"), nil)
	if err != nil {
		t.Fatal(err)
	}
	body = show(episode(2), episode(1))
	b, reads := first, 0
	for b.NotModified || reads == 0 {
		if reads++; reads > 30 {
			t.Fatal("the validators are never dropped")
		}
		if b, err = read(t, r, s.At("/feed"), b.Position); err != nil {
			t.Fatal(err)
		}
	}
	if reads < 20 || len(b.Documents) != 2 {
		t.Errorf("read %d times, then %q", reads, titles(b))
	}
	src := feeds.Source{ID: "s", Key: "key", URL: s.At("/feed")}
	if b, err = r.Read(feeds.Unconditional(context.Background()), src, first.Position); err != nil || len(b.Documents) != 2 {
		t.Errorf("%v %q", err, titles(b))
	}
}

// An oversized feed that lists its newest items last is read to its end.
func TestALargeFeedWithItsNewestItemsLast(t *testing.T) {
	var items []string
	filler := strings.Repeat("words and words ", 2000)
	for n := range 600 {
		items = append(items, fmt.Sprintf(`<item><guid>e%d</guid><title>Part %d</title><pubDate>%s</pubDate><description>%s</description></item>`, n, n, november.AddDate(0, 0, n-600).Format("02 Jan 2006 15:04:05 GMT"), filler))
	}
	s := feedstest.NewServer(t)
	serve := func(w http.ResponseWriter, items []string) { _, _ = w.Write([]byte(show(items...))) }
	s.Handle("/up", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { serve(w, items) }))
	s.Handle("/down", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		down := slices.Clone(items)
		slices.Reverse(down)
		serve(w, down)
	}))
	r := podcast.New(door(t))
	b, err := read(t, r, s.At("/up"), nil)
	if err != nil || len(b.Documents) != 600 || b.Documents[0].Title != "Part 599" || len(b.Warnings) != 0 {
		t.Errorf("%v, %d documents, %q", err, len(b.Documents), b.Warnings)
	}
	asked := len(s.Asked(""))
	if b, err = read(t, r, s.At("/down"), nil); err != nil || len(b.Documents) == 600 || b.Documents[0].Title != "Part 599" || len(s.Asked("")) != asked+1 {
		t.Errorf("%v, %d documents, %d requests", err, len(b.Documents), len(s.Asked(""))-asked)
	}
}

// The default namespace of RSS elements doesn't hide the items.
func TestDefaultNamespaces(t *testing.T) {
	const item = `<item><title>Acme</title><guid>1</guid></item>`
	for _, body := range []string{
		`<rss version="2.0" xmlns="http://www.w3.org/2005/Atom"><channel><title>T</title>` + item + `</channel></rss>`,
		`<rss xmlns='http://www.itunes.com/dtds/podcast-1.0.dtd' version="2.0"><channel><title>T</title>` + item + `</channel></rss>`,
		`<rss version="2.0"><channel xmlns="http://search.yahoo.com/mrss/"><title>T</title>` + item + `</channel></rss>`,
		`<rss version="2.0"><channel><title>T</title>` + strings.Replace(item, "<item>", `<item xmlns="http://www.w3.org/2005/Atom">`, 1) + `</channel></rss>`,
		`<rss version="2.0" xmlns="http://www.w3.org/2005/Atom" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title><atom:link rel="self" href="x"/>` + item + `</channel></rss>`,
		`<feed xmlns="http://www.itunes.com/dtds/podcast-1.0.dtd"><title>T</title><entry><title>Acme</title><id>1</id></entry></feed>`,
		`<feed><title>T</title><entry><title>Acme</title><id>1</id></entry></feed>`,
	} {
		b, err := podcast.Parse([]byte(body), "", feeds.Source{URL: "https://a.example/feed"})
		if err != nil || len(b.Documents) != 1 || b.Documents[0].Title != "Acme" || b.Source.Title != "T" {
			t.Errorf("%v, %q of %q in %s", err, titles(b), b.Source.Title, body)
		}
	}
}

// Words behind a "<" that begins no tag are kept, wherever they are.
func TestAngleBracketsInTexts(t *testing.T) {
	for written, want := range map[string]string{
		"Why &lt;Acme&gt; beats &lt;Other&gt;": "Why <Acme> beats <Other>", "List&lt;Acme&gt; in Java": "List<Acme> in Java",
		"a &lt;acme-button&gt; for all": "a <acme-button> for all", "block &lt;acme-2023": "block <acme-2023", "a&lt;b then Acme": "a<b then Acme",
		"<![CDATA[a<b then Acme]]>": "a<b then Acme", "&lt;![CDATA[Acme &amp; co]]&gt;": "Acme & co", "&lt;b&gt;Acme&lt;/b&gt; &lt;3": "Acme <3",
	} {
		for form, body := range map[string]string{
			"RSS":  `<rss version="2.0"><channel><item><guid>1</guid><title>` + written + `</title><description>` + written + `</description></item></channel></rss>`,
			"Atom": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>` + written + `</title><summary>` + written + `</summary></entry></feed>`,
		} {
			b, err := podcast.Parse([]byte(body), "", feeds.Source{URL: "https://a.example/feed"})
			if err != nil || len(b.Documents) != 1 || b.Documents[0].Title != want || b.Documents[0].Notes != want {
				t.Errorf("%s: %s: %v %+v", form, written, err, b.Documents)
			}
		}
	}
}

// One guid for different items, and one item under two guids.
func TestItemsThatShareWhatIdentifiesThem(t *testing.T) {
	item := func(guid, title, day, link, words, audio string) string {
		if audio != "" {
			audio = `<enclosure url="` + audio + `" type="audio/mpeg"/>`
		}
		return fmt.Sprintf(`<item><guid isPermaLink="false">%s</guid><title>%s</title><link>%s</link><pubDate>%s Nov 2026 06:00:00 GMT</pubDate><description>%s</description>%s</item>`, guid, title, link, day, words, audio)
	}
	for name, c := range map[string]struct {
		items []string
		want  int
	}{
		"guid and link are the same for all":   {[]string{item("n/a", "Release 3", "03", "https://a.example/", "three", ""), item("n/a", "Release 2", "02", "https://a.example/", "two", ""), item("n/a", "Release 1", "01", "https://a.example/", "one", "")}, 3},
		"the same item twice":                  {[]string{item("1", "Release 3", "03", "https://a.example/", "three", ""), item("1", "Release 3", "03", "https://a.example/", "three", "")}, 1},
		"an episode for members":               {[]string{item("1", "Special", "03", "", "", "https://a.example/m/1.mp3?member=1"), item("1", "Special", "04", "", "", "https://a.example/p/1.mp3")}, 1},
		"two episodes":                         {[]string{item("1", "Special", "03", "", "", "https://a.example/1.mp3"), item("1", "Another", "04", "", "", "https://a.example/2.mp3")}, 2},
		"for members, under another file name": {[]string{item("1", "Special", "03", "", "all about Acme", "https://a.example/1-members.mp3"), item("1", "Special", "04", "", "all about Acme", "https://a.example/1.mp3")}, 1},
		"one guid and one script for all":      {[]string{item("n/a", "Part 3", "03", "", "three", "https://a.example/play?n=3"), item("n/a", "Part 2", "02", "", "two", "https://a.example/play?n=2"), item("n/a", "Part 1", "01", "", "one", "https://a.example/play?n=1")}, 3},
		"one guid and one title every day":     {[]string{item("n/a", "The news", "03", "https://a.example/", "Acme is three", ""), item("n/a", "The news", "02", "https://a.example/", "Nobody knows what", ""), item("n/a", "The news", "01", "https://a.example/", "Weather was fine", "")}, 3},
		"no guid, one title every day":         {[]string{item("", "The news", "03", "", "Acme is three", ""), item("", "The news", "02", "", "Nobody knows what", "")}, 2},
		"no guid, one address every day":       {[]string{item("", "News of the 3rd", "03", "", "three", "https://a.example/news.mp3"), item("", "News of the 2nd", "02", "", "two", "https://a.example/news.mp3")}, 2},
		"an article and its correction":        {[]string{item("1", "Acme grows", "03", "https://a.example/1", "Acme grows by 3 percent in May", ""), item("1", "Acme grows", "02", "https://a.example/1", "Acme grows by 2 percent in May", "")}, 1},
		"only the guid's fragment differs":     {[]string{item("https://a.example/1#3", "News", "03", "https://a.example/1", "x", ""), item("https://a.example/1#0", "News", "03", "https://a.example/1", "x", "")}, 1},
	} {
		b, err := podcast.Parse([]byte(show(c.items...)), "", feeds.Source{URL: "https://a.example/feed", Key: "k"})
		if err != nil || len(b.Documents) != c.want {
			t.Errorf("%s: %v %q %q", name, err, titles(b), b.Warnings)
			continue
		}
		ids := map[string]bool{}
		for _, d := range b.Documents {
			ids[d.ID] = true
		}
		slices.Reverse(c.items)
		again, err := podcast.Parse([]byte(show(c.items...)), "", feeds.Source{URL: "https://a.example/feed", Key: "k"})
		if err != nil || len(ids) != c.want || !strings.HasPrefix(name, "only the guid") && slices.ContainsFunc(again.Documents, func(d feeds.Item) bool { return !ids[d.ID] }) {
			t.Errorf("%s: other ids in another order: %v", name, ids)
		}
	}
}

// A feed without any item is not what a person wanted to follow.
func TestAFeedWithoutItems(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/feed", "application/rss+xml", show())
	b, err := read(t, podcast.New(door(t)), s.At("/feed"), nil)
	if code, _ := feeds.CodeOf(b.Fault); err != nil || code != "feed_without_items" {
		t.Errorf("%v, %v", err, b.Fault)
	}
}

// The transcript in the feed's language is read; another one where it can't be had.
func TestLanguagesOfTranscripts(t *testing.T) {
	s := feedstest.NewServer(t)
	for _, lang := range []string{"en", "de", "es"} {
		s.Page("/"+lang+".vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nspoken in "+lang+"\n")
	}
	offer := func(file, language string) feeds.Offer {
		return feeds.Offer{Part: feeds.PartTranscript, URL: s.At("/" + file), Type: "text/vtt", Language: language}
	}
	for _, c := range []struct {
		wanted string
		offers []feeds.Offer
		want   string
	}{
		{"en", []feeds.Offer{offer("none.vtt", "en"), offer("de.vtt", "nl")}, "de"},
		{"en", []feeds.Offer{offer("en.vtt", "eng"), offer("none.vtt", "")}, "en"},
		{"en-US", []feeds.Offer{offer("es.vtt", "spa"), offer("en.vtt", "eng")}, "en"},
		{"de", []feeds.Offer{offer("en.vtt", "eng"), offer("de.vtt", "deu")}, "de"},
		{"de", []feeds.Offer{offer("en.vtt", "eng"), offer("de.vtt", "ger")}, "de"},
		{"de_AT", []feeds.Offer{offer("en.vtt", "English"), offer("de.vtt", "Deutsch")}, "de"},
	} {
		got, err := podcast.NewTranscripts(door(t)).Fill(context.Background(), feeds.Task{Document: feeds.Document{Language: c.wanted}, Offers: c.offers})
		if err != nil || len(got.Cues) != 1 || got.Cues[0].Text != "spoken in "+c.want || got.File.URL != s.At("/"+c.want+".vtt") {
			t.Errorf("%s: %v %+v", c.wanted, err, got)
		}
	}
}

// The files of a private feed are behind its password. It goes to the same host only.
func TestFilesBehindThePasswordOfTheFeed(t *testing.T) {
	s, other := feedstest.NewServer(t), feedstest.NewServer(t)
	guarded := func(body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if user, password, _ := r.BasicAuth(); user != "anna" || password != "s3cret" {
				w.Header().Set("WWW-Authenticate", "Basic")
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			_, _ = w.Write([]byte(body))
		})
	}
	s.Handle("/1.vtt", guarded("WEBVTT\n\n00:01.000 --> 00:02.000\nWe like Acme\n"))
	s.Handle("/1.json", guarded(`{"chapters":[{"startTime":0,"title":"Hello"}]}`))
	s.Handle("/2", guarded(show(episode(1))))
	s.Handle("/feed", guarded(show(`<atom:link rel="next" href="2"/>`, episode(2))))
	other.Page("/1.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nWe like Acme\n")
	src := feeds.Source{ID: "s", URL: strings.Replace(s.URL, "://", "://anna:s3cret@", 1) + "/feed"}
	task := func(url string) feeds.Task { return feeds.Task{Source: src, Offers: []feeds.Offer{{URL: url}}} }
	if got, err := podcast.NewTranscripts(door(t)).Fill(context.Background(), task(s.At("/1.vtt"))); err != nil || len(got.Cues) != 1 {
		t.Errorf("%v", err)
	}
	if got, err := podcast.NewChapters(door(t)).Fill(context.Background(), task(s.At("/1.json"))); err != nil || len(got.Chapters) != 1 {
		t.Errorf("%v", err)
	}
	if b, err := podcast.New(door(t)).Read(context.Background(), src, nil); err != nil || len(b.Documents) != 2 {
		t.Errorf("%v %q", err, titles(b))
	}
	if got, err := podcast.NewTranscripts(door(t)).Fill(context.Background(), task(other.At("/1.vtt"))); err != nil || len(got.Cues) != 1 {
		t.Errorf("%v", err)
	}
	for _, a := range other.Asked("") {
		if a.Header.Get("Authorization") != "" {
			t.Error("another host was sent the password")
		}
	}
}

// Chapter files as hosts make them.
func TestChapterFilesOfOtherTools(t *testing.T) {
	want := []feeds.Chapter{{Title: "Hello"}, {Start: 75, Title: "About Acme"}}
	odd := []feeds.Chapter{{Title: "Hello"}, {Start: 75, Title: "About Acme"}, {Start: 75, Title: "When?", Untimed: true}}
	for body, want := range map[string][]feeds.Chapter{
		`[{"startTime":0,"title":"Hello"},{"startTime":75,"title":"About Acme"}]`:                                                                                          want,
		`{"chapters":[{"startMs":0,"title":"Hello"},{"startMs":75000,"title":"About Acme"}]}`:                                                                              want,
		`{"chapters":[{"start":"0:00","name":"Hello"},{"start":"PT1M15S","name":"About Acme"}]}`:                                                                           want,
		`{"chapters":[{"start_time":0,"label":"Hello","img":7},{"start_time":"75","label":"About Acme","endTime":"90"},{"start_time":null,"title":12}]}`:                   want,
		`{"chapters":[{"startTime":0,"title":"Hello"},7,{"startTime":75,"title":"About Acme"},{"startTime":"soon","title":"When?"}]}`:                                      odd,
		`{"chapters":[{"startTime":0,"title":"Hello"},{"startTime":75,"title":"About &lt;b&gt;Acme&lt;/b&gt;"}]}`:                                                          want,
		"00:00:00.000 Hello\n00:01:15 - About Acme\n":                                                                                                                      want,
		"CHAPTER01=00:00:00.000\nCHAPTER01NAME=Hello\nCHAPTER02=00:01:15.000\nCHAPTER02NAME=About Acme\n":                                                                  want,
		`<psc:chapters xmlns:psc="http://podlove.org/simple-chapters"><psc:chapter start="0" title="Hello"/><psc:chapter start="1:15" title="About Acme"/></psc:chapters>`: want,
	} {
		got, err := podcast.ParseChapters([]byte("\ufeff"+body), "application/json")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
}
