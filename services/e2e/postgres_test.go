package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// The main flow with the ledger in PostgreSQL: old episodes become mentions without a message, a
// new one causes a signed message, and everything is still there after a kill and a restart.
func TestFeedToAlertOnPostgres(t *testing.T) {
	t.Parallel()
	database := ledgertest.PostgresURL(t)
	w := newWorld(t, 1, 4)
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick+fmt.Sprintf("database: {url: %q}\n", database))
	s.addBrand("Larkmeter", nil)
	s.addWebhook(url, hookSecret)
	src := s.addSource(w.feeds()[0])
	mentions := func(n int) {
		t.Helper()
		// Others may share this ledger: what a killed process had claimed stays its own
		// until the leases run out.
		eventually(t, func() string {
			if have := len(s.mentions("")); have != n {
				return fmt.Sprintf("%d mentions, want %d", have, n)
			}
			return ""
		})
	}
	mentions(w.expected())
	if n := len(hook.Requests()); n > 0 {
		t.Errorf("%d messages about the back catalogue", n)
	}
	if got := s.waitRead(src.ID); got.Health != "healthy" || got.Documents != 4 {
		t.Errorf("the source is %s with %d documents: %s", got.Health, got.Documents, got.Error)
	}
	s.kill()
	s.start()
	w.published.Store(6)
	mentions(w.expected())
	eventually(t, func() string {
		if n := len(alertstest.Messages(hook.Requests())); n != 1 {
			return fmt.Sprintf("%d messages, want 1", n)
		}
		return ""
	})
	m := alertstest.Messages(hook.Requests())[0]
	if !m.Verified || !strings.Contains(string(hook.Requests()[0].Body), "Episode 5 with Larkmeter") {
		t.Errorf("verified %t: %s", m.Verified, hook.Requests()[0].Body)
	}
	eventually(t, func() string {
		var page struct {
			Items []struct{ Similar []struct{ Title string } }
		}
		s.must("GET", "/search?q=larkmeter", nil, &page)
		found := len(page.Items) // episodes that say nearly the same are folded under one
		for _, i := range page.Items {
			found += len(i.Similar)
		}
		if found != w.expected() {
			return fmt.Sprintf("search finds %d documents, want %d", found, w.expected())
		}
		return ""
	})
	out, code := s.run(nil, "doctor")
	if code != 0 {
		t.Errorf("doctor exits with %d: %s", code, out)
	}
	out, code = s.run(nil, "backup", s.data("copy.db"))
	if code != 1 {
		t.Errorf("backup exits with %d", code)
	}
	explains(t, "a backup", out, "pg_dump")
}
