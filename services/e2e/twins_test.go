package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// A podcast without transcripts is given its YouTube channel: the words of the videos become those of its
// episodes, both are one row and one alert, and the link of each copy is its own.
func TestAPodcastAndItsChannel(t *testing.T) {
	w := feedstest.NewServer(t)
	y := newTube(t)
	var live atomic.Bool
	item := func(n int, title string, ago time.Duration) string {
		return fmt.Sprintf(`<item><guid>%d</guid><title>%s</title><link>https://square.example/%d</link><pubDate>%s</pubDate><itunes:duration>30:04</itunes:duration><enclosure url="https://square.example/%d.mp3" type="audio/mpeg"/></item>`,
			n, title, n, time.Now().UTC().Add(-ago).Format(time.RFC1123Z), n)
	}
	w.Handle("/feed.xml", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Square Talk</title><language>en</language>
			<description>Also on https://www.youtube.com/@squaretalk</description>`)
		if live.Load() {
			fmt.Fprint(rw, item(3, "3: Counting visits", time.Minute))
		}
		fmt.Fprint(rw, item(2, "2: The lease", 50*time.Hour), item(1, "1: Moving house", 100*time.Hour), `</channel></rss>`)
	}))
	y.publish("video00one1", "Moving house | Square Talk", 99*time.Hour, spoken(754, moved+" and then we talked about the garden and the neighbours for a very long time until it was dark outside "+strings.Repeat("and nobody wanted to go home yet ", 10)))
	y.publish("video00two2", "The lease (clip)", 49*time.Hour, spoken(60, "Larkmeter in a clip of the lease"))
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	hookURL, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick+y.settings())
	s.addBrand("Larkmeter", nil)
	s.addWebhook(hookURL, hookSecret)
	podcast := s.addSource(w.At("/feed.xml"))
	s.waitRead(podcast.ID)

	// The link in the feed is proposed, and confirmed by typing it.
	out, code := s.run(nil, "source", "twin", podcast.ID)
	if code != 0 || !strings.Contains(out, "https://www.youtube.com/@squaretalk") || !strings.Contains(out, "linked in the feed") {
		t.Fatalf("exit %d: %s", code, out)
	}
	if out, code = s.run(nil, "source", "twin", podcast.ID, "https://www.youtube.com/@squaretalk"); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	type row struct {
		ID       string
		Document struct{ ID, Kind string }
		Hits     []struct{ Second *float64 }
		Copies   []struct{ ID, Kind, URL, Link string }
	}
	rows := func(titled string) []row {
		var page struct{ Items []row }
		s.must("GET", "/mentions?q="+url.QueryEscape(titled), nil, &page)
		return page.Items
	}
	var episode string
	eventually(t, func() string {
		var docs struct{ Items []struct{ ID, Title string } }
		s.must("GET", "/sources/"+podcast.ID+"/documents", nil, &docs)
		for _, d := range docs.Items {
			if d.Title == "1: Moving house" {
				episode = d.ID
			}
		}
		for _, r := range rows("") {
			if len(r.Copies) == 2 {
				return ""
			}
		}
		return fmt.Sprintf("%+v", rows(""))
	})
	var doc struct {
		Origin, From, Cluster string
		Cues                  []any
		Parts                 []struct{ Part, State, Host, From string }
	}
	s.must("GET", "/documents/"+episode, nil, &doc)
	if doc.Origin != "captions" || doc.From == "" || len(doc.Cues) != 0 {
		t.Errorf("the words of the video, without times that nothing proves: %+v", doc)
	}
	for _, r := range rows("") {
		for _, c := range r.Copies {
			if video := c.Kind == "video"; video != strings.Contains(c.Link+c.URL, "youtube.com/watch") {
				t.Errorf("%+v", c)
			}
		}
	}
	var src struct {
		Coverage struct {
			Recordings, Read int
			Ways             []struct {
				Way        string
				Recordings int
			}
		}
		Twin *struct{ Episodes int }
	}
	s.must("GET", "/sources/"+podcast.ID, nil, &src)
	if src.Coverage.Recordings != 2 || src.Coverage.Read != 1 || src.Twin == nil || src.Twin.Episodes != 1 || src.Coverage.Ways[0].Way != "twin" {
		t.Errorf("%+v", src)
	}
	if out, code = s.run(nil, "source", "show", podcast.ID); code != 0 || !strings.Contains(out, "1 episode without: No video of this episode was found on the show's channel.") {
		t.Errorf("exit %d: %s", code, out)
	}
	if out, code = s.run(nil, "source", "coverage"); code != 0 || !strings.Contains(out, "1 of 2 episodes read: 1 YouTube; 1 by their notes only") {
		t.Errorf("exit %d: %s", code, out)
	}

	// A new episode and its video: one alert, whichever is read first.
	y.publish("video0three", "Counting visits | Square Talk", 30*time.Second, spoken(20, "nobody counts visits like Larkmeter does and that is what we talk about today "+strings.Repeat("so let us begin with the numbers then ", 12)))
	live.Store(true)
	if _, err := hook.WaitFor(testContext(t), 1); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() string {
		n := 0
		for _, r := range rows("") {
			if len(r.Copies) == 2 {
				n++
			}
		}
		if n != 2 {
			return fmt.Sprintf("%d rows with two copies: %+v", n, rows(""))
		}
		return ""
	})
	time.Sleep(2 * time.Second)
	if got, err := hook.WaitFor(testContext(t), 1); err != nil || len(got) != 1 {
		t.Errorf("%d alerts, want one: %v", len(got), err)
	}

	// It was another show's channel after all.
	if out, code = s.run(nil, "source", "twin", podcast.ID, "--remove"); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	eventually(t, func() string {
		for _, r := range rows("") {
			if len(r.Copies) > 0 || r.Document.Kind != "video" {
				return fmt.Sprintf("%+v", r)
			}
		}
		return ""
	})
}
