package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// show is a feed over real HTTP, crawled by the real reader into a real ledger.
type show struct {
	*feedstest.Server
	t      *testing.T
	ledger *ledger.Ledger
	source string
}

const often = 20 * time.Millisecond

func follow(t *testing.T, path string) *show {
	t.Helper()
	s := &show{Server: feedstest.NewServer(t), t: t, ledger: ledgertest.Open(t)}
	err := s.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		src, _, err := archive.AddSource(t.Context(), tx, feeds.Source{Type: feeds.PodcastSource, URL: s.At(path), Name: "Show"})
		s.source = src.ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// edit changes the source as a user would.
func (s *show) edit(change func(*ledger.Tx, *feeds.Source) error) {
	s.t.Helper()
	ctx := s.t.Context()
	err := s.ledger.Write(ctx, func(tx *ledger.Tx) error {
		src, err := archive.GetSource(ctx, tx, s.source)
		if err != nil {
			return err
		}
		return errors.Join(change(tx, &src.Source), archive.UpdateSource(ctx, tx, src.Source))
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// publish serves the feed with these items from now on.
func (s *show) publish(path string, items ...string) {
	s.Page(path, "application/rss+xml", `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Show</title>`+
		strings.Join(items, "")+`</channel></rss>`)
}

// episode returns a feed item with a title, audio and more elements.
func episode(guid, title string, more ...string) string {
	return fmt.Sprintf(`<item><guid>%s</guid><title>%s</title><pubDate>Mon, 02 Nov 2026 06:00:00 GMT</pubDate><enclosure url="https://c.example/%s.mp3" type="audio/mpeg"/>%s</item>`,
		guid, title, strings.ReplaceAll(title, " ", "-"), strings.Join(more, ""))
}

// documents waits until holds is true for the documents in the ledger, and returns them.
func (s *show) documents(what string, holds func([]feeds.Document) bool) []feeds.Document {
	s.t.Helper()
	var docs []feeds.Document
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(often) {
		ids, _, err := archive.DocumentIDs(s.t.Context(), s.ledger, "", 0, 100)
		if err == nil {
			docs, err = archive.GetDocuments(s.t.Context(), s.ledger, ids)
		}
		if err != nil {
			s.t.Fatal(err)
		}
		if holds(docs) {
			return docs
		}
	}
	s.t.Fatalf("never %s: %+v", what, docs)
	return nil
}

func (s *show) crawl() { s.crawlEvery(often) }

// crawlEvery crawls, and reads a source again after that time.
func (s *show) crawlEvery(every time.Duration) {
	s.t.Helper()
	t := s.t
	door, err := fetch.New(fetch.Options{
		UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		PerHost: 10_000, Burst: 1000, InFlight: 16,
	})
	if err != nil {
		t.Fatal(err)
	}
	reader := podcast.New(door)
	c, err := crawler.New(crawler.Options{
		Ledger: s.ledger, Adapters: []feeds.Adapter{{Spec: podcast.Podcasts(), Reader: reader}, {Spec: podcast.Feeds(), Reader: reader}},
		Fillers: []feeds.Filler{podcast.NewTranscripts(door), podcast.NewChapters(door)},
		Limits:  schedule.Limits{Shortest: every, Longest: every, Unknown: every}, Workers: 2, Poll: often, Holder: "test",
		Nudge: func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- c.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		door.Close()
	})
}

// Chapters may be offered days after the episode, and nothing else in the feed changes.
func TestChaptersOfferedLater(t *testing.T) {
	s := follow(t, "/feed")
	s.Page("/1.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>All that was said\n")
	s.Page("/1.json", "application/json+chapters", `{"version":"1.2.0","chapters":[{"startTime":60,"title":"Larkmeter"}]}`)
	transcript := `<podcast:transcript url="/1.vtt" type="text/vtt"/>`
	chapters := `<podcast:chapters url="/1.json" type="application/json+chapters"/>`
	s.publish("/feed", episode("1", "With a transcript", transcript), episode("2", "Without"))
	s.crawl()
	read := func(docs []feeds.Document) bool { return len(docs) == 2 && docs[0].Body() == "All that was said" }
	before := s.documents("read", read)

	s.publish("/feed", episode("1", "With a transcript", transcript, chapters), episode("2", "Without", chapters))
	after := s.documents("with chapters", func(docs []feeds.Document) bool {
		return read(docs) && len(docs[0].Chapters) == 1 && len(docs[1].Chapters) == 1
	})
	for i, d := range after {
		if d.ID != before[i].ID || d.Revision == before[i].Revision || d.Chapters[0] != (feeds.Chapter{Start: 60, Title: "Larkmeter"}) {
			t.Errorf("%+v", d)
		}
	}
	// The file is not fetched again when another part of the feed changes.
	asked := len(s.Asked("/1.json"))
	s.publish("/feed", episode("3", "New"), episode("1", "With a transcript", transcript, chapters), episode("2", "Without", chapters))
	s.documents("with a third", func(docs []feeds.Document) bool { return len(docs) == 3 })
	time.Sleep(10 * often)
	if n := len(s.Asked("/1.json")); n != asked {
		t.Errorf("the chapters were fetched %d more times", n-asked)
	}
}

// An unavailable transcript doesn't hold up the chapters. A chapter file without titles isn't
// fetched at every read.
func TestChaptersDoNotDependOnTheTranscript(t *testing.T) {
	s := follow(t, "/feed")
	s.Page("/good.json", "application/json", `{"chapters":[{"startTime":1,"title":"Larkmeter"}]}`)
	s.Page("/empty.json", "application/json", `{"chapters":[{"startTime":1}]}`)
	items := []string{
		episode("1", "One", `<podcast:transcript url="/nowhere.vtt" type="text/vtt"/><podcast:chapters url="/good.json"/>`),
		episode("2", "Two", `<podcast:chapters url="/empty.json"/>`),
	}
	s.publish("/feed", items...)
	s.crawl()
	s.documents("with chapters", func(docs []feeds.Document) bool { return len(docs) == 2 && len(docs[0].Chapters) == 1 })
	for n := range 5 {
		s.publish("/feed", append(items, episode(fmt.Sprint(n+3), fmt.Sprint("More ", n)))...)
		s.documents("more", func(docs []feeds.Document) bool { return len(docs) == n+3 })
	}
	if n := len(s.Asked("/empty.json")); n != 1 {
		t.Errorf("the chapter file without titles was fetched %d times within a minute", n)
	}
}

// A source that moves keeps its key: the same episodes at the new address are the same
// documents, and the old address is not read any more.
func TestAMovedFeedKeepsItsDocuments(t *testing.T) {
	for name, move := range map[string]func(*show){
		"301": func(s *show) { s.Handle("/feed", http.RedirectHandler("/new", http.StatusMovedPermanently)) },
		"308": func(s *show) { s.Handle("/feed", http.RedirectHandler("/new", http.StatusPermanentRedirect)) },
		"itunes:new-feed-url": func(s *show) {
			s.publish("/feed", `<itunes:new-feed-url>`+s.At("/new")+`</itunes:new-feed-url>`, episode("1", "One"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := follow(t, "/feed")
			s.publish("/feed", episode("1", "One"))
			s.crawl()
			before := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 })
			s.publish("/new", episode("2", "Two"), episode("1", "One"))
			move(s)
			after := s.documents("moved", func(docs []feeds.Document) bool { return len(docs) == 2 })
			if after[0].ID != before[0].ID {
				t.Errorf("%s became %s", before[0].ID, after[0].ID)
			}
			time.Sleep(5 * often)
			asked := len(s.Asked("/feed"))
			time.Sleep(10 * often)
			src, err := archive.GetSource(t.Context(), s.ledger, s.source)
			if err != nil || src.URL != s.At("/new") || len(s.Asked("/feed")) != asked {
				t.Errorf("%s, old address asked %d times more, %v", src.URL, len(s.Asked("/feed"))-asked, err)
			}
		})
	}
}

// A move is followed even if the feed has nothing new: by the time it has, the old address may not
// answer any more.
func TestAMoveWithNothingNewIsFollowed(t *testing.T) {
	s := follow(t, "/feed")
	s.publish("/feed", episode("1", "One"))
	s.crawl()
	s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 })
	s.publish("/new", episode("1", "One"))
	s.Handle("/feed", http.RedirectHandler("/new", http.StatusMovedPermanently))
	s.until("moved", s.source, func(src archive.SourceWithPoll) bool { return src.URL == s.At("/new") })
}

// until waits until holds is true for a source, and returns it.
func (s *show) until(what, id string, holds func(archive.SourceWithPoll) bool) archive.SourceWithPoll {
	s.t.Helper()
	var src archive.SourceWithPoll
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(often) {
		var err error
		if src, err = archive.GetSource(s.t.Context(), s.ledger, id); err != nil {
			s.t.Fatal(err)
		}
		if holds(src) {
			return src
		}
	}
	s.t.Fatalf("never %s: %+v", what, src)
	return src
}

// A feed that moves to the address of another source keeps its own documents and has a warning.
func TestAMoveToAnotherSource(t *testing.T) {
	s := follow(t, "/feed")
	s.publish("/new", episode("1", "One"))
	s.Handle("/feed", http.RedirectHandler("/new", http.StatusMovedPermanently))
	err := s.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		_, _, err := archive.AddSource(t.Context(), tx, feeds.Source{Type: feeds.PodcastSource, URL: s.At("/new"), Name: "New"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.crawl()
	warned := func(src archive.SourceWithPoll) bool {
		return src.Poll.Condition.Health == feeds.Healthy && strings.Contains(src.Poll.Condition.Error, "another source reads already")
	}
	s.until("with a warning", s.source, warned)
	read := s.until("read again", s.source, func(src archive.SourceWithPoll) bool { return warned(src) && src.Documents == 1 }).Poll.State.LastRead
	s.until("with a warning at the next read", s.source, func(src archive.SourceWithPoll) bool { return warned(src) && src.Poll.State.LastRead.After(read) })
}

// What a user changes during a read is kept.
func TestAUsersChangeSurvivesARead(t *testing.T) {
	s := follow(t, "/feed")
	asked, goOn := make(chan struct{}), make(chan struct{})
	s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-goOn
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Show</title>`+episode("1", "One")+`</channel></rss>`)
	}))
	s.crawl()
	<-asked
	s.edit(func(_ *ledger.Tx, src *feeds.Source) error {
		src.Paused, src.Name, src.URL = true, "My show", strings.Replace(src.URL, "http://", "http://me:secret@", 1)
		return nil
	})
	close(goOn)
	src := s.until("read", s.source, func(src archive.SourceWithPoll) bool { return src.Documents == 1 })
	if !src.Paused || src.Name != "My show" || src.Title != "Show" || !strings.Contains(src.URL, "me:secret@") {
		t.Errorf("%+v", src.Source)
	}
}

// A name that a user chose is kept when the title of the feed changes. A name that is the title
// follows it.
func TestAUsersNameIsKept(t *testing.T) {
	s := follow(t, "/feed")
	titled := func(title string) {
		s.Page("/feed", "application/rss+xml", `<rss version="2.0"><channel><title>`+title+`</title>`+episode("1", "One")+`</channel></rss>`)
	}
	called := func(name, title string) {
		t.Helper()
		s.until("called "+name, s.source, func(src archive.SourceWithPoll) bool { return src.Name == name && src.Title == title })
	}
	name := func(change func(src *feeds.Source)) {
		t.Helper()
		err := s.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
			src, err := archive.GetSource(t.Context(), tx, s.source)
			if err != nil {
				return err
			}
			change(&src.Source)
			return archive.UpdateSource(t.Context(), tx, src.Source)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	titled("One")
	s.crawl()
	called("Show", "One") // the name it was added with
	name(func(src *feeds.Source) { src.Name = src.Title })
	titled("Two")
	called("Two", "Two")
	name(func(src *feeds.Source) { src.Name = "Mine" })
	titled("Three")
	called("Mine", "Three")
}

// A guid that changes is recognised by the enclosure, and failing that by title and day.
func TestChangedGuidsAreTheSameEpisodes(t *testing.T) {
	s := follow(t, "/feed")
	item := func(guid, audio, title, date string) string {
		return `<item><guid>` + guid + `</guid><title>` + title + `</title><pubDate>` + date + `</pubDate><enclosure url="https://` + audio + `" type="audio/mpeg"/></item>`
	}
	const second, third = "Mon, 02 Nov 2026 06:00:00 GMT", "Tue, 03 Nov 2026 06:00:00 GMT"
	s.publish("/feed", item("a", "c.example/1.mp3", "One", second), item("b", "c.example/2.mp3", "Two", third))
	s.crawl()
	titled := func(docs []feeds.Document, title string) string {
		for _, d := range docs {
			if d.Title == title {
				return d.ID
			}
		}
		return ""
	}
	before := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 2 })

	s.publish("/feed", item("c", "c.example/3.mp3", "Three", third), item("x", "c.example/1.mp3?v=2", "One, renamed", second), item("y", "moved.example/b.mp3", "Two", third))
	after := s.documents("changed", func(docs []feeds.Document) bool { return titled(docs, "One, renamed") != "" })
	if len(after) != 3 || titled(after, "One, renamed") != titled(before, "One") || titled(after, "Two") != titled(before, "Two") {
		t.Errorf("%+v", after)
	}
	// A publisher may undo the change.
	s.publish("/feed", item("a", "c.example/1.mp3", "One", second), item("b", "c.example/2.mp3", "Two", third), item("c", "c.example/3.mp3", "Three", third), item("d", "c.example/4.mp3", "Four", third))
	s.documents("changed back", func(docs []feeds.Document) bool {
		return len(docs) == 4 && titled(docs, "One") == titled(before, "One")
	})
}

// An item without a date gets the time of the first read that lists it, and keeps it.
func TestItemsWithoutDatesKeepTheTimeOfTheFirstRead(t *testing.T) {
	s := follow(t, "/feed")
	item := func(title string) string { return `<item><guid>1</guid><title>` + title + `</title></item>` }
	s.publish("/feed", item("One"))
	s.crawl()
	before := s.documents("read", func(docs []feeds.Document) bool { return len(docs) == 1 })
	if !before[0].Undated || time.Since(before[0].Published) > time.Minute {
		t.Errorf("%+v", before[0])
	}
	time.Sleep(5 * often)
	s.publish("/feed", item("One, renamed"))
	after := s.documents("renamed", func(docs []feeds.Document) bool { return docs[0].Title == "One, renamed" })
	if !after[0].Published.Equal(before[0].Published) || !after[0].Undated {
		t.Errorf("%s became %s", before[0].Published, after[0].Published)
	}
}

// If the feed changes while a transcript is fetched, only the text is taken from the transcript.
func TestATranscriptKeepsANewerTitle(t *testing.T) {
	s := follow(t, "/feed")
	asked, goOn := make(chan struct{}), make(chan struct{})
	s.Handle("/1.vtt", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-goOn
		fmt.Fprint(w, "WEBVTT\n\n00:01.000 --> 00:02.000\nAll that was said\n")
	}))
	transcript := `<podcast:transcript url="/1.vtt" type="text/vtt"/>`
	s.publish("/feed", episode("1", "Oen", transcript))
	s.crawl()
	<-asked
	s.publish("/feed", episode("1", "One", transcript))
	s.documents("corrected", func(docs []feeds.Document) bool { return len(docs) == 1 && docs[0].Title == "One" })
	close(goOn)
	docs := s.documents("read", func(docs []feeds.Document) bool { return docs[0].Body() == "All that was said" })
	if docs[0].Title != "One" {
		t.Errorf("the title is %q again", docs[0].Title)
	}
}

// A plain text is stored while the transcript with times is unavailable, and the transcript is
// tried again.
func TestATextWhileTheTranscriptIsUnavailable(t *testing.T) {
	s := follow(t, "/feed")
	s.Page("/1.txt", "text/plain", "All that was said")
	s.Handle("/1.vtt", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	offer := `<podcast:transcript url="/1.vtt" type="text/vtt"/><podcast:transcript url="/1.txt" type="text/plain"/>`
	s.publish("/feed", episode("1", "Old", offer))
	s.crawl()
	read := func(n int) func(docs []feeds.Document) bool {
		return func(docs []feeds.Document) bool { return len(docs) == n && docs[n-1].Text == "All that was said" }
	}
	s.documents("read", read(1))
	s.publish("/feed", strings.ReplaceAll(episode("2", "New", offer), "02 Nov 2026", time.Now().Format("02 Jan 2006")), episode("1", "Old", offer))
	s.documents("read live", read(2))
	pending := 0
	for end := time.Now().Add(time.Minute); time.Now().Before(end) && pending != 2; time.Sleep(often) {
		counts, err := archive.PartCounts(t.Context(), s.ledger)
		if err != nil {
			t.Fatal(err)
		}
		pending = counts["pending"]
	}
	if pending != 2 {
		t.Errorf("%d of 2 transcripts with times are tried again", pending)
	}
}
