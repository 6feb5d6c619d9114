package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/bus"
)

// restrictFolder removes the permissions of everyone but the owner from the data folder and
// from files that a copy may have made readable: they hold the secrets of channels and feeds.
func (a *App) restrictFolder(dir string) {
	for _, pattern := range []string{"namedrop.db*", "lock", "node", "*.json"} {
		list, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, f := range list {
			if info, err := os.Lstat(f); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
				_ = os.Chmod(f, info.Mode().Perm()&0o600)
			}
		}
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return
	}
	if err := os.Chmod(dir, info.Mode().Perm()&0o700); err != nil {
		a.opts.Logger.Warn("restricting data folder failed, other users of this machine can read it", "folder", dir, "mode", info.Mode().Perm().String(), "error", err)
		return
	}
	a.opts.Logger.Info("data folder closed to other users", "folder", dir, "mode", info.Mode().Perm().String())
}

// openView opens the bus or the index. Both can be rebuilt from the ledger, so a damaged one
// must not keep the server from starting: it is moved to <name>.damaged, and an empty one is
// opened, which is then filled from the ledger.
func openView[T any](a *App, name string, open func(dir string) (T, error)) (T, error) {
	dir := filepath.Join(a.opts.Config.Data, name)
	view, err := open(dir)
	if err == nil || !mayBeDamage(err) {
		return view, err
	}
	kept := dir + ".damaged"
	if rerr := errors.Join(os.RemoveAll(kept), os.Rename(dir, kept)); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
		return view, errors.Join(err, fmt.Errorf("moving it out of the way: %w", rerr))
	}
	a.opts.Logger.Error("opening view failed, rebuilding it from the ledger", "part", name, "kept", kept, "error", err)
	return open(dir)
}

// mayBeDamage reports whether an error may be caused by a folder's content. A full disk, a port
// in use or a lock held by another process is not.
func mayBeDamage(err error) bool {
	for _, no := range []error{
		context.Canceled, context.DeadlineExceeded, search.ErrLocked,
		syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EADDRINUSE, syscall.EADDRNOTAVAIL, syscall.EROFS,
	} {
		if errors.Is(err, no) {
			return false
		}
	}
	return true
}

// startBus starts the bus. If an embedded bus can't start with what is in its folder, it starts
// with an empty one. The first attempt is separate because only an error of the bus's store is a
// reason to move the folder away.
func (a *App) startBus(ctx context.Context, o bus.Options) (*bus.Bus, error) {
	if len(o.URLs) > 0 {
		return bus.Start(ctx, o)
	}
	if info, err := os.Stat(o.Dir); err == nil && info.IsDir() {
		b, err := bus.Start(ctx, o)
		if err == nil || !mayBeDamage(err) || !errors.Is(err, bus.ErrStore) {
			return b, err
		}
	}
	return openView(a, filepath.Base(o.Dir), func(string) (*bus.Bus, error) { return bus.Start(ctx, o) })
}
