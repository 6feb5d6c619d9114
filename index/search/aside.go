package search

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// asideDir is the directory below the index's own where damaged files are kept for
// inspection.
const asideDir = "damaged"

// maxSetAside is how many damaged files or directories are kept, the newest.
const maxSetAside = 3

// moveAside moves a damaged file or directory out of the way and returns where it is now. It
// removes the oldest of those kept. What cannot be moved is removed.
func moveAside(dir, path string) (string, error) {
	ownPermissions(path)
	to := filepath.Join(dir, asideDir)
	if info, err := os.Lstat(to); err == nil && !info.IsDir() {
		_ = os.Remove(to) // not ours
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return "", fmt.Errorf("setting %s aside: %w", path, err)
	}
	name := filepath.Join(to, time.Now().UTC().Format("20060102T150405.000000000Z")+"-"+filepath.Base(path))
	if err := os.Rename(path, name); err != nil {
		if err2 := os.RemoveAll(path); err2 != nil {
			return "", fmt.Errorf("setting %s aside: %w", path, errors.Join(err, err2))
		}
		name = ""
	}
	list, err := os.ReadDir(to)
	if err != nil {
		return name, nil
	}
	names := make([]string, len(list))
	for i, d := range list {
		names[i] = d.Name()
	}
	slices.Sort(names) // by time
	for _, n := range names[:max(0, len(names)-maxSetAside)] {
		_ = os.RemoveAll(filepath.Join(to, n))
	}
	return name, nil
}

// ownPermissions gives the files and directories below path the permissions they should
// have: for their owner only. It leaves files of another owner, and opening them then says
// what is wrong.
func ownPermissions(path string) {
	_ = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if d == nil {
			return nil
		}
		want := fs.FileMode(0o600)
		switch {
		case d.IsDir():
			want = 0o700
		case !d.Type().IsRegular():
			return nil
		}
		if info, ierr := d.Info(); ierr == nil && info.Mode().Perm() != want {
			_ = os.Chmod(p, want) //nolint:gosec // the folder is ours alone, and closed to others before
		}
		return nil
	})
}
