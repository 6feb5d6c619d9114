package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

// readers is how many connections read the SQLite file at once. Each has a page cache of its
// own.
const readers = 6

func sqlitePath(u string) string {
	p := strings.TrimPrefix(u, "sqlite://")
	return strings.TrimPrefix(p, "sqlite:")
}

func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(10000)")
	q.Add("_pragma", "journal_mode(WAL)")
	q.Add("_pragma", "synchronous(FULL)")
	q.Add("_pragma", "foreign_keys(1)")
	q.Add("_pragma", "temp_store(MEMORY)")
	if readOnly {
		q.Add("_pragma", "cache_size(-4096)")
		q.Add("_query_only", "1")
	} else {
		q.Add("_pragma", "cache_size(-16384)")
		q.Add("_pragma", "journal_size_limit(67108864)")
		q.Add("_txlock", "immediate")
	}
	// A relative path must not become a host, nor a path with a question mark a query.
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func (l *Ledger) openSQLite(ctx context.Context, path string) error {
	if path == "" {
		return fmt.Errorf("no path was given")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making its folder: %w", err)
	}
	if err := touch(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", sqliteDSN(path, false))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return err
	}
	pool, err := sql.Open("sqlite", sqliteDSN(path, true))
	if err != nil {
		_ = db.Close()
		return err
	}
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	l.path, l.pool, l.writer = path, pool, newWriter(db)
	l.Reads = Reads{run: pool}
	return nil
}

// touch creates the file, unless it exists, readable for its owner alone: it holds the secrets
// of channels and feeds, and SQLite would let everyone read it. SQLite gives the files beside
// it the same permissions.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("making the file: %w", err)
	}
	return f.Close()
}
