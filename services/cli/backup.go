package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/cli/screen"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

type backupCmd struct {
	File string `arg:"" help:"File to create."`
}

// Run copies the ledger, which may be in use. The bus and the index are made from it, so they need no backup.
func (c *backupCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL != "" {
		return errors.New("the ledger is on PostgreSQL: back it up with pg_dump. The bus and the search index are rebuilt from it")
	}
	if _, err := os.Stat(ledgerURL(conf)); err != nil {
		return fmt.Errorf("there is no ledger in %s: %w", conf.Data, err)
	}
	l, err := ledger.Inspect(ctx, ledger.Options{URL: ledgerURL(conf), Logger: g.logger(conf.Log, false)})
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.Backup(ctx, c.File); err != nil {
		return err
	}
	if g.JSON {
		return g.writeJSON(map[string]string{"file": c.File})
	}
	fmt.Fprintln(g.streams.Out, "Backed up to", screen.Line(c.File))
	return nil
}

type restoreCmd struct {
	File string `arg:"" type:"existingfile" help:"Backup to restore."`
}

// Run replaces the ledger by a backup and keeps the old ledger beside it. The bus and the index
// belong to the old ledger and are deleted.
func (c *restoreCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL != "" {
		return errors.New("the ledger is on PostgreSQL: restore it with pg_restore, then delete the folders bus and index")
	}
	unlock, err := ledger.LockDir(conf.Data)
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }()
	target := ledgerURL(conf)
	ready, err := c.prepare(ctx, g, conf, target)
	if err != nil {
		return err
	}
	// The backup has people who were erased since: the next start erases them again.
	if erased, err := erasedIn(ctx, ledger.Options{URL: target, Logger: g.logger(conf.Log, true)}); err != nil {
		fmt.Fprintln(g.streams.Err, "The old ledger can't be read. If people were erased since the backup, erase them again:", screen.Line(err.Error()))
	} else if err := app.KeepErased(conf.Data, erased); err != nil {
		return err
	}
	// Before the ledger is replaced: either ledger can rebuild them, but neither may start on those
	// of the other.
	for _, view := range []string{"bus", "index"} {
		if err := os.RemoveAll(filepath.Join(conf.Data, view)); err != nil {
			return fmt.Errorf("removing the old %s: %w", view, err)
		}
	}
	if err := os.Remove(filepath.Join(conf.Data, app.FolderFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("forgetting the old ledger: %w", err)
	}
	aside, err := putAside(target)
	if err != nil {
		return fmt.Errorf("keeping the old ledger: %w", err)
	}
	if err := moveLedger(ready, target); err != nil {
		return fmt.Errorf("moving the backup into place: %w", err)
	}
	if g.JSON {
		return g.writeJSON(map[string]string{"file": c.File, "aside": aside})
	}
	if aside != "" {
		fmt.Fprintln(g.streams.Out, "The old ledger is kept as", aside)
	}
	fmt.Fprintln(g.streams.Out, "Restored. The next start rebuilds the bus and the search index.")
	return nil
}

// prepare makes the new ledger beside the old one, which stays until the new one is complete. The
// backup itself is only read: it may be on a read-only disk.
func (c *restoreCmd) prepare(ctx context.Context, g *globals, conf config.Config, target string) (string, error) {
	path := target + ".restoring"
	removeLedger(path) // left by a restore that was killed
	err := copyFile(c.File, path)
	if err == nil {
		err = giveTo(filepath.Dir(target), path)
	}
	if err != nil {
		err = fmt.Errorf("copying the backup: %w", err)
	} else if err = markRestored(ctx, ledger.Options{URL: path, Logger: g.logger(conf.Log, true)}); err != nil {
		err = fmt.Errorf("the backup can't be used: %w", err)
	}
	if err != nil {
		removeLedger(path)
	}
	return path, err
}

// markRestored checks a copied backup and prepares it for use as the ledger.
func markRestored(ctx context.Context, o ledger.Options) error {
	l, err := ledger.Inspect(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(l.Restored(ctx), l.Close())
}

// erasedIn returns what was erased in a ledger; nothing if there is no ledger, or if it has no leads yet.
func erasedIn(ctx context.Context, o ledger.Options) ([]evidence.Erased, error) {
	if _, err := os.Stat(o.URL); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	l, err := ledger.Inspect(ctx, o)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if version, err := l.Version(ctx); err != nil || version < 19 {
		return nil, err
	}
	return evidence.ListErased(ctx, l)
}

func removeLedger(path string) {
	for _, suffix := range []string{"-wal", "-shm", ""} {
		_ = os.Remove(path + suffix)
	}
}

// putAside renames the old ledger and returns its new name, or "" if there is none.
func putAside(ledger string) (string, error) {
	if _, err := os.Stat(ledger); errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	name := ledger + ".before-restore-" + time.Now().Format("20060102-150405")
	aside := name
	for n := 2; ; n++ { // two in one second
		if _, err := os.Stat(aside); errors.Is(err, os.ErrNotExist) {
			return aside, moveLedger(ledger, aside)
		} else if err != nil {
			return "", err
		}
		aside = fmt.Sprintf("%s-%d", name, n)
	}
}

// moveLedger renames a ledger together with its log: after a kill the last commits are only in
// the log.
func moveLedger(from, to string) error {
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(from+suffix, to+suffix); err != nil && !(suffix != "" && errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
