package ledger_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// A request that is cancelled just as its transaction begins must not leave the only writing
// connection inside that transaction: no further write would be possible.
func TestACancelledWriteLeavesNoTransaction(t *testing.T) {
	l, err := ledger.Open(t.Context(), ledger.Options{URL: filepath.Join(t.TempDir(), "namedrop.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for range 1000 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(60))*time.Microsecond)
		_ = l.Write(ctx, func(tx *ledger.Tx) error { return record.TouchBrands(ctx, tx) })
		cancel()
		if err := l.Write(t.Context(), func(*ledger.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
}

// Work that is cancelled at any moment is done completely or not at all. It blocks nothing else,
// neither on the writing connection nor on those that read.
func TestWorkCancelledAtAnyMoment(t *testing.T) {
	rounds := 200
	if os.Getenv("NAMEDROP_SLOW") != "" {
		rounds = 2000
	}
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "show")
		both := func(ctx context.Context, n int) error {
			return l.Write(ctx, func(tx *ledger.Tx) error {
				if err := tx.SetOffset(ctx, "one", "S", int64(n)); err != nil {
					return err
				}
				draft := archive.NewDraft(*episode("e", fmt.Sprint("Title ", n), fmt.Sprint("said ", n)))
				if _, err := archive.SaveDocument(ctx, tx, draft, src.ID); err != nil {
					return err
				}
				return tx.SetOffset(ctx, "two", "S", int64(n))
			})
		}
		if err := both(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		var busy sync.WaitGroup
		for worker := range 4 {
			busy.Go(func() {
				for n := worker; n < rounds; n += 4 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(4000))*time.Microsecond)
					err := both(ctx, n+1)
					if err != nil && ctx.Err() == nil {
						t.Error("nobody gave this up: ", err)
					}
					_, err = l.Unpublished(ctx, 100)
					if err != nil && ctx.Err() == nil {
						t.Error("nobody gave this read up: ", err)
					}
					cancel()
					if _, err := l.Unpublished(t.Context(), 10); err != nil {
						t.Error("another's read: ", err)
					}
				}
			})
		}
		busy.Wait()
		one, two := must(l.Offset(t.Context(), "one", "S"))(t), must(l.Offset(t.Context(), "two", "S"))(t)
		if one != two {
			t.Errorf("a part of a transaction was saved: %d and %d", one, two)
		}
		if err := both(t.Context(), rounds+1); err != nil {
			t.Error(err)
		}
	})
}
