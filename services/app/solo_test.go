package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// Two processes on one ledger, each with a bus of its own, would each receive half of what
// happens: the second is refused, until the first has stopped.
func TestTwoBusesOnOneLedger(t *testing.T) {
	url := ledgertest.PostgresURL(t)
	first, err := onPostgres(t, url)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- first.Run(ctx) }()
	second, err := onPostgres(t, url)
	if err == nil {
		t.Error("a second bus is taken")
		_ = second.Stop(t.Context())
	} else if !strings.Contains(err.Error(), "nats.urls") {
		t.Errorf("the sentence: %v", err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := first.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	third, err := onPostgres(t, url)
	if err != nil {
		t.Fatal(err)
	}
	if err := third.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

// A killed process holds nothing: whoever starts on its folder gets the lease at once, and
// whoever starts elsewhere after a few seconds.
func TestTheBusOfAKilledProcess(t *testing.T) {
	for name, elsewhere := range map[string]bool{"on its folder": false, "elsewhere": true} {
		t.Run(name, func(t *testing.T) {
			url, dir := ledgertest.PostgresURL(t), t.TempDir()
			l, err := ledger.Open(t.Context(), ledger.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if err := os.WriteFile(filepath.Join(dir, "node"), []byte("killed\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			ttl := time.Hour
			if elsewhere {
				dir, ttl = t.TempDir(), busTTL
			}
			if ok, err := l.Lease(t.Context(), busLease, busHolder("killed"), ttl); err != nil || !ok {
				t.Fatal(ok, err)
			}
			a, err := onPostgresIn(t, url, dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Stop(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// A process that was suspended for so long that another has its lease ends.
func TestABusThatLostItsLease(t *testing.T) {
	a, err := onPostgres(t, ledgertest.PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Stop(context.Background()) }()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := a.ledger.Release(ctx, busLease, a.soleBus.Holder); err != nil {
		t.Fatal(err)
	}
	if ok, err := a.ledger.Lease(ctx, busLease, busHolder("another"), time.Hour); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := a.Run(ctx); err == nil || !strings.Contains(err.Error(), "another Namedrop") {
		t.Errorf("it ended with %v", err)
	}
}
