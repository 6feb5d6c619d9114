package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// Claimable is a table whose rows processes claim by lease: in its columns lease_holder and
// lease_until.
type Claimable string

const (
	Polls      Claimable = "polls"
	Parts      Claimable = "parts"
	Deliveries Claimable = "deliveries"
	Rescans    Claimable = "rescans"
)

var claimables = [...]Claimable{Polls, Parts, Deliveries, Rescans}

// key is the column that names a row. A claim on parts is a claim on all parts of a document.
func (c Claimable) key() string {
	switch c {
	case Polls:
		return "subject"
	case Parts:
		return "document"
	}
	return "id"
}

// Renew extends claims of holder until then. Rows that another process has claimed since, or
// that are finished, are not touched.
func (l *Ledger) Renew(ctx context.Context, what Claimable, holder string, keys []string, until time.Time) error {
	err := l.Write(ctx, func(tx *Tx) error {
		for part := range query.Chunks(keys) {
			list, args := query.In(part)
			_, err := tx.Exec(ctx, `UPDATE `+string(what)+` SET lease_until = ? WHERE lease_holder = ? AND `+what.key()+` IN `+list,
				append([]any{until, holder}, args...)...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("renewing claims on %s: %w", what, err)
	}
	return nil
}

// ReleaseClaims ends every claim of holder at an orderly stop, so that others continue at
// once.
func (l *Ledger) ReleaseClaims(ctx context.Context, holder string) error {
	return l.Write(ctx, func(tx *Tx) error {
		for _, c := range claimables {
			_, err := tx.Exec(ctx, `UPDATE `+string(c)+` SET lease_holder = '', lease_until = 0 WHERE lease_until <> 0 AND lease_holder = ?`, holder)
			if err != nil {
				return fmt.Errorf("releasing claims on %s: %w", c, err)
			}
		}
		return nil
	})
}

// ClearLeases ends all leases and claims. Only a process that has the ledger to itself may
// call it, at its start: what its killed predecessor held is then free at once.
func (l *Ledger) ClearLeases(ctx context.Context) error {
	return l.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM leases`); err != nil {
			return err
		}
		for _, c := range claimables {
			_, err := tx.Exec(ctx, `UPDATE `+string(c)+` SET lease_holder = '', lease_until = 0 WHERE lease_until <> 0`)
			if err != nil {
				return fmt.Errorf("clearing the claims on %s: %w", c, err)
			}
		}
		return nil
	})
}
