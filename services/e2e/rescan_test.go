package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// rescan is the API's representation of a rescan.
type rescan struct {
	ID, Reason, State string
	Done, Total       int
	Appeared          int `json:"appears"`
	Changed           int `json:"changes"`
	Removed           int `json:"goes"`
	Error             string
}

// rescanned waits for the newest rescan to be over.
func (s *server) rescanned() rescan {
	s.t.Helper()
	var page struct{ Items []rescan }
	eventually(s.t, func() string {
		s.must("GET", "/rescans", nil, &page)
		if len(page.Items) == 0 || page.Items[0].State != "done" {
			return fmt.Sprintf("not done: %+v", page.Items)
		}
		return ""
	})
	return page.Items[0]
}

func (r rescan) found() string {
	return fmt.Sprintf("%d appear, %d change, %d go", r.Appeared, r.Changed, r.Removed)
}

// receiver starts a webhook receiver that accepts everything.
func (s *server) receiver() *alertstest.Receiver {
	s.t.Helper()
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	url, stop := hook.Serve()
	s.t.Cleanup(stop)
	s.addWebhook(url, hookSecret)
	return hook
}

// Adding, editing and removing brands over an existing archive: the rescans report what appeared,
// changed and was removed, and none of it causes an alert.
func TestBrandsOverAnArchive(t *testing.T) {
	t.Parallel()
	s := prepare(t, calm)
	var lines strings.Builder
	for i := range 250 {
		text := "Nothing of note for a sentinel."
		switch {
		case i%50 == 1:
			text = "A sentinel saw a larkmeter bird, and nobody had Larkmeter in mind."
		case i%25 == 0:
			text = "We and our sentinel moved all reports to Larkmeter."
		}
		fmt.Fprintf(&lines, `{"id":"%d","source":"talk","kind":"podcast","language":"en","title":"Talk %d","text":%q}`+"\n", i, i, text)
	}
	if out, code := s.run(strings.NewReader(lines.String()), "import", "documents", "-"); code != 0 {
		t.Fatal(out)
	}
	s.start() // with an archive that is settled: what is still being read is not the rescan's to count
	hook := s.receiver()
	check := func(what, found string, mentions int) {
		t.Helper()
		r := s.rescanned()
		have := s.mentions("brand=larkmeter")
		t.Logf("%s: %s, %d of %d documents, %d mentions", r.Reason, r.found(), r.Done, r.Total, len(have))
		if r.found() != found || r.Done != 250 || r.Total != 250 || len(have) != mentions {
			t.Errorf("%s: %s, %d of %d documents, %d mentions; want %s, %d mentions", what, r.found(), r.Done, r.Total, len(have), found, mentions)
		}
		for _, m := range have {
			if !m.Backfill {
				t.Errorf("%s: %s is news", what, m.Document.Title)
			}
		}
	}
	s.addBrand("Larkmeter", nil)
	check("added", "15 appear, 0 change, 0 go", 15)
	s.must("PUT", "/brands/larkmeter", map[string]any{"name": "Larkmeter", "exclude": []string{"larkmeter bird"}}, nil)
	check("edited with an exclusion", "0 appear, 5 change, 0 go", 15)
	s.must("PUT", "/brands/larkmeter", map[string]any{"name": "Larkmeter", "exclude": []string{"larkmeter bird", "in mind"}}, nil)
	s.rescanned()
	s.must("PUT", "/brands/larkmeter", map[string]any{"name": "Larkmeter Pro"}, nil)
	s.rescanned()
	if n := len(s.mentions("brand=larkmeter")); n != 0 {
		t.Errorf("%d mentions of a name that stands nowhere", n)
	}
	s.must("PUT", "/brands/larkmeter", map[string]any{"name": "Larkmeter"}, nil)
	check("named as before", "15 appear, 0 change, 0 go", 15)
	s.must("DELETE", "/brands/larkmeter", nil, nil)
	check("deleted", "0 appear, 0 change, 15 go", 0)
	if n := len(hook.Requests()); n > 0 {
		t.Errorf("%d messages about the archive", n)
	}
}

