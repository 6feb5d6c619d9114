package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/namedrop/namedrop/services/ledger"
)

func TestWhoHoldsTheLock(t *testing.T) {
	dir := t.TempDir()
	look := func(want bool, pid int) {
		t.Helper()
		if held, by, err := ledger.LockHolder(dir); held != want || by != pid || err != nil {
			t.Errorf("held %t by %d, %v; want %t by %d", held, by, err, want, pid)
		}
	}
	look(false, 0)
	unlock := must(ledger.LockDir(dir))(t)
	look(true, os.Getpid())
	if err := os.WriteFile(filepath.Join(dir, "lock"), []byte("not a number"), 0o600); err != nil {
		t.Fatal(err)
	}
	look(true, 0)
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	look(false, 0)
	if _, err := os.Stat(filepath.Join(dir, "lock")); err != nil {
		t.Error(err)
	}
}

// Asking who holds the lock doesn't keep another process from taking it, and two that ask don't mistake each other for
// a server.
func TestAskingForTheLockDoesNotTakeIt(t *testing.T) {
	dir := t.TempDir()
	if err := must(ledger.LockDir(dir))(t)(); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var asking sync.WaitGroup
	for range 1 {
		asking.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, _, err := ledger.LockHolder(dir); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	refused := 0
	for range 200 {
		unlock, err := ledger.LockDir(dir)
		if errors.Is(err, ledger.ErrLocked) {
			refused++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := unlock(); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	asking.Wait()
	if refused > 0 {
		t.Errorf("%d of 200 starts were refused", refused)
	}
}
