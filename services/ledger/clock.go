package ledger

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// clock follows the clock of the database. It is read from time to time; in between the
// machine's clock is used with the offset that was measured. Machines that share a ledger then
// agree on when a lease ends, even if their own clocks differ.
type clock struct {
	host   func() time.Time
	offset atomic.Int64 // nanoseconds by which the database is ahead
	read   atomic.Int64 // when it was read, by the machine's clock
}

// clockEvery is how often the database's clock is read.
const clockEvery = 30 * time.Second

func (c *clock) now() time.Time { return c.host().Add(time.Duration(c.offset.Load())) }

// stale reports whether the clock must be read again, also after the machine's clock was set
// back.
func (c *clock) stale() bool {
	return time.Duration(c.host().UnixNano()-c.read.Load()).Abs() > clockEvery
}

// Now is the time to use for leases: every process that shares the ledger sees the same.
func (l *Ledger) Now() time.Time { return l.now() }

// setClock measures the offset of the database's clock, if it is due. The answer was made at
// some moment between question and answer; the middle is the best guess.
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
