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
	// ErrNotFound is returned where one thing was asked for and there is none.
	ErrNotFound = errors.New("there is no such thing in the ledger")
	// ErrConflict means that someone else wrote first: read again, then write.
	ErrConflict = errors.New("it was changed by someone else in the meantime; read it again and repeat the change")
	// ErrCursor means that a page cursor did not come from this ledger.
	ErrCursor = errors.New("this page cursor is not one of ours; start from the first page")
	// ErrNewer means that the ledger was written by a later version of the program.
	ErrNewer = errors.New("the ledger comes from a newer version of Namedrop")
	// ErrDiskFull means that nothing more can be written. What was committed is safe.
	ErrDiskFull = errors.New("the disk that holds the ledger is full, or a file-size limit stops it from growing; " +
		"what was saved before is safe: free some space or raise the limit, and the work goes on")
	// ErrLocked means that another process works on the same data directory.
	ErrLocked = errors.New("another Namedrop is using this data directory")
	// ErrCorrupt means that the ledger's file is not whole.
	ErrCorrupt = errors.New("the ledger is damaged; restore the latest file in the folder backups, or a backup of your own")
)

// NewerError says which version wrote the ledger and which this program knows.
type NewerError struct{ Found, Known int64 }

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s (schema %d, this program knows up to %d): run that version again, or restore the backup made before its upgrade",
		ErrNewer, e.Found, e.Known)
}

func (e *NewerError) Unwrap() error { return ErrNewer }

// translate gives the errors of either database the names above.
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

// PostgreSQL's SQLSTATEs that mean something to us.
const (
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
	pgUnique        = "23505"
	pgDiskFull      = "53100"
)

// errNotBegun means that nothing was done yet. After a restart of the server each of the
// pool's idle connections comes to that once.
var errNotBegun = errors.New("starting to write")

// ErrRaced means that a row was deleted between two queries of a transaction, as can happen
// on PostgreSQL. [Ledger.Write] runs the transaction again.
var ErrRaced = errors.New("it was deleted in the meantime")

// retryable tells a lost race, after which the same transaction may well succeed. Two
// inserts of one key at once are such a race; the same key again and again is none.
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
