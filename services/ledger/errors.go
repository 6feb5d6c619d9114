package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrNotFound is returned when the one thing that was asked for does not exist.
	ErrNotFound = errors.New("there is no such thing in the ledger")
	// ErrConflict is returned when another write came first: read again, then write.
	ErrConflict = errors.New("it was changed by someone else in the meantime; read it again and repeat the change")
	// ErrCursor is returned for a page cursor that this ledger did not issue.
	ErrCursor = errors.New("this page cursor was not issued here; start from the first page")
	// ErrNewer is returned for a ledger that a later version of the program wrote.
	ErrNewer = errors.New("the ledger was written by a newer version of Namedrop")
	// ErrDiskFull is returned when nothing more can be written. What was committed is safe.
	ErrDiskFull = errors.New("the disk that holds the ledger is full, or a file-size limit stops it from growing; " +
		"what was saved before is safe: free some space or raise the limit, and the work goes on")
	// ErrLocked is returned when another process works in the same data directory.
	ErrLocked = errors.New("another Namedrop is using this data directory")
	// ErrCorrupt is returned when the file of the ledger, or a text in it, is not intact.
	ErrCorrupt = errors.New("the ledger is damaged; restore the latest file in the folder backups, or a backup of your own")
)

// NewerError is an [ErrNewer] with the version that wrote the ledger and the one that this
// program knows.
type NewerError struct{ Found, Known int64 }

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s (schema %d, this program knows up to %d): run that version again, or restore the backup made before its upgrade",
		ErrNewer, e.Found, e.Known)
}

func (e *NewerError) Unwrap() error { return ErrNewer }

// translate maps the errors of both databases to those above.
func translate(err error) error {
	if err == nil || errors.Is(err, ErrDiskFull) || errors.Is(err, ErrCorrupt) || errors.Is(err, ErrConflict) || errors.Is(err, ErrUnavailable) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch code := lite.Code(); {
		case code == sqlite3.SQLITE_IOERR_WRITE, code == sqlite3.SQLITE_IOERR_SHMSIZE, code == sqlite3.SQLITE_IOERR_TRUNCATE,
			code&0xff == sqlite3.SQLITE_FULL:
			return fmt.Errorf("%w (%w)", ErrDiskFull, err)
		case code&0xff == sqlite3.SQLITE_CORRUPT, code&0xff == sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w (%w)", ErrCorrupt, err)
		case code == sqlite3.SQLITE_CONSTRAINT_UNIQUE, code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return fmt.Errorf("%w (%w)", ErrConflict, err)
		case code&0xff == sqlite3.SQLITE_INTERRUPT:
			return fmt.Errorf("%w (%w)", context.Canceled, err)
		}
	}
	if unavailable(err) {
		return fmt.Errorf("%w (%w)", ErrUnavailable, err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case pgDiskFull:
			return fmt.Errorf("%w (%w)", ErrDiskFull, err)
		case pgUnique:
			return fmt.Errorf("%w (%w)", ErrConflict, err)
		}
	}
	return err
}

// SQLSTATEs of PostgreSQL that are handled.
const (
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
	pgUnique        = "23505"
	pgDiskFull      = "53100"
)

// errNotBegun is returned when a transaction could not be started, so nothing was done. After
// a restart of the server each idle connection of the pool fails once in this way.
var errNotBegun = errors.New("starting to write")

// ErrRaced means that a row was deleted between two queries of a transaction, as can happen
// on PostgreSQL. [Ledger.Write] runs the transaction again.
var ErrRaced = errors.New("it was deleted in the meantime")

// retryable reports whether err is a lost race after which the same transaction may succeed.
// Two inserts of one key at once are such a race, so a duplicate key is retried too, but less
// often: a key that is still there after three tries was there all along.
func retryable(err error, try int) bool {
	if errors.Is(err, errNotBegun) || errors.Is(err, ErrRaced) {
		return try < retries
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	switch pg.Code {
	case pgSerialization, pgDeadlock:
		return try < retries
	case pgUnique:
		return try < 3
	}
	return false
}
