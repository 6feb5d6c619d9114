package ledger

import (
	"context"
	"errors"
	"fmt"
)

// bump raises a counter and returns its new value. The row stays locked until the
// transaction ends, so that numbers are committed in their order.
func (tx *Tx) bump(ctx context.Context, name string, by int64) (int64, error) {
	var value int64
	err := tx.row(ctx, `INSERT INTO counters (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING value`, []any{name, by}, &value)
	if err != nil {
		return 0, fmt.Errorf("raising the counter %s: %w", name, err)
	}
	return value, nil
}

func (r Reads) counter(ctx context.Context, name string) (int64, error) {
	var value int64
	err := r.row(ctx, `SELECT value FROM counters WHERE name = ?`, []any{name}, &value)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return value, err
}
