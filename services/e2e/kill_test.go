package e2e

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts/alertstest"
)

const hookSecret = "whsec_bmFtZWRyb3AtZTJlLXNlY3JldC1vZi10aGUtdGVzdHM="

// visible describes the mentions by what must not depend on how often something ran: title,
// backfill and the positions of the hits.
func visible(mentions []mention) []string {
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

// The size of the world: the number of shows, and of episodes that each has at the start.
const lifeShows, lifeBack = 3, 6

// runWorld runs a server on a world that keeps publishing, calls interrupt in each round, and
// returns the mentions and messages at the end.
func runWorld(t *testing.T, between int, interrupt func(s *server, round int)) (mentions, messages []string) {
	t.Helper()
	w := newWorld(t, lifeShows, lifeBack)
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	address, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	s.addWebhook(address, hookSecret)
	for _, f := range w.feeds() {
		s.addSource(f)
	}
	// The back catalogue is what the first read lists: it must be over before news comes.
	eventually(t, func() string {
		var page struct{ Items []source }
		s.must("GET", "/sources", nil, &page)
		for _, src := range page.Items {
			if src.Documents < lifeBack {
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
	for n := lifeBack; n < int(w.published.Load()); n++ {
		if named(n) {
			live += lifeShows
		}
	}
	eventually(t, func() string {
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
	return visible(s.mentions("")), messages
}

// rounds returns how often to do something: the number in the environment variable, otherwise
// often in slow runs and seldom in others.
func rounds(name string, seldom, often int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	if os.Getenv("NAMEDROP_SLOW") != "" {
		return often
	}
	return seldom
}

// A server that is killed at random moments and started again ends with the same mentions and
// messages, byte for byte, as one that runs undisturbed. NAMEDROP_KILLS sets the number of kills.
func TestKilledAtRandomMoments(t *testing.T) {
	t.Parallel()
	kills := rounds("NAMEDROP_KILLS", 4, 50)
	s1 := rand.New(rand.NewPCG(1, 2))
	down := func(s *server, _ int) {
		time.Sleep(time.Duration(s1.IntN(700)) * time.Millisecond)
		s.untilNoneDiedTwice()
		s.kill()
		s.start()
	}
	quiet := func(*server, int) { time.Sleep(50 * time.Millisecond) }
	m1, n1 := runWorld(t, kills, quiet)
	m2, n2 := runWorld(t, kills, down)
	if diff := cmp.Diff(m1, m2); diff != "" || len(n1) != len(n2) {
		t.Errorf("%d and %d messages; mentions (-quiet +killed):\n%s", len(n1), len(n2), diff)
	}
	t.Logf("%d kills: %d mentions, %d messages, as in a quiet life", kills, len(m2), len(n2))
}

// untilNoneDiedTwice waits until the server has got through everything during which it died twice:
// a third death in a row would put it in quarantine, as it should. TestDoctorNamesWhatEndedTheProcess
// is about that. Work that had been done when the server died isn't done again, and stays listed.
func (s *server) untilNoneDiedTwice() {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.data("namedrop.db")+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	for until := time.Now().Add(15 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		n := 0
		if err := db.QueryRow(`SELECT count(*) FROM quarantine WHERE deaths > 1`).Scan(&n); err != nil {
			s.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// indexed returns for each of the first episodes of the world the indexed document with the
// episode's unique words, and its number of passages. An episode that is missing or indexed
// twice is reported in complaint.
func indexed(s *server, shows, episodes int) (found map[string]string, complaint string) {
	found = map[string]string{}
	byDocument := map[string]string{}
	for show := range shows {
		for n := range episodes {
			name := fmt.Sprintf("episode %d of show %d", n, show)
			var page struct {
				Items []struct {
					Document string
					Matching int
				}
			}
			s.must("GET", "/search?q="+url.QueryEscape(`"`+name+`"`), nil, &page)
			if len(page.Items) != 1 {
				complaint = fmt.Sprintf("%s is in the index %d times", name, len(page.Items))
				continue
			}
			// Before an episode is in the index, search relaxes the query and may find another one.
			doc := page.Items[0].Document
			if other, twice := byDocument[doc]; twice {
				complaint = fmt.Sprintf("%s and %s are the same document", name, other)
			}
			byDocument[doc] = name
			found[name] = fmt.Sprintf("%s: %d passages", doc, page.Items[0].Matching)
		}
	}
	return found, complaint
}

// Bus and index can be rebuilt from the ledger: deleted while the server is stopped, they have the
// same content after the next start.
func TestDeletedViewsAreRebuilt(t *testing.T) {
	t.Parallel()
	for _, view := range []string{"bus", "index"} {
		t.Run(view, func(t *testing.T) {
			mentions, messages := runWorld(t, 4, func(s *server, round int) {
				if round != 2 {
					time.Sleep(100 * time.Millisecond)
					return
				}
				whole := func() (found map[string]string) {
					eventually(t, func() (complaint string) {
						found, complaint = indexed(s, lifeShows, lifeBack+round)
						return complaint
					})
					return found
				}
				before := whole()
				s.stop()
				if err := os.RemoveAll(s.data(view)); err != nil {
					t.Fatal(err)
				}
				s.start()
				if diff := cmp.Diff(before, whole()); diff != "" {
					t.Errorf("the index (-before +after):\n%s", diff)
				}
			})
			if len(mentions) == 0 || len(messages) == 0 {
				t.Errorf("%d mentions, %d messages", len(mentions), len(messages))
			}
		})
	}
}
