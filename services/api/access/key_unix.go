//go:build unix

package access

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// openKey opens the file itself: it follows no symbolic link and doesn't wait for a pipe.
func openKey(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ELOOP) {
		return nil, fmt.Errorf("%s is a symbolic link: remove it", path)
	}
	return f, err
}

// private returns an error for a file that others may read or that another user put there.
func private(info os.FileInfo, dir string) error {
	if info.Mode().Perm()&0o077 != 0 {
		return ErrKeyExposed
	}
	folder, err := os.Stat(dir)
	if err != nil {
		return err
	}
	file, ok := info.Sys().(*syscall.Stat_t)
	of, ok2 := folder.Sys().(*syscall.Stat_t)
	if !ok || !ok2 || file.Uid == of.Uid || int(file.Uid) == os.Geteuid() {
		return nil
	}
	return fmt.Errorf("it belongs to user %d, and its folder to user %d: remove it", file.Uid, of.Uid)
}

// giveToOwner gives a file that root writes to the owner of the folder. That is the service's user,
// who could not open it otherwise.
func giveToOwner(dir, file string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	return os.Lchown(file, int(owner.Uid), int(owner.Gid))
}
