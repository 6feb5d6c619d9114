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

// ErrNoBackup is returned on PostgreSQL, which has tools of its own for backups.
var ErrNoBackup = errors.New("this ledger is on PostgreSQL: back it up with pg_dump or your provider's snapshots")

// Backup writes a complete, consistent copy of a SQLite ledger to path while work continues.
// The copy gets its name only when it is complete: a file with that name is always whole.
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
	// The reading connections are set to query_only, which forbids VACUUM INTO: vacuumInto lifts
	// it for the moment.
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

// Restored prepares a copied backup for use as the ledger, or returns why it can't be used.
// People were already alerted to what came after the backup: see [Ledger.SetBackfill].
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

// SetBackfill prevents a second round of alerts about the same things from a ledger that lost
// its latest writes. The next read of each source counts as its first one, which is not
// alerted; and documents that wait for detection or for a part become back catalogue, with
// their mentions.
func (l *Ledger) SetBackfill(ctx context.Context) error {
	// deploy/README.md has the same statements for those who restore with PostgreSQL's own tools.
	unread := `UPDATE polls SET state = json_remove(state, '$.first_read') WHERE state <> ''`
	if l.Postgres() {
		unread = `UPDATE polls SET state = (state::jsonb - 'first_read')::text WHERE state <> ''`
	}
	return l.Write(ctx, func(tx *Tx) error {
		for _, statement := range []string{
			unread,
			`UPDATE documents SET backfill = 1 WHERE detected_revision <> revision OR id IN (SELECT document FROM parts WHERE state = 'pending')`,
			`UPDATE mentions SET backfill = 1 WHERE document IN (SELECT document FROM parts WHERE state = 'pending')`,
		} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return fmt.Errorf("setting backfill: %w", err)
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

// backupBeforeMigration copies the ledger as it is before a step. The names sort by time; only
// the latest few are kept.
func (l *Ledger) backupBeforeMigration(ctx context.Context, version int64) error {
	dir := filepath.Join(filepath.Dir(l.path), "backups")
	base := strings.TrimSuffix(filepath.Base(l.path), filepath.Ext(l.path))
	stamp := l.now().UTC().Format("20060102T150405.000Z")
	path := filepath.Join(dir, fmt.Sprintf("%s-%s-schema%d.db", base, stamp, version))
	half, err := filepath.Glob(filepath.Join(dir, base+"-*.part")) // left by a start that was killed
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
