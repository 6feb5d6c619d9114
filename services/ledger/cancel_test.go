package ledger_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// A request that is given up just as its transaction begins must not leave the one writing
// connection inside it: nobody could write any more.
func TestAWriteGivenUpLeavesNoTransaction(t *testing.T) {
	l, err := ledger.Open(t.Context(), ledger.Options{URL: filepath.Join(t.TempDir(), "namedrop.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for range 1000 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(60))*time.Microsecond)
		_ = l.Write(ctx, func(tx *ledger.Tx) error { return tx.TouchBrands(ctx) })
		cancel()
		if err := l.Write(t.Context(), func(*ledger.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
}
