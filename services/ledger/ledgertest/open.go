package ledgertest

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// Each runs a test against both databases, as SQLite and as PostgreSQL.
func Each(t *testing.T, test func(*testing.T, *ledger.Ledger)) {
	t.Helper()
	EachAt(t, nil, test)
}

// EachAt is [Each] with a clock.
func EachAt(t *testing.T, now func() time.Time, test func(*testing.T, *ledger.Ledger)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, open(t, ledger.Options{URL: sqliteURL(t), Now: now})) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, open(t, ledger.Options{URL: ledgerURL(t), Now: now})) })
}

// Open returns an empty SQLite ledger, closed when the test ends.
func Open(t testing.TB) *ledger.Ledger {
	t.Helper()
	return open(t, ledger.Options{URL: sqliteURL(t)})
}

// OpenAt is [Open] with a clock.
func OpenAt(t testing.TB, now func() time.Time) *ledger.Ledger {
	t.Helper()
	return open(t, ledger.Options{URL: sqliteURL(t), Now: now})
}

// OpenPostgres returns an empty ledger on PostgreSQL, closed when the test ends.
func OpenPostgres(t testing.TB) *ledger.Ledger {
	t.Helper()
	return open(t, ledger.Options{URL: ledgerURL(t)})
}

func sqliteURL(t testing.TB) string {
	t.Helper()
	if _, test := t.(*testing.T); test && roomInMemory() {
		dir, err := os.MkdirTemp(shm, "ledger")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		return "sqlite://" + filepath.Join(dir, "namedrop.db")
	}
	return "sqlite://" + filepath.Join(t.TempDir(), "namedrop.db")
}

// shm is a file system in memory. A ledger syncs at each commit, and tests would wait for
// others that use the disk. Benchmarks do measure the disk.
const shm = "/dev/shm"

func roomInMemory() bool {
	var fs syscall.Statfs_t
	return syscall.Statfs(shm, &fs) == nil && fs.Bavail*uint64(fs.Bsize) > 1<<30
}

func open(t testing.TB, o ledger.Options) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error("closing the ledger: ", err)
		}
	})
	return l
}
