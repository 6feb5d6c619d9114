package evidence_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// noon is when most tests happen.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// write runs do in a transaction that must succeed.
func write(t testing.TB, l *ledger.Ledger, do func(*ledger.Tx) error) {
	t.Helper()
	if err := l.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// must unwraps a result that may not fail.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
