package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts/alertstest"
)

const hookSecret = "whsec_bmFtZWRyb3AtZTJlLXNlY3JldC1vZi10aGUtdGVzdHM="

// told is what an outsider can see of a mention, whatever ran how often.
func told(mentions []mention) []string {
	out := make([]string, 0, len(mentions))
	for _, m := range mentions {
		line := fmt.Sprintf("%s backfill=%t", m.Document.Title, m.Backfill)
		for _, h := range m.Hits {
			line += fmt.Sprintf(" %s:%d-%d", h.Field, h.Start, h.End)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// life crawls a world that publishes while interrupt does its worst, and returns what
// there is in the end.
func life(t *testing.T, between int, interrupt func(s *server, round int)) (mentions, messages []string) {
	t.Helper()
	const shows, back = 3, 6
	w := newWorld(t, shows, back)
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	s.addWebhook(url, hookSecret)
	for _, f := range w.feeds() {
		s.addSource(f)
	}
	// The back catalogue is what the first read lists: it must be over before news comes.
	eventually(t, time.Minute, func() string {
		var page struct{ Items []source }
		s.must("GET", "/sources", nil, &page)
		for _, src := range page.Items {
			if src.Documents < back {
				return src.URL + " was not read"
			}
		}
		return ""
	})
	for round := range between {
		w.published.Add(1)
		interrupt(s, round)
	}
	live := 0
	for n := back; n < int(w.published.Load()); n++ {
		if named(n) {
			live += shows
		}
	}
	eventually(t, 2*time.Minute, func() string {
		if have := len(s.mentions("")); have != w.expected() {
			return fmt.Sprintf("%d mentions, want %d", have, w.expected())
		}
		if have := len(alertstest.Messages(hook.Requests())); have != live {
			return fmt.Sprintf("%d messages, want %d", have, live)
		}
		return ""
	})
	time.Sleep(500 * time.Millisecond) // what comes twice comes now
	for _, m := range alertstest.Messages(hook.Requests()) {
		if !m.SameBytes || !m.Verified || m.Accepted == 0 {
			t.Errorf("message %s: same bytes %t, verified %t, accepted %d times", m.ID, m.SameBytes, m.Verified, m.Accepted)
		}
		messages = append(messages, m.ID)
	}
	slices.Sort(messages)
	return told(s.mentions("")), messages
}

func rounds(name string, byDefault int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return byDefault
}

// Killed at random moments while it crawls, and started again each time, the end is
// that of a quiet life: the same mentions, every message there and the same bytes.
// NAMEDROP_KILLS says how often (issue: 50).
func TestKilledAtRandomMoments(t *testing.T) {
	kills := rounds("NAMEDROP_KILLS", 8)
	s1 := rand.New(rand.NewPCG(1, 2))
	down := func(s *server, _ int) {
		time.Sleep(time.Duration(s1.IntN(400)) * time.Millisecond)
		s.kill()
		s.start()
	}
	quiet := func(*server, int) { time.Sleep(50 * time.Millisecond) }
	m1, n1 := life(t, kills, quiet)
	m2, n2 := life(t, kills, down)
	if diff := cmp.Diff(m1, m2); diff != "" || len(n1) != len(n2) {
		t.Errorf("%d and %d messages; mentions (-quiet +killed):\n%s", len(n1), len(n2), diff)
	}
	t.Logf("%d kills: %d mentions, %d messages, as in a quiet life", kills, len(m2), len(n2))
}

// Bus and index are views: deleted while stopped, they come back as they were.
func TestViewsDeletedWhileStopped(t *testing.T) {
	for _, view := range []string{"bus", "index"} {
		t.Run(view, func(t *testing.T) {
			// What is indexed, counted apart by everything it can be found by: every document
			// and passage, not the few that a page of results folds together.
			counted := func(s *server, documents int) string {
				t.Helper()
				var totals map[string]any
				eventually(t, time.Minute, func() string {
					s.must("GET", "/search/totals?q=episode", nil, &totals)
					if n, _ := totals["documents"].(float64); int(n) != documents {
						return fmt.Sprintf("%v documents are found, want %d", totals["documents"], documents)
					}
					return ""
				})
				delete(totals, "took")
				b, err := json.Marshal(totals)
				if err != nil {
					t.Fatal(err)
				}
				return string(b)
			}
			mentions, messages := life(t, 4, func(s *server, round int) {
				if round != 2 {
					time.Sleep(100 * time.Millisecond)
					return
				}
				documents := 0
				eventually(t, time.Minute, func() string {
					var page struct{ Items []source }
					s.must("GET", "/sources", nil, &page)
					if documents = 0; len(page.Items) == 0 {
						return "no sources"
					}
					for _, src := range page.Items {
						if src.Documents != 9 { // six to begin with and one each round
							return fmt.Sprintf("%s has %d documents", src.URL, src.Documents)
						}
						documents += src.Documents
					}
					return ""
				})
				// Their transcripts come after them: wait until nothing moves.
				var before string
				eventually(t, time.Minute, func() string {
					last := before
					if before = counted(s, documents); before != last {
						return "transcripts are still coming in"
					}
					time.Sleep(500 * time.Millisecond)
					if counted(s, documents) != before {
						return "transcripts are still coming in"
					}
					return ""
				})
				s.stop()
				if err := os.RemoveAll(s.data(view)); err != nil {
					t.Fatal(err)
				}
				s.start()
				eventually(t, time.Minute, func() string { return cmp.Diff(before, counted(s, documents)) })
			})
			if len(mentions) == 0 || len(messages) == 0 {
				t.Errorf("%d mentions, %d messages", len(mentions), len(messages))
			}
		})
	}
}
