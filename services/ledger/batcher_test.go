package ledger_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// Records within a moment are one batch, a later one replaces an earlier one, a full batch
// doesn't wait, and a batch that fails doesn't end the others.
func TestBatcherGathers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var sizes []int
		var last map[string]int
		lost := 0
		b := ledger.NewBatcher(3, 50*time.Millisecond, func(_ context.Context, batch map[string]int) error {
			sizes, last = append(sizes, len(batch)), batch
			if len(sizes) == 2 {
				return errors.New("away")
			}
			return nil
		}, func(n int, _ error) { lost += n })
		go b.Run(ctx)
		b.Put(ctx, "a", 1)
		time.Sleep(20 * time.Millisecond)
		b.Put(ctx, "b", 1)
		b.Put(ctx, "a", 2)
		time.Sleep(time.Second)
		if !slices.Equal(sizes, []int{2}) || last["a"] != 2 {
			t.Errorf("batches of %v, the last %v", sizes, last)
		}
		begun := time.Now()
		for _, key := range []string{"a", "b", "c", "d"} {
			b.Put(ctx, key, 3)
		}
		synctest.Wait()
		if !slices.Equal(sizes, []int{2, 3}) || time.Since(begun) > 0 || lost != 3 {
			t.Errorf("batches of %v, %d lost after %v", sizes, lost, time.Since(begun))
		}
		time.Sleep(time.Second)
		if !slices.Equal(sizes, []int{2, 3, 1}) || last["d"] != 3 {
			t.Errorf("batches of %v, the last %v", sizes, last)
		}
		cancel()
		synctest.Wait()
		b.Put(ctx, "e", 1) // nothing receives it, and Put doesn't wait
	})
}
