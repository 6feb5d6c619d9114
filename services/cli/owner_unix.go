//go:build unix

package cli

import (
	"fmt"
	"os"
	"syscall"
)

// giveTo gives a file that root writes to the owner of the folder. That is the user of the service,
// who could not open it otherwise.
func giveTo(dir, file string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	if err := os.Lchown(file, int(owner.Uid), int(owner.Gid)); err != nil {
		return fmt.Errorf("giving it to the folder's owner: %w", err)
	}
	return nil
}
