package podcast_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/podcast"
)

func show(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Ship It Softly</title>` +
		strings.Join(items, "") + `</channel></rss>`
}

func episode(n int) string {
	return fmt.Sprintf(`<item><guid>ep-%d</guid><title>Episode %d</title><pubDate>%s</pubDate><enclosure url="https://ship.example/%d.mp3?x=1" type="audio/mpeg"/></item>`,
		n, n, time.Date(2026, 10, n, 6, 0, 0, 0, time.UTC).Format(time.RFC1123Z), n)
}

func read(t *testing.T, r *podcast.Reader, url string, cur feeds.Position) (feeds.Batch, error) {
	t.Helper()
	return r.Read(context.Background(), feeds.Source{ID: "s", Key: "key", URL: url}, cur)
}

// ending is the expected fault of a read.
type ending struct {
	kind feeds.FaultKind
	says string
}

func (want ending) check(t *testing.T, err error) {
	t.Helper()
	var e *feeds.Fault
	if !errors.As(err, &e) || e.Kind != want.kind || !strings.Contains(e.Sentence(), want.says) {
		t.Errorf("%v (%s), want %s: …%s…", err, feeds.FaultOf(err), want.kind, want.says)
	}
}

func TestHostileFeedsEndInASentence(t *testing.T) {
	s := feedstest.NewServer(t)
	clock := feedstest.NewClock(november)
	s.Hostile(clock.Now)
	reader := func(timeout time.Duration) *podcast.Reader {
		d, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("test", "https://namedrop.example"), AllowPrivate: feedstest.Loopback(),
			Clock: clock, PerHost: 1000, Burst: 1000, Timeout: timeout, MaxWait: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		return podcast.New(d)
	}
	// The drip alone is waited out; a busy machine needs longer than that for a bomb.
	patient, brief := reader(time.Minute), reader(2*time.Second)
	for path, want := range map[string]ending{
		"/html":        {feeds.FaultUnparsable, "a web page where a feed was expected"},
		"/empty":       {feeds.FaultUnparsable, "an empty answer"},
		"/loop":        {feeds.FaultUnparsable, "in a loop"},
		"/far":         {feeds.FaultRefused, "private network"},
		"/drip":        {feeds.FaultTransient, "took longer"},
		"/bomb":        {feeds.FaultTooLarge, "more than 16 MB"},
		"/bomb-inside": {feeds.FaultTooLarge, "more than 16 MB"},
		"/status/410":  {feeds.FaultGone, "removed for good"},
		"/wait":        {feeds.FaultThrottled, "asks for a pause"},
	} {
		t.Run(path, func(t *testing.T) {
			r := patient
			if path == "/drip" {
				r = brief
			}
			_, err := read(t, r, s.At(path), nil)
			want.check(t, err)
		})
	}
}

// A page in place of a feed is a login where the address led to one, a test for browsers
// where it has nothing else in it, and otherwise just a page.
func TestPagesInPlaceOfAFeed(t *testing.T) {
	s := feedstest.NewServer(t)
	r := podcast.New(door(t))
	const login = `<!doctype html><html><form><input name="user"><input type="password" name="word"></form></html>`
	s.Handle("/private", http.RedirectHandler("/login", http.StatusFound))
	s.Page("/login", "text/html", login)
	s.Page("/test", "text/html", `<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><div class="g-recaptcha"></div></body></html>`)
	s.Page("/blog", "text/html", `<!DOCTYPE html><html><body>`+strings.Repeat("<p>All that we wrote this week.</p>", 100)+`<div class="g-recaptcha"></div></body></html>`)
	for path, want := range map[string]ending{
		"/private": {feeds.FaultCredentials, "sent a page that asks for a password. Add the source again"},
		"/login":   {feeds.FaultUnparsable, "a web page where a feed was expected"},
		"/test":    {feeds.FaultBlocked, "tests whether a person is there before it sends the feed. Ask the publisher"},
		"/blog":    {feeds.FaultUnparsable, "a web page where a feed was expected"},
	} {
		_, err := read(t, r, s.At(path), nil)
		want.check(t, err)
	}
}

func TestEntitiesAreNotExpanded(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Hostile(time.Now)
	b, err := read(t, podcast.New(door(t)), s.At("/entities"), nil)
	if err != nil || len(b.Documents) != 1 || len(b.Documents[0].Title) > 40 {
		t.Fatalf("%v %+v", err, b.Documents)
	}
	if strings.Contains(b.Documents[0].Title+b.Source.Name, "Acme") || strings.Contains(b.Documents[0].Title, "root:") {
		t.Errorf("expanded: %q", b.Documents[0].Title)
	}
}

func TestTheBeginningOfAHugeFeedIsRead(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Hostile(time.Now)
	b, err := read(t, podcast.New(door(t)), s.At("/huge"), nil)
	if err != nil || len(b.Documents) < 900 || len(b.Documents) > 1100 || b.Documents[0].Title != "Episode 3200" {
		t.Fatalf("%d documents, %v", len(b.Documents), err)
	}
	if !strings.Contains(b.Warnings[0].Detail, "larger than 16 MB") {
		t.Errorf("warnings %q", b.Warnings)
	}
}

func TestABrokenOffFeedKeepsItsCompleteItemsAndNoValidators(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Hostile(time.Now)
	b, err := read(t, podcast.New(door(t)), s.At("/truncated"), nil)
	if err != nil || len(b.Documents) != 1 || b.Documents[0].Title != "Whole" || etag(b) != "" {
		t.Fatalf("%v %+v", err, b)
	}
}

func TestAnUnchangedBodyCostsNoParse(t *testing.T) {
	s := feedstest.NewServer(t)
	body := show(episode(1))
	s.Handle("/feed", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(body)) }))
	r := podcast.New(door(t))
	b, err := read(t, r, s.At("/feed"), nil)
	if err != nil || len(b.Documents) != 1 {
		t.Fatal(err)
	}
	again, err := read(t, r, s.At("/feed"), b.Position)
	if err != nil || !again.NotModified || len(again.Documents) != 0 {
		t.Errorf("%v %+v", err, again)
	}
	body = show(episode(2), episode(1))
	if b, err = read(t, r, s.At("/feed"), again.Position); err != nil || b.NotModified || len(b.Documents) != 2 {
		t.Errorf("%v %+v", err, b)
	}
}

func TestMovesKeepTheKey(t *testing.T) {
	s := feedstest.NewServer(t)
	r := podcast.New(door(t))
	s.Page("/new", "application/rss+xml", show(episode(1)))
	s.Handle("/moved", http.RedirectHandler("/new", http.StatusMovedPermanently))
	s.Handle("/found", http.RedirectHandler("/new", http.StatusFound))
	says := func(to string) string {
		return show(`<itunes:new-feed-url>`+s.At(to)+`</itunes:new-feed-url>`, episode(1))
	}
	s.Page("/says", "application/rss+xml", says("/new"))
	s.Page("/itself", "application/rss+xml", says("/itself"))
	s.Page("/lies", "application/rss+xml", says("/nothing-there"))
	s.Page("/ping", "application/rss+xml", says("/pong"))
	s.Page("/pong", "application/rss+xml", says("/ping"))
	straight, err := read(t, r, s.At("/new"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for from, tt := range map[string]struct {
		to    string
		warns int
	}{
		"/moved": {"/new", 0}, "/found": {"/found", 0}, "/says": {"/new", 0},
		"/itself": {"/itself", 0}, "/lies": {"/lies", 1}, "/ping": {"/ping", 1},
	} {
		b, err := read(t, r, s.At(from), nil)
		if err != nil || b.Source.URL != s.At(tt.to) || b.Source.Key != "key" || len(b.Warnings) != tt.warns {
			t.Errorf("%s: now at %s, %v, %q", from, b.Source.URL, err, b.Warnings)
		}
		if diff := cmp.Diff(straight.Documents, b.Documents); diff != "" {
			t.Errorf("%s: other documents: %s", from, diff)
		}
	}
	// A move told by a 304 counts too.
	b, err := read(t, r, s.At("/moved"), straight.Position)
	if err != nil || !b.NotModified || b.Source.URL != s.At("/new") {
		t.Errorf("%+v, %v", b, err)
	}
}

// etag is the validator in a batch's position.
func etag(b feeds.Batch) string {
	var at struct {
		ETag string `json:"etag"`
	}
	_ = json.Unmarshal(b.Position, &at)
	return at.ETag
}

func TestTheBestTranscriptIsTaken(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/voices.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Acme it is\n")
	s.Page("/mute.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAcme it is\n")
	s.Page("/voices.json", "application/json", `{"segments":[{"speaker":"Anna","startTime":1,"endTime":2,"body":"Acme it is"}]}`)
	s.Page("/words.txt", "text/plain", "Anna: Acme it is, and always was.")
	s.Page("/nederlands.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Het is Acme\n")
	s.Page("/page", "text/html", "<!doctype html><html><body></body></html>")
	s.Page("/login", "text/html", "<!doctype html><html><body><p>Please sign in to go on.</p></body></html>")
	s.Page("/missing", "text/html", "<!doctype html><html><head><title>404 Not Found</title></head><body><p>There is nothing here, sorry.</p></body></html>")
	s.Page("/article", "text/plain", "<!doctype html><html><head><title>Episode 1</title></head><body><nav>Home</nav><p>Anna: Acme it is.</p></body></html>")
	s.Page("/sound.vtt", "audio/mpeg", strings.Repeat("\x00\x01\xff\xfb", 200))
	ref := func(path, kind, lang string) feeds.Offer {
		return feeds.Offer{URL: s.At(path), Type: kind, Language: lang}
	}
	r := podcast.NewTranscripts(door(t))
	for _, tt := range []struct {
		name   string
		refs   []feeds.Offer
		lang   string
		cue    feeds.Cue
		text   string
		failed feeds.FaultKind
	}{
		{name: "speakers before none", refs: []feeds.Offer{ref("/words.txt", "text/plain", ""), ref("/mute.vtt", "text/vtt", ""), ref("/voices.json", "application/json", "")},
			cue: feeds.Cue{Start: 1, End: 2, Speaker: "Anna", Text: "Acme it is"}},
		{name: "types that lie", refs: []feeds.Offer{ref("/voices.vtt", "text/plain", "")},
			cue: feeds.Cue{Start: 1, End: 2, Speaker: "Anna", Text: "Acme it is"}},
		{name: "times before none", refs: []feeds.Offer{ref("/words.txt", "text/plain", ""), ref("/mute.vtt", "text/vtt", "")},
			cue: feeds.Cue{Start: 1, End: 2, Text: "Acme it is"}},
		{name: "the feed's language", refs: []feeds.Offer{ref("/voices.vtt", "text/vtt", "en"), ref("/nederlands.vtt", "text/vtt", "nl-NL")}, lang: "nl",
			cue: feeds.Cue{Start: 1, End: 2, Speaker: "Anna", Text: "Het is Acme"}},
		{name: "text when the rest is gone", refs: []feeds.Offer{ref("/gone.vtt", "text/vtt", ""), ref("/sound.vtt", "text/vtt", ""), ref("/words.txt", "text/plain", "")},
			text: "Anna: Acme it is, and always was."},
		{name: "none offered", failed: feeds.FaultAbsent},
		{name: "only a missing one", refs: []feeds.Offer{ref("/gone.vtt", "text/vtt", "")}, failed: feeds.FaultAbsent},
		{name: "an empty page", refs: []feeds.Offer{ref("/page", "text/vtt", "")}, failed: feeds.FaultUnparsable},
		{name: "a page that says there is none", refs: []feeds.Offer{ref("/missing", "text/plain", "")}, failed: feeds.FaultUnparsable},
		{name: "a page sent as text", refs: []feeds.Offer{ref("/article", "text/plain", "")}, text: "Anna: Acme it is."},
		{name: "a login page", refs: []feeds.Offer{ref("/login", "application/srt", "")}, failed: feeds.FaultUnparsable},
		{name: "a recording", refs: []feeds.Offer{ref("/sound.vtt", "text/vtt", "")}, failed: feeds.FaultUnparsable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := r.Fill(context.Background(), feeds.Task{Document: feeds.Document{Language: tt.lang}, Offers: tt.refs})
			cues, text := got.Cues, got.Text
			if tt.failed != "" {
				if err == nil || feeds.FaultOf(err) != tt.failed {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || text != tt.text {
				t.Fatalf("%q, %v", text, err)
			}
			if tt.text == "" {
				if diff := cmp.Diff([]feeds.Cue{tt.cue}, cues); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// A text is used while the host of a transcript with times is busy, and the error says so.
func TestATextIsKeptUntilTheTimesAreBack(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/words.txt", "text/plain", "Anna: Acme it is, and always was.")
	s.Handle("/busy.vtt", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	refs := []feeds.Offer{{URL: s.At("/busy.vtt"), Type: "text/vtt"}, {URL: s.At("/words.txt"), Type: "text/plain"}}
	r := podcast.NewTranscripts(door(t))
	got, err := r.Fill(context.Background(), feeds.Task{Offers: refs})
	if len(got.Cues) > 0 || got.Text == "" || got.Origin != feeds.Publisher || feeds.FaultOf(err) != feeds.FaultTransient || err == nil {
		t.Errorf("%+v, %v", got, err)
	}
	s.Page("/busy.vtt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAcme it is\n")
	if got, err = r.Fill(context.Background(), feeds.Task{Offers: refs}); len(got.Cues) != 1 || got.Text != "" || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestChapterFiles(t *testing.T) {
	s := feedstest.NewServer(t)
	s.Page("/chapters.json", "application/json+chapters", `{"version":"1.2.0","chapters":[{"startTime":60,"title":"Acme &c","url":"https://acme.example"},{"startTime":"0:00","title":"Hello"},{"startTime":70},{"startTime":-1,"title":"No"}]}`)
	s.Page("/broken.json", "application/json", `<html>`)
	r := podcast.NewChapters(door(t))
	fill := func(path string) ([]feeds.Chapter, error) {
		got, err := r.Fill(context.Background(), feeds.Task{Offers: []feeds.Offer{{Part: feeds.PartChapters, URL: s.At(path)}}})
		return got.Chapters, err
	}
	got, err := fill("/chapters.json")
	want := []feeds.Chapter{{Title: "Hello"}, {Title: "No", Untimed: true}, {Start: 60, Title: "Acme &c", URL: "https://acme.example"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if _, err := fill("/broken.json"); feeds.FaultOf(err) != feeds.FaultUnparsable {
		t.Error(err)
	}
}
