package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

// A feed names no transcripts, but the page of one episode has one. Its brand is found at its second. The page
// of the other episode has notes only, and that of the third is not for programs: their parts say so.
func TestTheTranscriptOnAnEpisodesPage(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	var lines, items strings.Builder
	for i := range 12 {
		brand := "the old system"
		if i == 5 {
			brand = "Larkmeter"
		}
		fmt.Fprintf(&lines, "<p>[00:%02d:%02d] Bo: We moved every one of our many reports to %s, and it saved all of us a week. That is what I would do again, any day of the year, with all that we know.</p>", i*15/60, i*15%60, brand)
	}
	page := func(title, body string) string {
		return "<!doctype html><html lang=en><head><title>" + title + " | Square Talk</title></head><body><h1>" + title + "</h1><p>Bo talks about reports.</p>" + body + "</body></html>"
	}
	w.Page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /members/\n")
	w.Page("/episodes/1", "text/html", page("Moving the reports", "<h2>Transcript</h2>"+lines.String()+"<h2>Comments</h2><p>Ask Zed.</p>"))
	w.Page("/episodes/2", "text/html", page("A week saved", "<h2>Transcript</h2><p>It comes next week.</p>"))
	w.Page("/members/3", "text/html", page("For members", "<h2>Transcript</h2>"+lines.String()))
	for i, link := range []string{"/episodes/1", "/episodes/2", "/members/3"} {
		fmt.Fprintf(&items, `<item><guid>%d</guid><title>%s</title><link>%s</link><pubDate>%s</pubDate><itunes:duration>180</itunes:duration><enclosure url="https://square.example/%d.mp3" type="audio/mpeg"/></item>`,
			i, []string{"Moving the reports", "A week saved", "For members"}[i], w.At(link), time.Now().UTC().Add(-time.Duration(i+1)*time.Hour).Format(time.RFC1123Z), i)
	}
	w.Page("/feed.xml", "application/rss+xml", `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Square Talk</title><language>en</language>`+items.String()+`</channel></rss>`)
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	source := s.waitRead(s.addSource(w.At("/feed.xml")).ID)
	eventually(t, func() string {
		found := s.mentions("")
		if len(found) != 1 {
			return fmt.Sprintf("%d mentions", len(found))
		}
		h := found[0].Hits[0]
		if h.Field != "text" || h.Second == nil || *h.Second < 75 || *h.Second > 90 {
			return fmt.Sprintf("%+v", h)
		}
		return ""
	})
	type part struct{ Part, State, Code, Host string }
	var documents struct {
		Items []struct {
			Title  string
			Origin string
			Parts  []part
		}
	}
	want := map[string]string{"Moving the reports": "read ", "A week saved": "failed page_without_transcript", "For members": "failed robots_disallow"}
	eventually(t, func() string {
		s.must(http.MethodGet, "/sources/"+source.ID+"/documents", nil, &documents)
		n := 0
		for _, d := range documents.Items {
			for _, p := range d.Parts {
				if p.Part == "text" && p.State+" "+p.Code == want[d.Title] && (d.Title != "Moving the reports" || p.Host == w.Host()) {
					n++
				}
			}
		}
		if n != len(want) {
			return fmt.Sprintf("%+v", documents)
		}
		return ""
	})
	if n := len(w.Asked("/members/3")); n != 0 {
		t.Errorf("asked %d times for a page that robots.txt forbids", n)
	}
}

// The doctor says that the speech engine is away, what was used today, and how many episodes wait. That is a warning, not a fault.
func TestTheDoctorLooksAtSpeech(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	w.Page("/1.mp3", "audio/mpeg", "ID3")
	w.Page("/feed.xml", "application/rss+xml", fmt.Sprintf(`<rss version="2.0"><channel><title>Spoken</title><item><guid>1</guid><title>A talk</title><pubDate>%s</pubDate><enclosure url="%s" type="audio/mpeg"/></item></channel></rss>`,
		time.Now().Format(time.RFC1123Z), w.At("/1.mp3")))
	s := serve(t, quick+"speech: {backfill: true, url: 'http://127.0.0.1:1/v1', minutes: 90}\n")
	s.waitRead(s.addSource(w.At("/feed.xml")).ID)
	eventually(t, func() string {
		out, code := s.run(nil, "doctor")
		if code != 0 || !strings.Contains(out, "The speech engine is not running") || !strings.Contains(out, "today 0 of 90 minutes were used, 1 episode waits") {
			return fmt.Sprintf("%d: %s", code, out)
		}
		return ""
	})
}
