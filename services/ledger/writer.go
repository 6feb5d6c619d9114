package ledger

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
)

// writer is the one writing connection of SQLite, with the statements prepared on it. It is
// handed out through a channel: a caller can stop waiting when its context ends, and SQLite
// never has to answer "busy".
type writer struct {
	db     *sql.DB
	slot   chan struct{}
	conn   *sql.Conn
	stmts  map[string]*sql.Stmt
	closed atomic.Bool
}

// maxStatements bounds the prepared statements that are kept: a list with many filters makes
// many variants of one query.
const maxStatements = 256

var errClosed = errors.New("the ledger is closed")

func newWriter(db *sql.DB) *writer {
	w := &writer{db: db, slot: make(chan struct{}, 1), stmts: map[string]*sql.Stmt{}}
	w.slot <- struct{}{}
	return w
}

// acquire waits for the connection; release hands it to the next.
func (w *writer) acquire(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-w.slot:
	}
	if w.closed.Load() {
		w.release()
		return errClosed
	}
	if w.conn == nil {
		conn, err := w.db.Conn(ctx)
		if err != nil {
			w.release()
			return err
		}
		w.conn = conn
	}
	return nil
}

func (w *writer) release() { w.slot <- struct{}{} }

// begin starts a transaction that holds the write lock from its first moment, so that what it
// reads can't change before it writes.
func (w *writer) begin(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	if err != nil {
		w.rollback() // a context that ends at this moment leaves the transaction open
	}
	return err
}

func (w *writer) commit() error {
	_, err := w.ExecContext(context.Background(), "COMMIT")
	return err
}

// rollback ends the transaction and ignores errors: SQLite may have rolled back itself, for
// example on a full disk.
func (w *writer) rollback() { _, _ = w.conn.ExecContext(context.Background(), "ROLLBACK") }

// yield returns the connection to the pool: migrations use transactions of their own.
func (w *writer) yield() {
	for _, s := range w.stmts {
		_ = s.Close()
	}
	clear(w.stmts)
	if w.conn != nil {
		_ = w.conn.Close()
		w.conn = nil
	}
}

func (w *writer) close() error {
	if w.closed.Swap(true) {
		return nil
	}
	<-w.slot
	w.yield()
	w.release()
	return w.db.Close()
}

func (w *writer) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := w.stmts[query]; ok {
		return s, nil
	}
	if len(w.stmts) >= maxStatements {
		for q, s := range w.stmts {
			_ = s.Close()
			delete(w.stmts, q)
			break
		}
	}
	s, err := w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	w.stmts[query] = s
	return s, nil
}

func (w *writer) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := w.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (w *writer) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := w.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}
