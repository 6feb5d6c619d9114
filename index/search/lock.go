package search

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// takeLock keeps other processes out. The lock is an empty bbolt database: bbolt holds an
// operating-system lock (flock, or LockFileEx on Windows) while the database is open. The
// kernel releases it when the process dies, so a killed process leaves no stale lock, as a
// file with a process id would. A lock file that is unreadable is replaced, because it holds
// nothing.
func takeLock(dir string, o Options) (*bolt.DB, error) {
	path := filepath.Join(dir, "lock")
	ownPermissions(path)
	err := checkLock(path)
	var db *bolt.DB
	if err == nil {
		db, err = openLock(path, o)
	}
	if err == nil || errors.Is(err, ErrLocked) {
		return db, err
	}
	o.Logger.Warn("lock file of the search index replaced", "error", firstLine(err.Error()))
	if _, err := moveAside(dir, path); err != nil {
		return nil, fmt.Errorf("locking the search index %s: %w", dir, err)
	}
	return openLock(path, o)
}

// checkLock reads the lock file without bbolt, see [boltFile]. An empty file is fine.
func checkLock(path string) error {
	if info, err := os.Stat(path); errors.Is(err, os.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil
	}
	f, err := openBoltFile(path)
	if err == nil {
		_, err = f.walk(func([][]byte, []byte, []byte) error { return nil })
	}
	return err
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
