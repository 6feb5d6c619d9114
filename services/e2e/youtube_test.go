package e2e

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/youtube/smalltube"
)

// tube is a YouTube on loopback with one channel, and the configuration to read it.
type tube struct {
	smalltube.World
	server *httptest.Server
}

func newTube(t *testing.T) *tube {
	t.Helper()
	y := &tube{}
	y.Add(smalltube.Channel{ID: "UCsquaretalksquaretalksq", Handle: "squaretalk", Name: "Square Talk on video"})
	y.server = httptest.NewServer(y.Handler())
	t.Cleanup(y.server.Close)
	return y
}

// settings let videos be read without a pause. The endpoint is allowed although it is private.
func (y *tube) settings() string {
	return fmt.Sprintf("endpoints: {youtube: %q}\nyoutube: {pause: 0s}\n", y.server.URL)
}

func (y *tube) publish(id, title string, ago time.Duration, tracks ...smalltube.Track) {
	y.Publish(smalltube.Video{ID: id, Channel: "UCsquaretalksquaretalksq", Title: title, Published: time.Now().Add(-ago), Duration: 1800, Tracks: tracks})
}

func spoken(at float64, text string) smalltube.Track {
	return smalltube.Track{Language: "en", Automatic: true, Cues: smalltube.Talk(at, text)}
}

const moved = "so we moved all our reports to Larkmeter last spring and nobody complained"

// A channel is followed by its handle. The words of its videos become mentions with their second, links
// lead to it, and a video that gets its captions later is read then.
func TestYouTubeFromHandleToSecond(t *testing.T) {
	y := newTube(t)
	y.publish("video00one1", "Moving house", 3*time.Hour, spoken(754, moved))
	y.publish("video00two2", "Quiet", 2*time.Hour)
	s := serve(t, "sources: {min_interval: 100ms, max_interval: 300ms}\n"+y.settings()) // without allow_private
	s.addBrand("Larkmeter", nil)
	out, code := s.run(nil, "source", "add", "--type", "youtube", "@squaretalk")
	if code != 0 || !strings.Contains(out, "Read: 2 items, 1 mention.") {
		t.Fatalf("source add exits with %d: %s", code, out)
	}
	found := s.mentions("")
	if len(found) != 1 || found[0].Document.URL != "https://www.youtube.com/watch?v=video00one1" || found[0].Hits[0].Second == nil || *found[0].Hits[0].Second < 754 || *found[0].Hits[0].Second > 757 {
		t.Fatalf("%+v", found)
	}
	var doc struct {
		Origin, Language string
		Duration         float64
		Parts            []struct{ Part, State, Code, Language string }
	}
	s.must("GET", "/documents/"+found[0].Document.ID, nil, &doc)
	if doc.Origin != "captions" || doc.Language != "en" || doc.Duration != 1800 {
		t.Errorf("%+v", doc)
	}
	var all struct {
		Items []struct {
			ID, Title string
			Parts     []struct{ Part, State, Code string }
		}
	}
	var sources struct{ Items []source }
	s.must("GET", "/sources", nil, &sources)
	s.must("GET", "/sources/"+sources.Items[0].ID+"/documents", nil, &all)
	i := slices.IndexFunc(all.Items, func(d struct {
		ID, Title string
		Parts     []struct{ Part, State, Code string }
	}) bool {
		return d.Title == "Quiet"
	})
	if i < 0 || len(all.Items[i].Parts) != 1 || all.Items[i].Parts[0].Code != "youtube_no_captions" || all.Items[i].Parts[0].State != "pending" {
		t.Fatalf("%+v", all.Items)
	}
	y.publish("video00two2", "Quiet", 2*time.Hour, spoken(60, moved))
	s.must("POST", "/documents/"+all.Items[i].ID+"/parts/captions/retry", nil, nil)
	eventually(t, func() string {
		if n := len(s.mentions("")); n != 2 {
			return fmt.Sprintf("%d mentions after the captions came, want 2", n)
		}
		return ""
	})
	// The lists are read again and again, and nothing changes: no captions are fetched twice.
	y.Forget()
	time.Sleep(time.Second)
	for _, asked := range y.Asked() {
		if !strings.HasPrefix(asked, "feed ") {
			t.Errorf("asked again for %q", asked)
		}
	}
}

// A block is answered by stopping for hours, after a restart too, and nothing else is delayed.
func TestYouTubeBlocks(t *testing.T) {
	y := newTube(t)
	for i := range 9 {
		y.publish(fmt.Sprintf("video0000%02d", i), "Talk", time.Duration(i+1)*time.Hour, spoken(10, moved))
	}
	y.AnswerPlayers(func(string, string) string {
		return `{"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"Sign in to confirm you’re not a bot"}}`
	})
	s := serve(t, quick+y.settings())
	s.addBrand("Larkmeter", nil)
	out, code := s.run(nil, "source", "add", "--type", "youtube", "--no-wait", "https://www.youtube.com/@squaretalk")
	if code != 0 {
		t.Fatalf("source add exits with %d: %s", code, out)
	}
	var sources struct{ Items []source }
	s.must("GET", "/sources", nil, &sources)
	id := sources.Items[0].ID
	blocked := func() string {
		var d struct {
			Transcripts []struct {
				State, Code string
				Documents   int
			}
		}
		s.must("GET", "/sources/"+id, nil, &d)
		n := 0
		for _, x := range d.Transcripts {
			if x.Code == "youtube_bot_check" || x.Code == "youtube_break" {
				n += x.Documents
			}
		}
		if n != 9 {
			return fmt.Sprintf("%+v", d.Transcripts)
		}
		return ""
	}
	eventually(t, blocked)
	players := func() (n int) {
		for _, a := range y.Asked() {
			if strings.HasPrefix(a, "player") {
				n++
			}
		}
		return n
	}
	if players() != 1 {
		t.Errorf("YouTube was asked %d times: %q", players(), y.Asked())
	}
	s.kill()
	s.start()
	time.Sleep(2 * time.Second)
	if players() != 1 {
		t.Errorf("YouTube was asked again after a restart: %q", y.Asked())
	}
}
