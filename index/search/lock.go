package search

import (
	"errors"
	"fmt"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// takeLock keeps other processes out. The lock file holds nothing: one that can't be
// read is replaced.
func takeLock(dir string, o Options) (*bolt.DB, error) {
	path := filepath.Join(dir, "lock")
	ownPermissions(path)
	db, err := openLock(path, o)
	if err == nil || errors.Is(err, ErrLocked) {
		return db, err
	}
	o.Logger.Warn("lock file of the search index replaced", "error", firstLine(err.Error()))
	if _, err := moveAside(dir, path); err != nil {
		return nil, fmt.Errorf("locking the search index %s: %w", dir, err)
	}
	return openLock(path, o)
}

func openLock(path string, o Options) (db *bolt.DB, err error) {
	defer recovered("locking the search index", &err)
	defer catchFaults()()
	db, err = bolt.Open(path, 0o600, &bolt.Options{Timeout: o.LockTimeout})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("opening %s: %w", filepath.Dir(path), ErrLocked)
	}
	if err != nil {
		return nil, fmt.Errorf("locking the search index %s: %w", filepath.Dir(path), err)
	}
	return db, nil
}
