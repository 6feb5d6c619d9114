package e2e

import (
	"fmt"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// Documents that were published after a backup was made have already alerted. Read again after a
// restore, they are back catalogue. Documents that appear later alert.
func TestRestoreAlertsNothingAgain(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	var published atomic.Int32
	w.Handle("/feed", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/rss+xml")
		items := ""
		for i := published.Load(); i >= 0; i-- {
			items += fmt.Sprintf(`<item><guid>%[1]d</guid><title>Larkmeter, part %[1]d</title><pubDate>%[2]s</pubDate><enclosure url="https://x.example/%[1]d.mp3" type="audio/mpeg"/></item>`,
				i, time.Now().UTC().Format(time.RFC1123Z))
		}
		fmt.Fprintf(rw, `<rss version="2.0"><channel><title>Talk</title><language>en</language>%s</channel></rss>`, items)
	}))
	s := serve(t, quick)
	hook := s.receiver()
	s.addBrand("Larkmeter", nil)
	s.waitRead(s.addSource(w.At("/feed")).ID)
	mentions := func(want, messages int) {
		t.Helper()
		eventually(t, func() string {
			have, sent := len(s.mentions("")), len(alertstest.Messages(hook.Requests()))
			if have != want || sent != messages {
				return fmt.Sprintf("%d mentions and %d messages, want %d and %d", have, sent, want, messages)
			}
			return ""
		})
	}
	mentions(1, 0)
	copied := filepath.Join(s.dir, "copy.db")
	if out, code := s.run(nil, "backup", copied); code != 0 {
		t.Fatal(out)
	}
	published.Store(1)
	mentions(2, 1)
	s.stop()
	if out, code := s.run(nil, "restore", copied); code != 0 {
		t.Fatal(out)
	}
	s.start()
	mentions(2, 1)
	published.Store(2)
	mentions(3, 2) // and so by now no message of the one before is still to come
	for _, m := range s.mentions("") {
		if want := m.Document.Title != "Larkmeter, part 2"; m.Backfill != want {
			t.Errorf("%s: backfill %t", m.Document.Title, m.Backfill)
		}
	}
}
