package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// SaveCursor writes how far a source was read and ends the claim on it. A due date that
// was set since the claim, as by new credentials, stays where it is the sooner one: the
// read that ends knew nothing of them.
func (tx *Tx) SaveCursor(ctx context.Context, source string, c feeds.Cursor) error {
	n, err := tx.saveCursor(ctx, source, c)
	return oneRow(n, err, "saving the cursor of source "+source)
}

// SaveCursors writes many at once: most reads bring nothing but a new date. Sources
// deleted meanwhile are passed over.
func (tx *Tx) SaveCursors(ctx context.Context, cursors map[string]feeds.Cursor) error {
	for source, c := range cursors {
		if _, err := tx.saveCursor(ctx, source, c); err != nil {
			return fmt.Errorf("saving the cursor of source %s: %w", source, err)
		}
	}
	return nil
}

func (tx *Tx) saveCursor(ctx context.Context, source string, c feeds.Cursor) (int64, error) {
	return tx.exec(ctx, `UPDATE sources SET cursor = ?, due = CASE WHEN CAST(? AS BIGINT) = 0 OR due = ? OR due > ? THEN ? ELSE due END,
		health = ?, failures = ?, error = ?, last_read = ?, lease_holder = '', lease_until = 0 WHERE id = ?`,
		asJSON(c), c.Claimed, c.Claimed, c.Due, c.Due, string(c.Health), c.Failures, c.Error, c.LastRead, source)
}

// SetDue asks for a source to be read at that time, whatever its cursor says.
func (tx *Tx) SetDue(ctx context.Context, source string, at time.Time) error {
	n, err := tx.exec(ctx, `UPDATE sources SET due = ? WHERE id = ?`, at, source)
	return oneRow(n, err, "making source "+source+" due")
}

// ClaimDue leases up to limit sources that are due to be read, the longest due first.
// Paused ones and imports are never due.
func (l *Ledger) ClaimDue(ctx context.Context, now time.Time, limit int, holder string, lease time.Duration) ([]SourceWithCursor, error) {
	var items []SourceWithCursor
	err := l.Write(ctx, func(tx *Tx) error {
		items = items[:0]
		return tx.each(ctx, `UPDATE sources SET lease_holder = ?, lease_until = ? WHERE id IN (
				SELECT id FROM sources WHERE paused = 0 AND type <> 'import' AND due <= ? AND lease_until <= ?
				ORDER BY due, id LIMIT ?`+tx.skipLocked()+`)
			RETURNING `+sourceColumns, []any{holder, now.Add(lease), now, now, limit}, func(scan scanner) error {
			s, err := scanSource(scan)
			s.Cursor.Claimed = s.Cursor.Due
			items = append(items, s)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("claiming sources: %w", err)
	}
	// RETURNING promises no order.
	slices.SortFunc(items, func(a, b SourceWithCursor) int { return a.Cursor.Due.Compare(b.Cursor.Due) })
	return items, nil
}

// NextDue is when the next source that nobody holds is due; zero if there is none.
func (r Reads) NextDue(ctx context.Context, now time.Time) (time.Time, error) {
	var due time.Time
	err := r.each(ctx, `SELECT due FROM sources WHERE paused = 0 AND type <> 'import' AND lease_until <= ? ORDER BY due, id LIMIT 1`,
		[]any{now}, func(scan scanner) error { return scan(instant{&due}) })
	return due, err
}
