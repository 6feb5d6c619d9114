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

// LockDir takes hold of a data directory for this process, making it if need be; unlock lets
// go, and so does the system when the process ends, however it ends. [ErrLocked], with the
// other process in its sentence, if one works there already.
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
	// The number is for people; the lock is the system's, so a write that does not succeed on a full
	// disk is no reason not to start.
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(fmt.Sprintln(os.Getpid())), 0)
	}
	// The file stays behind: removing it would let two processes lock two files.
	return f.Close, nil
}

// lockSoon tries for a moment: whoever asks for the [LockHolder] holds the lock meanwhile.
func lockSoon(f *os.File) (held bool, err error) {
	for range 10 {
		if held, err = tryLock(f); held || err != nil {
			return held, err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false, nil
}

// LockHolder reports whether a process works in a data directory, and which one; 0 where
// that isn't known. A file that a dead process left behind is no lock.
func LockHolder(dir string) (held bool, pid int, err error) {
	f, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, os.ErrNotExist) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, fmt.Errorf("looking at the lock: %w", err)
	}
	defer f.Close() // which lets go of a lock that was taken
	if held, err = lockedElsewhere(f); !held || err != nil {
		return false, 0, err
	}
	b, err := io.ReadAll(io.LimitReader(f, 32))
	if err != nil {
		return false, 0, fmt.Errorf("looking at the lock: %w", err)
	}
	pid, _ = strconv.Atoi(strings.TrimSpace(string(b))) // none on a full disk
	return true, pid, nil
}

// repairLock makes way for the lock file where something else has its name, or its permissions
// were taken. Nobody can hold such a lock.
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
