package bus

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// TestOneRelayLeads runs two relays on one PostgreSQL ledger and stops the one that
// leads in the middle: the other takes over, and the order is kept.
func TestOneRelayLeads(t *testing.T) {
	t.Parallel()
	url := ledgertest.PostgresURL(t)
	first, second := openLedger(t, url), openLedger(t, url)
	b := start(t, Options{})
	poll := func(o *RelayOptions) { o.Poll = 20 * time.Millisecond }
	stop := relay(t, b, first, poll, func(o *RelayOptions) { o.Holder = "first" })
	enqueue(t, first, rows(documentRow, 1, 50)...)
	drained(t, first)
	relay(t, b, second, poll, func(o *RelayOptions) { o.Holder = "second" })
	if ok, err := first.Lease(t.Context(), leadName, "third", time.Second); err != nil || ok {
		t.Fatalf("a third took the lead while the first relay works: %v", err)
	}
	for i := 51; i <= 100; i++ {
		enqueue(t, second, documentRow(i))
		if i == 75 {
			stop()
		}
	}
	drained(t, first)
	wantIDs(t, held(t, b, Documents), "doc", "", 1, 100)
}
