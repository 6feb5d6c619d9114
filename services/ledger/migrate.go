package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// versionTable is where goose records which steps were done.
const versionTable = "schema_version"

// provider returns the migrations. Each step runs in one transaction together with its row in
// versionTable: a step whose process is killed leaves nothing behind, and the next start does
// it again from the beginning.
func (l *Ledger) provider() (*goose.Provider, error) {
	quiet := goose.WithLogger(goose.NopLogger())
	table := goose.WithTableName(versionTable)
	if !l.Postgres() {
		return goose.NewProvider(goose.DialectSQLite3, l.writer.db, l.schema, quiet, table)
	}
	// Several processes may start at once. One migrates while the others wait for the lock.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300), lock.WithUnlockTimeout(1, 60))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, l.pool, l.schema, quiet, table,
		goose.WithSessionLocker(locker))
}

// versions returns the schema of the ledger, 0 if it is empty, and the one that this program
// knows. It writes nothing.
func (l *Ledger) versions(ctx context.Context) (found, known int64, err error) {
	p, err := l.provider()
	if err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	known = sources[len(sources)-1].Version
	exists := `SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?`
	if l.Postgres() {
		exists = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ?`
	}
	var n int64
	if err := l.Row(ctx, exists, []any{versionTable}, &n); err != nil || n == 0 {
		return 0, known, err
	}
	var v sql.NullInt64
	if err := l.Row(ctx, `SELECT MAX(version_id) FROM `+versionTable+` WHERE is_applied`, nil, &v); err != nil {
		return 0, known, err
	}
	return v.Int64, known, nil
}

// Version returns the schema of the ledger; 0 if it is empty.
func (l *Ledger) Version(ctx context.Context) (int64, error) {
	found, _, err := l.versions(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading the ledger's version: %w", err)
	}
	return found, nil
}

// Pending returns how many steps Migrate would run; [ErrNewer] for a ledger of a later
// version.
func (l *Ledger) Pending(ctx context.Context) (int, error) {
	found, known, err := l.versions(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading the ledger's version: %w", err)
	}
	if found > known {
		return 0, &NewerError{Found: found, Known: known}
	}
	p, err := l.provider()
	if err != nil {
		return 0, err
	}
	n := 0
	for _, s := range p.ListSources() {
		if s.Version > found {
			n++
		}
	}
	return n, nil
}

// Migrate updates the ledger to the schema of this program, step by step. A SQLite file that
// is not empty is first copied into the folder backups beside it, before each step: a later
// step may fail after earlier ones were committed. A new ledger counts as empty until its last
// step.
func (l *Ledger) Migrate(ctx context.Context) error {
	found, known, err := l.versions(ctx)
	if err != nil {
		return fmt.Errorf("reading the ledger's version: %w", err)
	}
	if found > known {
		return &NewerError{Found: found, Known: known}
	}
	if found == known {
		return nil
	}
	if w := l.writer; w != nil {
		if err := w.acquire(ctx); err != nil {
			return err
		}
		defer w.release()
		w.yield()
	}
	p, err := l.provider()
	if err != nil {
		return err
	}
	if found == 0 && l.newest {
		if err := createNew(ctx, l.writer.db); err != nil {
			return fmt.Errorf("creating the ledger: %w", translate(err))
		}
		return nil
	}
	begun, from := time.Now(), found
	for found < known {
		if from > 0 && !l.Postgres() {
			if err := l.backupBeforeMigration(ctx, found); err != nil {
				return fmt.Errorf("backing up before the migration: %w", err)
			}
		}
		// Another process may have done the step already: then there is no next one.
		if _, err := p.UpByOne(ctx); err != nil && !errors.Is(err, goose.ErrNoNextVersion) {
			return fmt.Errorf("migrating the ledger: %w", translate(err))
		}
		if found, _, err = l.versions(ctx); err != nil {
			return fmt.Errorf("reading the ledger's version: %w", err)
		}
	}
	if from > 0 {
		l.log.Info("ledger migrated", "from", from, "to", found, "took", time.Since(begun))
	}
	return nil
}
