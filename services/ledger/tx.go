package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"time"
)

// Tx is one transaction. It reads its own writes, and ends when the function that received it
// returns.
type Tx struct {
	Reads
	now      time.Time
	enqueued bool
}

// Now is the time of the transaction, the same for everything it writes.
func (tx *Tx) Now() time.Time { return tx.now }

// WakeRelay wakes the relay once the transaction is committed: for messages that a statement
// put into the outbox. [Tx.Enqueue] does so itself.
func (tx *Tx) WakeRelay() { tx.enqueued = true }

// retries is how often PostgreSQL transactions that lost a race are run again.
const retries = 10

// Write runs do in a transaction and commits it. When do returns an error or panics, nothing
// is changed. do may be run more than once and must not call Write.
func (l *Ledger) Write(ctx context.Context, do func(*Tx) error) error {
	var tx *Tx
	var err error
	if l.writer != nil {
		tx, err = l.writeSQLite(ctx, do)
	} else {
		tx, err = l.writePostgres(ctx, do)
	}
	if err != nil {
		return err
	}
	l.writes.Add(1)
	if tx.enqueued {
		l.nudge()
	}
	return nil
}

func (l *Ledger) writeSQLite(ctx context.Context, do func(*Tx) error) (*Tx, error) {
	w := l.writer
	if err := w.acquire(ctx); err != nil {
		return nil, fmt.Errorf("waiting to write: %w", err)
	}
	defer w.release()
	if err := w.begin(ctx); err != nil {
		return nil, fmt.Errorf("starting to write: %w", translate(err))
	}
	done := false
	defer func() {
		if !done {
			w.rollback()
		}
	}()
	tx := &Tx{Reads: Reads{run: w}, now: l.now().UTC()}
	if err := do(tx); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := w.commit(); err != nil {
		return nil, fmt.Errorf("saving: %w", translate(err))
	}
	done = true
	return tx, nil
}

func (l *Ledger) writePostgres(ctx context.Context, do func(*Tx) error) (*Tx, error) {
	for try := 0; ; try++ {
		tx, err := l.tryPostgres(ctx, do)
		if err == nil || !retryable(err, try) {
			return tx, err
		}
		pause := time.Duration(1+rand.IntN(4<<min(try, 6))) * time.Millisecond
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

func (l *Ledger) tryPostgres(ctx context.Context, do func(*Tx) error) (*Tx, error) {
	t, err := l.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotBegun, translate(err))
	}
	defer func() { _ = t.Rollback() }()
	tx := &Tx{Reads: Reads{run: t, numbered: true}, now: l.now().UTC()}
	if err := do(tx); err != nil {
		return nil, err
	}
	if err := t.Commit(); err != nil {
		return nil, fmt.Errorf("saving: %w", translate(err))
	}
	return tx, nil
}
