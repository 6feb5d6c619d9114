package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// ClaimStream leases a stream, or renews holder's lease on it, and returns its poll. ok is
// false if another process has the lease.
func ClaimStream(ctx context.Context, l *ledger.Ledger, name string, t feeds.SourceType, holder string, lease time.Duration) (p Poll, ok bool, err error) {
	now := l.Now()
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		ok = false
		_, err := tx.Exec(ctx, `INSERT INTO polls (subject_kind, subject, type, active, due, health, state, condition, position)
			VALUES ('stream', ?, ?, 1, 0, ?, '', '', '') ON CONFLICT DO NOTHING`, name, string(t), string(feeds.Waiting))
		if err != nil {
			return err
		}
		return tx.Each(ctx, `UPDATE polls AS p SET lease_holder = ?, lease_until = ?
			WHERE p.subject_kind = 'stream' AND p.subject = ? AND (p.lease_until <= ? OR p.lease_holder = ?)
			RETURNING state, condition, position, due`, []any{holder, now.Add(lease), name, now, holder}, func(scan query.Scan) error {
			ok = true
			return scan(ScanPoll(&p)...)
		})
	})
	if err != nil {
		return p, false, fmt.Errorf("claiming stream %s: %w", name, err)
	}
	return p, ok, nil
}

// SaveStream saves how far a stream was read, and its condition. The lease continues.
// [ledger.ErrConflict]: another process has the lease by now.
func SaveStream(ctx context.Context, tx *ledger.Tx, name, holder string, p Poll) error {
	n, err := tx.Exec(ctx, `UPDATE polls SET state = ?, condition = ?, position = ?, health = ?
		WHERE subject_kind = 'stream' AND subject = ? AND lease_holder = ?`,
		query.AsJSON(p.State), query.AsJSON(p.Condition), string(p.Position), string(p.Condition.Health), name, holder)
	if err == nil && n == 0 {
		err = ledger.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("saving how far stream %s was read: %w", name, err)
	}
	return nil
}

// ReleaseStream ends holder's lease on a stream, so that another process can continue at once.
func ReleaseStream(ctx context.Context, l *ledger.Ledger, name, holder string) error {
	return l.Write(ctx, func(tx *ledger.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE polls SET lease_holder = '', lease_until = 0
			WHERE subject_kind = 'stream' AND subject = ? AND lease_holder = ?`, name, holder)
		return err
	})
}
