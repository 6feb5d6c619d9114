//go:build unix

package access

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestTheKeyIsItsOwnersAlone(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	f, key := madeKey(t)
	info, err := os.Stat(f.Path())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o644, 0o666, 0o620, 0o601} {
		if err := os.WriteFile(f.Path(), []byte(key), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(f.Path(), mode); err != nil {
			t.Fatal(err)
		}
		if _, ok := f.Match(key); ok {
			t.Errorf("%v: a key that others may know gets in", mode)
		}
		replaced, err := f.Ensure()
		if err != nil || !errors.Is(replaced, ErrKeyExposed) {
			t.Errorf("%v: replaced because %v, %v", mode, replaced, err)
		}
		if _, ok := f.Match(key); ok || f.Fingerprint() == "" {
			t.Errorf("%v: it was not replaced", mode)
		}
	}
}

// A user who can put a link, a pipe or a file into the folder must not be able to choose the key.
func TestWhatIsNoKeyFileIsRefused(t *testing.T) {
	_, elsewhere := madeKey(t)
	target := filepath.Join(t.TempDir(), "target")
	if err := os.WriteFile(target, []byte(elsewhere), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, put := range map[string]func(path string) error{
		"a symbolic link":          func(p string) error { return os.Symlink(target, p) },
		"a dangling symbolic link": func(p string) error { return os.Symlink(target+"-not", p) },
		"a pipe":                   func(p string) error { return syscall.Mkfifo(p, 0o600) },
		"a folder":                 func(p string) error { return os.Mkdir(p, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			f := KeyIn(t.TempDir())
			if err := put(f.Path()); err != nil {
				t.Fatal(err)
			}
			if _, ok := f.Match(elsewhere); ok {
				t.Error("it is taken for a key")
			}
			if _, err := f.Ensure(); err == nil {
				t.Error("it is taken, or replaced without a word")
			}
			if _, err := os.Stat(target + "-not"); err == nil {
				t.Error("the link was followed")
			}
		})
	}
}

func TestAKeyOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	const service, other = 65532, 65531
	f, _ := madeKey(t)
	if err := os.Chown(filepath.Dir(f.Path()), service, service); err != nil {
		t.Fatal(err)
	}
	if err := f.Renew(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; owner != service {
		t.Errorf("a key that root made belongs to %d: the service can't read it", owner)
	}
	if _, err := f.Read(); err != nil {
		t.Error(err)
	}
	if err := os.Chown(f.Path(), other, other); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Read(); err == nil {
		t.Error("a key that another user put there is taken")
	}
}
