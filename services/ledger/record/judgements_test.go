package record_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

func TestJudgementsAreKeptUntilTheyArePruned(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		now = noon
		write(t, l, func(tx *ledger.Tx) error { return record.PutJudgement(ctx, tx, "old", "yes") })
		now = noon.Add(time.Hour)
		write(t, l, func(tx *ledger.Tx) error { return record.PutJudgement(ctx, tx, "new", "no") })
		write(t, l, func(tx *ledger.Tx) error {
			n, err := record.PruneJudgements(ctx, tx, now)
			if n != 1 {
				t.Errorf("%d pruned", n)
			}
			return err
		})
		if older, newer := must(record.Judgement(ctx, l, "old"))(t), must(record.Judgement(ctx, l, "new"))(t); older != "" || newer != "no" {
			t.Errorf("left are %q and %q", older, newer)
		}
	})
}
