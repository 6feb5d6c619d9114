package ledger

import (
	"context"
	"errors"
	"fmt"
)

// Bump raises a counter and returns its new value. The row stays locked until the
// transaction ends: a transaction that got a higher number commits later, so a reader who
// sees a number also sees everything with lower ones.
func (tx *Tx) Bump(ctx context.Context, name string, by int64) (int64, error) {
	var value int64
	err := tx.Row(ctx, `INSERT INTO counters (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING value`, []any{name, by}, &value)
	if err != nil {
		return 0, fmt.Errorf("raising the counter %s: %w", name, err)
	}
	return value, nil
}

// Counter returns a counter's value; 0 before it was first raised.
func Counter(ctx context.Context, r Reader, name string) (int64, error) {
	var value int64
	err := r.Row(ctx, `SELECT value FROM counters WHERE name = ?`, []any{name}, &value)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return value, err
}
