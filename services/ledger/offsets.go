package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// SetOffset records that a consumer is done with everything up to seq. A mark only rises.
func (tx *Tx) SetOffset(ctx context.Context, consumer, stream string, seq int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO offsets (consumer, stream, sequence, updated) VALUES (?, ?, ?, ?)
		ON CONFLICT (consumer, stream) DO UPDATE SET sequence = excluded.sequence, updated = excluded.updated
		WHERE offsets.sequence < excluded.sequence`, consumer, stream, seq, tx.now)
	if err != nil {
		return fmt.Errorf("setting the mark of %s: %w", consumer, err)
	}
	return nil
}

// SetOffset is [Tx.SetOffset] in a transaction of its own.
func (l *Ledger) SetOffset(ctx context.Context, consumer, stream string, seq int64) error {
	return l.Write(ctx, func(tx *Tx) error { return tx.SetOffset(ctx, consumer, stream, seq) })
}

// ResetOffset moves a mark back: the consumer's own view was lost and is made again.
func (tx *Tx) ResetOffset(ctx context.Context, consumer, stream string, seq int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO offsets (consumer, stream, sequence, updated) VALUES (?, ?, ?, ?)
		ON CONFLICT (consumer, stream) DO UPDATE SET sequence = excluded.sequence, updated = excluded.updated`, consumer, stream, seq, tx.now)
	return err
}

// DropIdleOffsets forgets a stream's consumers whose mark has not moved since a moment, so that
// one that is no more holds nothing back. One that is only idle has nothing before that
// moment still to do, and sets its mark again.
func (tx *Tx) DropIdleOffsets(ctx context.Context, stream string, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM offsets WHERE stream = ? AND updated < ?`, stream, before)
	if err != nil {
		return fmt.Errorf("forgetting idle consumers of %s: %w", stream, err)
	}
	return nil
}

// Offset is how far a consumer has come; 0 before its first.
func (r Reads) Offset(ctx context.Context, consumer, stream string) (int64, error) {
	var seq int64
	err := r.Row(ctx, `SELECT sequence FROM offsets WHERE consumer = ? AND stream = ?`, []any{consumer, stream}, &seq)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return seq, err
}

// MinOffset is how far the last of a stream's consumers has come; 0 without any.
func (r Reads) MinOffset(ctx context.Context, stream string) (int64, error) {
	var seq int64
	err := r.Row(ctx, `SELECT COALESCE(MIN(sequence), 0) FROM offsets WHERE stream = ?`, []any{stream}, &seq)
	return seq, err
}

// FirstSeq is the place of the oldest message that is kept of a stream; the next to be
// given where none is.
func (r Reads) FirstSeq(ctx context.Context, stream string) (int64, error) {
	var seq int64
	err := r.Row(ctx, `SELECT COALESCE(MIN(sequence), 0) FROM outbox WHERE stream = ? AND sequence > 0`, []any{stream}, &seq)
	if err != nil || seq > 0 {
		return seq, err
	}
	last, err := r.LastSeq(ctx, stream)
	return last + 1, err
}

// LastSeq is the last place given in a stream.
func (r Reads) LastSeq(ctx context.Context, stream string) (int64, error) {
	return Counter(ctx, r, "seq."+stream)
}
