package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// cut ends every session on the database but its own, as a restart of the server does.
func cut(t *testing.T, url string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
}

// After a restart of the server reads and writes continue by themselves.
func TestPostgreSQLComesBack(t *testing.T) {
	url := ledgertest.PostgresURL(t)
	l, err := ledger.Open(t.Context(), ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var failedReads, failedWrites, done atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	for i := range 8 {
		busy.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				err := l.Write(ctx, func(tx *ledger.Tx) error {
					return tx.SetOffset(ctx, fmt.Sprint("c", i), "S", int64(n))
				})
				if err != nil && ctx.Err() == nil {
					failedWrites.Add(1)
				}
				if _, err := l.Offset(ctx, fmt.Sprint("c", i), "S"); err != nil && ctx.Err() == nil {
					failedReads.Add(1)
				}
				done.Add(1)
			}
		})
	}
	for range 5 {
		time.Sleep(100 * time.Millisecond)
		cut(t, url)
	}
	before := done.Load()
	time.Sleep(200 * time.Millisecond)
	cancel()
	busy.Wait()
	if done.Load() == before {
		t.Error("the work does not continue")
	}
	t.Logf("%d done; %d writes and %d reads failed", done.Load(), failedWrites.Load(), failedReads.Load())
	// After the restart of an idle PostgreSQL, the first write succeeds without an error.
	cut(t, url)
	for range 20 {
		if err := l.Write(t.Context(), func(tx *ledger.Tx) error { return tx.SetOffset(t.Context(), "c", "S", 1) }); err != nil {
			t.Error("write after a pause: ", err)
		}
	}
	if _, err := l.Offset(t.Context(), "c", "S"); err != nil {
		t.Error("read after a pause: ", err)
	}
}

// A process that vanished in the middle of a transaction must not hold its locks for hours.
func TestAnAbandonedTransactionEnds(t *testing.T) {
	for url, want := range map[string]string{ledgertest.PostgresURL(t): "1min", ledgertest.PostgresURL(t) + "&idle_in_transaction_session_timeout=5000": "5s"} {
		l, err := ledger.Open(t.Context(), ledger.Options{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		var got string
		if err := l.Pool().QueryRowContext(t.Context(), "SHOW idle_in_transaction_session_timeout").Scan(&got); err != nil || got != want {
			t.Errorf("abandoned transactions end after %q: %v", got, err)
		}
	}
}
