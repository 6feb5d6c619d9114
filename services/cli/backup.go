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
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
)

type backupCmd struct {
	File string `arg:"" help:"New file to write."`
}

// Run copies the ledger; it may be in use meanwhile. Bus and index are made from it.
func (c *backupCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL != "" {
		return errors.New("the ledger is on PostgreSQL: back it up with pg_dump; bus and index are made anew from it")
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
	fmt.Fprintln(g.streams.Out, "Backed up to", c.File)
	return nil
}

type restoreCmd struct {
	File string `arg:"" type:"existingfile" help:"A backup."`
}

// Run puts a backup in the ledger's place; what was there is kept beside it. Bus and
// index belong to the old ledger and go.
func (c *restoreCmd) Run(ctx context.Context, g *globals) error {
	conf, err := g.config()
	if err != nil {
		return err
	}
	if conf.Database.URL != "" {
		return errors.New("the ledger is on PostgreSQL: restore it with pg_restore, and delete the folders bus and index")
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
	// First, for either ledger can make them anew, and neither must meet the other's.
	for _, view := range []string{"bus", "index"} {
		if err := os.RemoveAll(filepath.Join(conf.Data, view)); err != nil {
			return fmt.Errorf("removing the old %s: %w", view, err)
		}
	}
	if err := os.Remove(filepath.Join(conf.Data, app.FolderFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("forgetting the ledger that was there: %w", err)
	}
	aside, err := putAside(target)
	if err != nil {
		return fmt.Errorf("putting the present ledger aside: %w", err)
	}
	if err := moveLedger(ready, target); err != nil {
		return fmt.Errorf("putting the backup in place: %w", err)
	}
	if g.JSON {
		return g.writeJSON(map[string]string{"file": c.File, "aside": aside})
	}
	if aside != "" {
		fmt.Fprintln(g.streams.Out, "The ledger that was there is now", aside)
	}
	fmt.Fprintln(g.streams.Out, "Restored. The next start builds bus and index anew.")
	return nil
}

// prepare makes the ledger to be, beside the present one, which stays until it is whole. The
// backup itself is only read: it may lie where nothing can be written.
func (c *restoreCmd) prepare(ctx context.Context, g *globals, conf config.Config, target string) (string, error) {
	path := target + ".restoring"
	removeLedger(path) // of a restore that was killed
	err := copyFile(c.File, path)
	if err == nil {
		err = giveTo(filepath.Dir(target), path)
	}
	if err != nil {
		err = fmt.Errorf("copying the backup: %w", err)
	} else if err = readAnew(ctx, ledger.Options{URL: path, Logger: g.logger(conf.Log, true)}); err != nil {
		err = fmt.Errorf("the backup can't be used: %w", err)
	}
	if err != nil {
		removeLedger(path)
	}
	return path, err
}

func readAnew(ctx context.Context, o ledger.Options) error {
	l, err := ledger.Inspect(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(l.Restored(ctx), l.Close())
}

func removeLedger(path string) {
	for _, suffix := range []string{"-wal", "-shm", ""} {
		_ = os.Remove(path + suffix)
	}
}

// putAside renames the ledger that is there, and tells how.
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

// moveLedger renames a ledger, and its log with it: after a kill the last commits stand in
// the log alone.
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
