package ledger_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Machines whose clocks differ agree on when a lease expires: what one of them sends, the other
// skips.
func TestLeasesGoByTheDatabasesClock(t *testing.T) {
	ctx, url := t.Context(), ledgertest.PostgresURL(t)
	at := func(ahead time.Duration) *ledger.Ledger {
		o := ledger.WithHostClock(ledger.Options{URL: url}, func() time.Time { return time.Now().Add(ahead) })
		l := must(ledger.Open(ctx, o))(t)
		t.Cleanup(func() { _ = l.Close() })
		return l
	}
	right, ahead := at(0), at(time.Hour)
	if apart := ahead.Now().Sub(right.Now()).Abs(); apart > 20*time.Minute {
		t.Errorf("the two are %s apart", apart)
	}
	const lease = 20 * time.Minute
	if got := must(right.Lease(ctx, "relay", "right", lease))(t); !got {
		t.Error("the lead is not given")
	}
	if got := must(ahead.Lease(ctx, "relay", "ahead", lease))(t); got {
		t.Error("the lead is given twice")
	}
	write(t, right, func(tx *ledger.Tx) error {
		d := delivery("c", 1)
		d.NotBefore = time.Time{}
		_, err := record.AddDelivery(ctx, tx, d)
		return err
	})
	claim := func(l *ledger.Ledger, holder string) []alerts.Delivery {
		return must(record.ClaimDeliveries(ctx, l, nil, l.Now(), 4, holder, lease))(t)
	}
	if got := claim(right, "right"); len(got) != 1 {
		t.Fatalf("%d deliveries are due", len(got))
	}
	if got := claim(ahead, "ahead"); len(got) != 0 {
		t.Errorf("%d are sent twice", len(got))
	}
}
