package ledger

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// LockDir locks a data directory for this process, and creates it if needed. unlock releases
// it; the system does so too when the process ends in any way. [ErrLocked], with the id of the
// other process in its text: another process has the lock.
func LockDir(dir string) (unlock func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data directory: %w", err)
	}
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil && repairLock(path) {
		f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("locking the data directory: %w", err)
	}
	held, err := lockSoon(f)
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("locking the data directory %s: %w", dir, err)
	}
	if !held {
		b, _ := os.ReadFile(f.Name())
		_ = f.Close()
		who := ""
		if pid := strings.TrimSpace(string(b)); pid != "" {
			who = ", process " + pid
		}
		return nil, fmt.Errorf("%w (%s%s): stop that one first, or give this one another directory with --data", ErrLocked, dir, who)
	}
	// The number is for people. The lock is the system's, so a failed write, on a full disk say,
	// must not prevent the start.
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(fmt.Sprintln(os.Getpid())), 0)
	}
	// The file is never removed: otherwise one process could lock the removed file and another a
	// new one.
	return f.Close, nil
}

// lockSoon tries for a moment, since [LockHolder] holds the lock while it looks.
func lockSoon(f *os.File) (held bool, err error) {
	for range 10 {
		if held, err = tryLock(f); held || err != nil {
			return held, err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false, nil
}

// LockHolder reports whether a process works in a data directory, and its id, 0 if that is
// unknown. The file alone means nothing: it stays behind when a process dies.
func LockHolder(dir string) (held bool, pid int, err error) {
	f, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, os.ErrNotExist) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, fmt.Errorf("reading the lock: %w", err)
	}
	defer f.Close() // which lets go of a lock that was taken
	if held, err = lockedElsewhere(f); !held || err != nil {
		return false, 0, err
	}
	b, err := io.ReadAll(io.LimitReader(f, 32))
	if err != nil {
		return false, 0, fmt.Errorf("reading the lock: %w", err)
	}
	pid, _ = strconv.Atoi(strings.TrimSpace(string(b))) // none on a full disk
	return true, pid, nil
}

// repairLock makes room for the lock file where something else has its name or its permissions
// were removed. No process can hold such a lock.
func repairLock(path string) bool {
	info, err := os.Lstat(path)
	if err != nil {
		return false
	}
	if info.IsDir() {
		return os.Remove(path) == nil // if it is empty
	}
	return info.Mode().IsRegular() && info.Mode().Perm()&0o600 != 0o600 && os.Chmod(path, 0o600) == nil
}
