package ledger

import (
	"context"
	"errors"
	"fmt"
)

// SetMark records that a consumer is done with everything up to seq. A mark only rises.
func (tx *Tx) SetMark(ctx context.Context, consumer, stream string, seq int64) error {
	_, err := tx.exec(ctx, `INSERT INTO marks (consumer, stream, seq, updated) VALUES (?, ?, ?, ?)
		ON CONFLICT (consumer, stream) DO UPDATE SET seq = excluded.seq, updated = excluded.updated
		WHERE marks.seq < excluded.seq`, consumer, stream, seq, tx.now)
	if err != nil {
		return fmt.Errorf("setting the mark of %s: %w", consumer, err)
	}
	return nil
}

// SetMark is [Tx.SetMark] in a transaction of its own.
func (l *Ledger) SetMark(ctx context.Context, consumer, stream string, seq int64) error {
	return l.Write(ctx, func(tx *Tx) error { return tx.SetMark(ctx, consumer, stream, seq) })
}

// ResetMark moves a mark back: the consumer's own view was lost and is made again.
func (tx *Tx) ResetMark(ctx context.Context, consumer, stream string, seq int64) error {
	_, err := tx.exec(ctx, `INSERT INTO marks (consumer, stream, seq, updated) VALUES (?, ?, ?, ?)
		ON CONFLICT (consumer, stream) DO UPDATE SET seq = excluded.seq, updated = excluded.updated`, consumer, stream, seq, tx.now)
	return err
}

// DeleteMark forgets a consumer that is no more, so that it holds nothing back.
func (tx *Tx) DeleteMark(ctx context.Context, consumer, stream string) error {
	_, err := tx.exec(ctx, `DELETE FROM marks WHERE consumer = ? AND stream = ?`, consumer, stream)
	return err
}

// Mark is how far a consumer has come; 0 before its first.
func (r Reads) Mark(ctx context.Context, consumer, stream string) (int64, error) {
	var seq int64
	err := r.row(ctx, `SELECT seq FROM marks WHERE consumer = ? AND stream = ?`, []any{consumer, stream}, &seq)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return seq, err
}

// MinMark is how far the last of a stream's consumers has come; 0 without any.
func (r Reads) MinMark(ctx context.Context, stream string) (int64, error) {
	var seq int64
	err := r.row(ctx, `SELECT COALESCE(MIN(seq), 0) FROM marks WHERE stream = ?`, []any{stream}, &seq)
	return seq, err
}

// LastSeq is the last place given in a stream.
func (r Reads) LastSeq(ctx context.Context, stream string) (int64, error) {
	return r.counter(ctx, "seq."+stream)
}
