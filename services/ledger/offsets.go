package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// SetOffset records that a consumer has processed everything up to a sequence. An offset never
// moves back here.
func (tx *Tx) SetOffset(ctx context.Context, consumer, stream string, seq int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO offsets (consumer, stream, sequence, updated) VALUES (?, ?, ?, ?)
		ON CONFLICT (consumer, stream) DO UPDATE SET sequence = excluded.sequence, updated = excluded.updated
		WHERE offsets.sequence < excluded.sequence`, consumer, stream, seq, tx.now)
	if err != nil {
		return fmt.Errorf("saving the offset of %s: %w", consumer, err)
	}
	return nil
}

// SetOffset is [Tx.SetOffset] in its own transaction.
func (l *Ledger) SetOffset(ctx context.Context, consumer, stream string, seq int64) error {
	return l.Write(ctx, func(tx *Tx) error { return tx.SetOffset(ctx, consumer, stream, seq) })
}

// ResetOffset moves an offset back: the consumer lost what it built and must build it again.
func (tx *Tx) ResetOffset(ctx context.Context, consumer, stream string, seq int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO offsets (consumer, stream, sequence, updated) VALUES (?, ?, ?, ?)
		ON CONFLICT (consumer, stream) DO UPDATE SET sequence = excluded.sequence, updated = excluded.updated`, consumer, stream, seq, tx.now)
	return err
}

// DropIdleOffsets deletes the offsets in a stream that have not moved since a moment. A
// consumer that no longer exists would otherwise keep the outbox from being pruned. One that
// is only idle loses nothing: it has processed everything from before that moment, and stores
// its offset again.
func (tx *Tx) DropIdleOffsets(ctx context.Context, stream string, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM offsets WHERE stream = ? AND updated < ?`, stream, before)
	if err != nil {
		return fmt.Errorf("dropping idle offsets of %s: %w", stream, err)
	}
	return nil
}

// Offset returns how far a consumer has come; 0 at its start.
func (r Reads) Offset(ctx context.Context, consumer, stream string) (int64, error) {
	var seq int64
	err := r.Row(ctx, `SELECT sequence FROM offsets WHERE consumer = ? AND stream = ?`, []any{consumer, stream}, &seq)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return seq, err
}

// MinOffset returns the lowest offset in a stream; 0 without consumers.
func (r Reads) MinOffset(ctx context.Context, stream string) (int64, error) {
	var seq int64
	err := r.Row(ctx, `SELECT COALESCE(MIN(sequence), 0) FROM offsets WHERE stream = ?`, []any{stream}, &seq)
	return seq, err
}

// FirstSeq returns the sequence of the oldest message that is kept of a stream. Without any it
// is the next one to be assigned.
func (r Reads) FirstSeq(ctx context.Context, stream string) (int64, error) {
	var seq int64
	err := r.Row(ctx, `SELECT COALESCE(MIN(sequence), 0) FROM outbox WHERE stream = ? AND sequence > 0`, []any{stream}, &seq)
	if err != nil || seq > 0 {
		return seq, err
	}
	last, err := r.LastSeq(ctx, stream)
	return last + 1, err
}

// LastSeq returns the last sequence assigned in a stream.
func (r Reads) LastSeq(ctx context.Context, stream string) (int64, error) {
	return Counter(ctx, r, "seq."+stream)
}
