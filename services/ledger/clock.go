package ledger

import (
	"context"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger/query"
	"sync/atomic"
	"time"
)

// clock is the database's, read now and then and kept by the host's in between: machines that
// share a ledger agree on when a lease is over, however their own clocks go.
type clock struct {
	host   func() time.Time
	offset atomic.Int64 // nanoseconds that the database is ahead
	read   atomic.Int64 // when, by the host's clock
}

// clockEvery is how often the database's clock is read.
const clockEvery = 30 * time.Second

func (c *clock) now() time.Time { return c.host().Add(time.Duration(c.offset.Load())) }

// stale tells whether it is time to read the clock, also after the host's was set back.
func (c *clock) stale() bool {
	return time.Duration(c.host().UnixNano()-c.read.Load()).Abs() > clockEvery
}

// Now is the time by which the ledger gives leases, and everyone must claim them.
func (l *Ledger) Now() time.Time { return l.now() }

// setClock reads the database's clock where the ledger goes by it.
func (l *Ledger) setClock(ctx context.Context) error {
	if l.clock == nil || !l.clock.stale() {
		return nil
	}
	before := l.clock.host()
	var there time.Time
	err := l.Row(ctx, `SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)`, nil, query.Time(&there))
	if err != nil {
		return fmt.Errorf("reading the database's clock: %w", err)
	}
	after := l.clock.host()
	l.clock.offset.Store(int64(there.Sub(before.Add(after.Sub(before) / 2))))
	l.clock.read.Store(after.UnixNano())
	return nil
}