// A transcript that is not available yet is fetched later. Then the mention from the title is
// amended with the second at which the name is spoken, and an episode that names the brand only
// in its transcript alerts.
func TestTranscriptFetchedLater(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	var published, served atomic.Bool
	item := func(n, title string) string {
		return fmt.Sprintf(`<item><guid>%[1]s</guid><title>%[2]s</title><enclosure url="https://x.example/%[1]s.mp3" type="audio/mpeg"/><podcast:transcript url="%[3]s" type="text/vtt"/></item>`, n, title, w.At("/t.vtt"))
	}
	w.Handle("/feed", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/rss+xml")
		items := `<item><guid>0</guid><title>Hello</title><enclosure url="https://x.example/0.mp3" type="audio/mpeg"/></item>`
		if published.Load() {
			items = item("2", "Nobody named") + item("1", "With Larkmeter") + items
		}
		fmt.Fprintf(rw, `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Talk</title><language>en</language>%s</channel></rss>`, items)
	}))
	w.Handle("/t.vtt", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !served.Load() {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "text/vtt")
		fmt.Fprint(rw, "WEBVTT\n\n00:01:10.000 --> 00:01:15.000\nWe moved our reports to Larkmeter.\n")
	}))
	s := serve(t, quick)
	hook := s.receiver()
	s.addBrand("Larkmeter", nil)
	src := s.addSource(w.At("/feed"))
	s.waitRead(src.ID)
	published.Store(true)
	found := func() map[string]mention {
		out := map[string]mention{}
		for _, m := range s.mentions("") {
			out[m.Document.Title] = m
		}
		return out
	}
	eventually(t, func() string {
		if n := len(alertstest.Messages(hook.Requests())); n != 1 {
			return fmt.Sprintf("%d messages, want 1", n)
		}
		var status struct{ Transcripts map[string]int }
		if s.must("GET", "/status", nil, &status); status.Transcripts["pending"] != 2 {
			return fmt.Sprintf("waiting for transcripts: %v", status.Transcripts)
		}
		return ""
	})
	early := found()
	if m := early["With Larkmeter"]; len(early) != 1 || len(m.Hits) != 1 || m.Backfill || m.Hits[0].Field != "title" {
		t.Fatalf("found %+v", early)
	}
	// The next try is a minute away: the clock is put forward while the server is down.
	s.stop()
	served.Store(true)
	s.execSQL(`UPDATE parts SET not_before = 1`)
	s.start()
	eventually(t, func() string {
		late := found()
		a, b := late["With Larkmeter"], late["Nobody named"]
		if len(late) != 2 || len(a.Hits) != 2 || len(b.Hits) != 1 {
			return fmt.Sprintf("found %+v", late)
		}
		if a.ID != early["With Larkmeter"].ID || a.Revision <= early["With Larkmeter"].Revision {
			t.Fatalf("not amended but made anew: %+v", a)
		}
		if b.Backfill || b.Hits[0].Second == nil || *b.Hits[0].Second < 70 || *b.Hits[0].Second > 75 {
			t.Fatalf("found %+v, want it at 70 to 75 seconds and as news", b)
		}
		return ""
	})
	// One message for each of the two episodes: an amendment causes no second one.
	eventually(t, func() string {
		if n := len(alertstest.Messages(hook.Requests())); n != 2 {
			return fmt.Sprintf("%d messages, want 2", n)
		}
		return ""
	})
	time.Sleep(500 * time.Millisecond)
	if n := len(alertstest.Messages(hook.Requests())); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
}

// A rescan whose process is killed continues at its saved position, and its counts are those of
// one that ran undisturbed.
func TestRescanContinuesAfterAKill(t *testing.T) {
	t.Parallel()
	const documents = 4000
	s := prepare(t, calm)
	var lines strings.Builder
	padding := strings.Repeat("Nothing of note was said here. ", 40) + "Sentinel."
	for i := range documents {
		fmt.Fprintf(&lines, `{"id":"%d","source":"talk","kind":"podcast","language":"en","title":"Talk %d","text":"We moved to Larkmeter. %s"}`+"\n", i, i, padding)
	}
	if out, code := s.run(strings.NewReader(lines.String()), "import", "documents", "-"); code != 0 {
		t.Fatal(out)
	}
	s.start()
	s.addBrand("Larkmeter", nil)
	caught := 0
	for range 3 {
		var page struct{ Items []rescan }
		eventually(t, func() string {
			s.must("GET", "/rescans", nil, &page)
			if page.Items[0].Done == caught {
				return fmt.Sprintf("no progress beyond %d: %+v", caught, page.Items[0])
			}
			return ""
		})
		r := page.Items[0]
		if r.State == "done" {
			break
		}
		caught = r.Done
		s.kill()
		// The dead holder's lease expires after a minute. Expire it now to save the time.
		s.execSQL(`UPDATE rescans SET lease_until = 0`)
		s.start()
	}
	if caught == 0 {
		t.Fatal("the rescan was over before it could be interrupted")
	}
	r := s.rescanned()
	t.Logf("killed after %d documents at the latest: %+v", caught, r)
	if r.Done != documents || r.Appeared != documents || r.Changed+r.Removed != 0 {
		t.Errorf("%s in %d documents; want %d to appear", r.found(), r.Done, documents)
	}
	if n := len(s.mentions("brand=larkmeter")); n != documents {
		t.Errorf("%d mentions, want %d", n, documents)
	}
}
