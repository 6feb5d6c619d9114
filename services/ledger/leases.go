package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// Lease acquires or renews the lease called name for holder, and reports whether holder has
// it. Renew it well within ttl. A holder that can't must stop the work that the lease
// protects: another process starts it when ttl is over.
func (l *Ledger) Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error) {
	if err := l.setClock(ctx); err != nil { // each process on PostgreSQL comes here every few seconds
		return false, fmt.Errorf("acquiring the lease %s: %w", name, err)
	}
	now := l.now()
	var n int64
	err := l.Write(ctx, func(tx *Tx) (err error) {
		n, err = tx.Exec(ctx, `INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
			WHERE leases.holder = excluded.holder OR leases.until <= ?`, name, holder, now.Add(ttl), now)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("acquiring the lease %s: %w", name, err)
	}
	return n == 1, nil
}

// Holder is the process that holds a lease, and until when unless it is renewed.
type Holder struct {
	Name  string
	Until time.Time
}

// Holder returns the holder of a lease, also of one that has expired.
func (r Reads) Holder(ctx context.Context, name string) (Holder, error) {
	var h Holder
	err := r.Row(ctx, `SELECT holder, until FROM leases WHERE name = ?`, []any{name}, &h.Name, query.Time(&h.Until))
	return h, err
}

// Release ends a lease, if holder has it.
func (l *Ledger) Release(ctx context.Context, name, holder string) error {
	return l.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM leases WHERE name = ? AND holder = ?`, name, holder)
		return err
	})
}
