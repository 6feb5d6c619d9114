package ledger

import (
	"context"
	"database/sql"
	"io/fs"
	"time"
)

// WithSchema lets a test migrate from and to schemas of its own.
func WithSchema(o Options, schema fs.FS) Options {
	o.schema = schema
	return o
}

// WithHostClock gives a test's machine a clock of its own.
func WithHostClock(o Options, host func() time.Time) Options {
	o.host = host
	return o
}

// Pool is the pool behind the reads.
func (l *Ledger) Pool() *sql.DB { return l.pool }

// Exec lets a test write as an older version did, or a damaged disk.
func Exec(ctx context.Context, tx *Tx, query string, args ...any) error {
	_, err := tx.Exec(ctx, query, args...)
	return err
}
