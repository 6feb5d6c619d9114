package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// keepBackups is how many backups made before migrations are kept.
const keepBackups = 5

// ErrNoBackup is returned on PostgreSQL, which brings its own tools for this.
var ErrNoBackup = errors.New("this ledger is on PostgreSQL: back it up with pg_dump or your provider's snapshots")

// Backup writes a whole, consistent copy of a SQLite ledger to path while work goes on.
// The copy appears under its name only once it is complete.
func (l *Ledger) Backup(ctx context.Context, path string) error {
	if l.Postgres() {
		return ErrNoBackup
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("writing a backup: %s is already there", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("writing a backup: %w", err)
	}
	part := path + ".part"
	if err := os.RemoveAll(part); err != nil {
		return fmt.Errorf("writing a backup: %w", err)
	}
	if err := touch(part); err != nil {
		return fmt.Errorf("writing a backup: %w", err)
	}
	// A reading connection may do this but for query_only, so it is a fresh one's work.
	if err := l.vacuumInto(ctx, part); err != nil {
		_ = os.Remove(part)
		return fmt.Errorf("writing a backup: %w", translate(err))
	}
	if err := syncFile(part); err != nil {
		return fmt.Errorf("writing a backup: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("writing a backup: %w", err)
	}
	return nil
}

func (l *Ledger) vacuumInto(ctx context.Context, path string) error {
	conn, err := l.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	_, back := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
	return errors.Join(err, back)
}

// Restored makes a copied backup ready to take a ledger's place, or says why it can't. What
// came since the backup was made has been told of already, and must not be told as news once
// more: the next read of each source becomes a first one again, and what was to be detected
// or to get its transcript is back catalogue with its mentions.
func (l *Ledger) Restored(ctx context.Context) error {
	if err := l.checkFile(ctx); err != nil {
		return err
	}
	found, known, err := l.versions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("reading the ledger's version: %w", err)
	case found == 0:
		return errors.New("there is no ledger in it")
	case found > known:
		return &NewerError{Found: found, Known: known}
	}
	return l.SetBackfill(ctx)
}

// SetBackfill is for a ledger that lost what came last: it has been told of already, and must
// not be told as news once more.
func (l *Ledger) SetBackfill(ctx context.Context) error {
	// Whoever restores with PostgreSQL's own tools has the same from deploy/README.md.
	unread := `UPDATE polls SET state = json_remove(state, '$.first_read') WHERE state <> ''`
	if l.Postgres() {
		unread = `UPDATE polls SET state = (state::jsonb - 'first_read')::text WHERE state <> ''`
	}
	return l.Write(ctx, func(tx *Tx) error {
		for _, mark := range []string{
			unread,
			`UPDATE documents SET backfill = 1 WHERE detected_revision <> revision OR id IN (SELECT document FROM parts WHERE state = 'pending')`,
			`UPDATE mentions SET backfill = 1 WHERE document IN (SELECT document FROM parts WHERE state = 'pending')`,
		} {
			if _, err := tx.Exec(ctx, mark); err != nil {
				return fmt.Errorf("marking what was told of already: %w", err)
			}
		}
		return nil
	})
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// backupBeforeMigration keeps the ledger as it was. Names sort by time.
func (l *Ledger) backupBeforeMigration(ctx context.Context, version int64) error {
	dir := filepath.Join(filepath.Dir(l.path), "backups")
	base := strings.TrimSuffix(filepath.Base(l.path), filepath.Ext(l.path))
	stamp := l.now().UTC().Format("20060102T150405.000Z")
	path := filepath.Join(dir, fmt.Sprintf("%s-%s-schema%d.db", base, stamp, version))
	half, err := filepath.Glob(filepath.Join(dir, base+"-*.part")) // of a start that was killed
	if err != nil {
		return err
	}
	for _, h := range half {
		if err := os.Remove(h); err != nil {
			return err
		}
	}
	if err := l.Backup(ctx, path); err != nil {
		return err
	}
	l.log.Info("ledger backed up before its migration", "path", path)
	old, err := filepath.Glob(filepath.Join(dir, base+"-*-schema*.db"))
	if err != nil {
		return err
	}
	slices.Sort(old)
	for len(old) > keepBackups {
		if err := os.Remove(old[0]); err != nil {
			return err
		}
		old = old[1:]
	}
	return nil
}
