package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	natsserver "github.com/nats-io/nats-server/v2/server"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// broker starts a NATS server of its own and returns its URL.
func broker(t *testing.T) string {
	t.Helper()
	s, err := natsserver.NewServer(&natsserver.Options{
		Host: "127.0.0.1", Port: natsserver.RANDOM_PORT, NoSigs: true, NoLog: true, JetStream: true, StoreDir: t.TempDir(), SyncAlways: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(30 * time.Second) {
		t.Fatal("the NATS server does not answer")
	}
	return s.ClientURL()
}

// member starts one service of a cluster in a process with a folder of its own.
func member(t *testing.T, service, database, bus string) *server {
	t.Helper()
	s := prepare(t, quick+fmt.Sprintf("database: {url: %q}\n", database))
	s.rewrite(`nats: {listen: "127.0.0.1:0"}`, fmt.Sprintf("nats: {urls: [%q]}", bus))
	s.args = []string{"run", service}
	if service == "search" {
		s.start()
	} else {
		s.launch()
	}
	return s
}

// Each service runs in a process of its own, with PostgreSQL and a NATS server between them. Two
// search nodes each have a complete index, and when a crawler and a detector are killed, others
// take over their work.
func TestAClusterOfProcesses(t *testing.T) {
	t.Parallel()
	database, bus := ledgertest.PostgresURL(t), broker(t)
	w := newWorld(t, 2, 6)
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	address, closeHook := hook.Serve()
	t.Cleanup(closeHook)

	search := member(t, "search", database, bus)
	second := member(t, "search", database, bus)
	crawler, detector := member(t, "crawler", database, bus), member(t, "detector", database, bus)
	member(t, "alerter", database, bus)
	search.addBrand("Larkmeter", nil)
	search.addWebhook(address, hookSecret)
	for _, f := range w.feeds() {
		search.addSource(f)
	}
	everywhere := func() {
		t.Helper()
		eventually(t, func() string {
			if have := len(search.mentions("")); have != w.expected() {
				return fmt.Sprintf("%d mentions, want %d", have, w.expected())
			}
			for _, s := range []*server{search, second} {
				if _, complaint := indexed(s, 2, int(w.published.Load())); complaint != "" {
					return complaint
				}
			}
			return ""
		})
	}
	everywhere()
	if n := len(hook.Requests()); n > 0 {
		t.Errorf("%d messages about the back catalogue", n)
	}
	crawler.kill()
	detector.kill()
	member(t, "crawler", database, bus)
	member(t, "detector", database, bus)
	w.published.Store(7) // the seventh names the brand in its transcript
	everywhere()
	eventually(t, func() string {
		if n := len(alertstest.Messages(hook.Requests())); n != 2 {
			return fmt.Sprintf("%d messages, want 2", n)
		}
		return ""
	})
}

// A service of a cluster without PostgreSQL or a NATS server reports which is missing.
func TestRunNeedsASharedDatabaseAndBus(t *testing.T) {
	s := prepare(t, quick)
	for _, service := range []string{"crawler", "detector", "search", "alerter"} {
		out, code := s.run(nil, "run", service)
		if code != 1 || !strings.Contains(out, "set database.url and nats.urls") {
			t.Errorf("run %s exits with %d: %s", service, code, out)
		}
	}
}
