package crawler_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// fetch asks for a read now, as a person does.
func (s *show) fetch() {
	s.t.Helper()
	err := s.ledger.Write(s.t.Context(), func(tx *ledger.Tx) error { return archive.AskForRead(s.t.Context(), tx, s.source) })
	if err != nil {
		s.t.Fatal(err)
	}
}

// rss returns a feed with these items.
func rss(items ...string) string {
	return `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Show</title>` + strings.Join(items, "") + `</channel></rss>`
}

// A server may say forever that nothing has changed. Who asks for a read gets one, whatever the server
// says of its validators.
func TestAReadThatIsAskedForIsUnconditional(t *testing.T) {
	s := follow(t, "/feed")
	serve := func(items ...string) {
		s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"stuck"`)
			if r.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(w, rss(items...))
		}))
	}
	serve(episode("1", "One"))
	s.crawlEvery(time.Hour)
	s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 })
	serve(episode("2", "Two"), episode("1", "One"))
	s.fetch()
	s.documents("read again", func(docs []feeds.Document) bool { return len(docs) == 2 })
	if asked := s.Asked("/feed"); len(asked) != 2 || asked[1].Header.Get("If-None-Match") != "" {
		t.Errorf("asked %d times, the last with %v", len(asked), asked[len(asked)-1].Header)
	}
}

// Bulletins use one guid for all their editions. Each is a document of its own, with its own words, and
// is found again at the next read.
func TestAGuidThatIsUsedAgain(t *testing.T) {
	s := follow(t, "/feed")
	edition := func(day, title string) string {
		s.Page("/"+day+".vtt", "text/vtt", "WEBVTT\n\n00:20.000 --> 00:22.000\nThe news of day "+day+"\n")
		return `<item><guid>bulletin</guid><title>` + title + `</title><pubDate>Mon, ` + day + ` Nov 2026 06:00:00 GMT</pubDate>
			<enclosure url="https://c.example/` + day + `.mp3" type="audio/mpeg"/><podcast:transcript url="/` + day + `.vtt" type="text/vtt"/></item>`
	}
	words := func(want ...string) func([]feeds.Document) bool {
		return func(docs []feeds.Document) bool {
			if len(docs) != len(want) {
				return false
			}
			for i, d := range docs {
				if d.Body() != want[i] {
					return false
				}
			}
			return true
		}
	}
	s.publish("/feed", edition("02", "Shares fell"))
	s.crawl()
	first := s.documents("read", words("The news of day 02"))
	s.publish("/feed", edition("03", "Shares rose"))
	second := s.documents("with the second edition", words("The news of day 02", "The news of day 03"))
	if second[0].ID != first[0].ID || second[0].Title != "Shares fell" || second[0].Audio != "https://c.example/02.mp3" || second[1].Title != "Shares rose" {
		t.Errorf("%+v", second)
	}
	// A corrected title is no new edition.
	s.publish("/feed", edition("03", "Shares rose a little"))
	third := s.documents("corrected", func(docs []feeds.Document) bool { return docs[len(docs)-1].Title == "Shares rose a little" })
	if len(third) != 2 || third[1].ID != second[1].ID {
		t.Errorf("%+v", third)
	}
}

// An episode whose recording and date are replaced keeps its id, but not the words of the first recording.
// If only the address of the recording changes, it has moved, and keeps its words.
func TestTheWordsOfAnotherRecording(t *testing.T) {
	s := follow(t, "/feed")
	item := func(day, audio, transcript string) string {
		return `<item><guid>1</guid><title>The weekly</title><pubDate>Mon, ` + day + ` Nov 2026 06:00:00 GMT</pubDate>
			<enclosure url="https://c.example/` + audio + `.mp3" type="audio/mpeg"/>` + transcript + `</item>`
	}
	s.Page("/1.vtt", "text/vtt", "WEBVTT\n\n00:20.000 --> 00:22.000\nThe first week\n")
	const offer = `<podcast:transcript url="/1.vtt" type="text/vtt"/>`
	s.publish("/feed", item("02", "one", offer))
	s.crawl()
	said := func(words, audio string) []feeds.Document {
		t.Helper()
		return s.documents(audio, func(docs []feeds.Document) bool {
			return len(docs) == 1 && docs[0].Body() == words && strings.Contains(docs[0].Audio, audio)
		})
	}
	first := said("The first week", "/one.mp3")
	s.publish("/feed", item("02", "moved", ""))
	said("The first week", "/moved.mp3")
	s.publish("/feed", item("09", "two", ""))
	said("", "/two.mp3")
	s.Page("/1.vtt", "text/vtt", "WEBVTT\n\n00:20.000 --> 00:22.000\nThe second week\n")
	s.publish("/feed", item("09", "two", offer))
	if last := said("The second week", "/two.mp3"); last[0].ID != first[0].ID {
		t.Errorf("%s became %s", first[0].ID, last[0].ID)
	}
}

// A document dated years ahead would be the newest for years. It counts as undated, and the source says
// how many there are. One that is announced a few days ahead keeps its date.
func TestDatesInTheFuture(t *testing.T) {
	s := follow(t, "/feed")
	item := func(title string, at time.Time) string {
		return `<item><guid>` + title + `</guid><title>` + title + `</title><pubDate>` + at.UTC().Format(time.RFC1123Z) + `</pubDate></item>`
	}
	soon := time.Now().Add(48 * time.Hour).Truncate(time.Second)
	s.publish("/feed", item("soon", soon), item("typo", time.Now().AddDate(40, 0, 0)))
	s.crawl()
	docs := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 2 })
	for _, d := range docs {
		switch d.Title {
		case "soon":
			if d.Undated || !d.Published.Equal(soon) {
				t.Errorf("%+v", d)
			}
		case "typo":
			if !d.Undated || time.Since(d.Published).Abs() > time.Minute {
				t.Errorf("%+v", d)
			}
		}
	}
	s.until("with a warning", s.source, func(src archive.SourceWithPoll) bool {
		return strings.Contains(src.Poll.Condition.Error, "in the future") && src.Poll.Condition.Health == feeds.Healthy
	})
}

// A corrected transcript has a new address. It replaces the words of the first one, and the document is
// given to detection again.
func TestACorrectedTranscript(t *testing.T) {
	s := follow(t, "/feed")
	s.Page("/v1.vtt", "text/vtt", "WEBVTT\n\n00:20.000 --> 00:22.000\nWe moved to Larkmetre\n")
	s.Page("/v2.vtt", "text/vtt", "WEBVTT\n\n00:20.000 --> 00:22.000\nWe moved to Larkmeter\n")
	with := func(file string) string {
		return episode("1", "One", `<podcast:transcript url="`+file+`" type="text/vtt"/>`)
	}
	s.publish("/feed", with("/v1.vtt?token=a"))
	s.crawl()
	first := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 && docs[0].Body() == "We moved to Larkmetre" })
	s.publish("/feed", with("/v1.vtt?token=b")) // a new token is no new file
	s.until("read again", s.source, func(archive.SourceWithPoll) bool { return len(s.Asked("/feed")) > 5 })
	if n := len(s.Asked("/v1.vtt")); n != 1 {
		t.Errorf("the same file was fetched %d times", n)
	}
	s.publish("/feed", with("/v2.vtt"))
	second := s.documents("corrected", func(docs []feeds.Document) bool { return docs[0].Body() == "We moved to Larkmeter" })
	if len(second) != 1 || second[0].ID != first[0].ID || second[0].Revision == first[0].Revision {
		t.Errorf("%+v", second)
	}
	unread, err := archive.Undetected(t.Context(), s.ledger, 10)
	if err != nil || len(unread) != 1 {
		t.Errorf("to be detected: %v, %v", unread, err)
	}
}

// Feeds write the address of a transcript as the element's text, as href and as src too.
func TestAddressesOfTranscriptsElsewhere(t *testing.T) {
	s := follow(t, "/feed")
	s.Page("/1.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAll that was said\n")
	at := s.At("/1.vtt")
	s.publish("/feed",
		episode("1", "As text", `<podcast:transcript type="text/vtt">`+at+`</podcast:transcript>`),
		episode("2", "As href", `<podcast:transcript type="text/vtt" href="`+at+`"/>`),
		episode("3", "As src", `<podcast:transcript type="text/vtt" src="/1.vtt"/>`),
		episode("4", "In a list", `<podcast:transcripts><podcast:transcript type="text/vtt" url="/1.vtt"/></podcast:transcripts>`))
	s.crawl()
	s.documents("read", func(docs []feeds.Document) bool {
		for _, d := range docs {
			if d.Body() != "All that was said" {
				return false
			}
		}
		return len(docs) == 4
	})
}

// If the file in the wanted language can't be had, another is read, and the part says in which language.
func TestAnotherLanguageThanTheWantedOne(t *testing.T) {
	s := follow(t, "/feed")
	s.Page("/nl.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAlles wat gezegd is\n")
	s.Page("/feed", "application/rss+xml", strings.Replace(rss(episode("1", "One",
		`<podcast:transcript url="/en.vtt" type="text/vtt" language="en"/><podcast:transcript url="/nl.vtt" type="text/vtt" language="nl"/>`)),
		"<title>Show</title>", "<title>Show</title><language>en-us</language>", 1))
	s.crawl()
	docs := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 && docs[0].Body() == "Alles wat gezegd is" })
	for end := time.Now().Add(time.Minute); ; time.Sleep(often) {
		parts, err := archive.ListParts(t.Context(), s.ledger, docs[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if list := parts[docs[0].ID]; len(list) == 1 && list[0].File.Language == "nl" {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%+v", parts)
		}
	}
}

// A first read that lists nothing is not healthy: the address may be that of another show. The feed is
// read on.
func TestAFeedWithoutItems(t *testing.T) {
	s := follow(t, "/feed")
	s.publish("/feed")
	s.crawl()
	s.until("reported", s.source, func(src archive.SourceWithPoll) bool {
		return src.Poll.Condition.Health == feeds.Failing && src.Poll.Condition.Code == "feed_without_items"
	})
	s.publish("/feed", episode("1", "One"))
	s.until("healthy", s.source, func(src archive.SourceWithPoll) bool {
		return src.Poll.Condition.Health == feeds.Healthy && src.Poll.Condition.Code == "" && src.Documents == 1
	})
}

// The files of a private feed are behind its password. Another host never sees it.
func TestThePasswordOfAFeedStaysWithItsHost(t *testing.T) {
	s := follow(t, "/feed")
	elsewhere := feedstest.NewServer(t)
	const vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nAll that was said\n"
	elsewhere.Page("/2.vtt", "text/vtt", vtt)
	private := func(path, kind, body string) {
		s.Handle(path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if user, password, _ := r.BasicAuth(); user != "anna" || password != "secret" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, body)
		}))
	}
	private("/1.vtt", "text/vtt", vtt)
	private("/1.json", "application/json+chapters", `{"chapters":[{"startTime":60,"title":"Larkmeter"}]}`)
	private("/feed", "application/rss+xml", rss(
		episode("1", "Here", `<podcast:transcript url="/1.vtt" type="text/vtt"/><podcast:chapters url="/1.json" type="application/json+chapters"/>`),
		episode("2", "There", `<podcast:transcript url="`+elsewhere.At("/2.vtt")+`" type="text/vtt"/>`)))
	s.edit(func(_ *ledger.Tx, src *feeds.Source) error {
		src.URL = strings.Replace(src.URL, "http://", "http://anna:secret@", 1)
		return nil
	})
	s.crawlEvery(time.Hour)
	s.documents("read", func(docs []feeds.Document) bool {
		return len(docs) == 2 && docs[0].Body() != "" && docs[1].Body() != "" && len(docs[0].Chapters)+len(docs[1].Chapters) == 1
	})
	for _, a := range elsewhere.Asked("") {
		if a.Header.Get("Authorization") != "" || strings.Contains(a.Header.Get("Referer"), "secret") {
			t.Errorf("another host was sent %v", a.Header)
		}
	}
}

// Some servers refuse whoever doesn't accept HTML. It is named last, so that others send the feed.
func TestHTMLIsAcceptedLast(t *testing.T) {
	s := follow(t, "/feed")
	s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept"), "text/html") {
			w.WriteHeader(http.StatusNotAcceptable)
			return
		}
		fmt.Fprint(w, rss(episode("1", "One")))
	}))
	s.crawlEvery(time.Hour)
	s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 })
	kinds := strings.Split(s.Asked("/feed")[0].Header.Get("Accept"), ",")
	if last := strings.TrimSpace(kinds[len(kinds)-1]); !strings.HasPrefix(last, "text/html;q=0.1") {
		t.Errorf("accepted last: %s", last)
	}
}

// The address of a transcript is the publisher's: what helps is said of a file, not of the source.
func TestWhyATranscriptIsMissing(t *testing.T) {
	s := follow(t, "/feed")
	s.Handle("/2.vtt", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	s.Handle("/3.vtt", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	s.Handle("/4.vtt", http.RedirectHandler("/4.vtt", http.StatusFound))
	want := map[string]string{"1": "file_missing", "2": "file_behind_password", "3": "file_refused", "4": "file_misdirected"}
	var items []string
	for n := range want {
		items = append(items, episode(n, n, `<podcast:transcript url="/`+n+`.vtt" type="text/vtt"/>`))
	}
	s.publish("/feed", items...)
	s.crawlEvery(time.Hour)
	docs := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == len(want) })
	for _, d := range docs {
		for end := time.Now().Add(time.Minute); ; time.Sleep(often) {
			parts, err := archive.ListParts(t.Context(), s.ledger, d.ID)
			if err != nil {
				t.Fatal(err)
			}
			if list := parts[d.ID]; len(list) == 1 && list[0].Attempts == 1 {
				if p := list[0]; p.Code != want[d.Title] || p.Params["host"] != s.Host() || strings.Contains(p.Error, "Check the address") || strings.Contains(p.Error, "Add the source") {
					t.Errorf("%s: %+v", d.Title, p)
				}
				break
			}
			if time.Now().After(end) {
				t.Fatalf("%s: never tried", d.Title)
			}
		}
	}
}
