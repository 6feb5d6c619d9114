//go:build unix

package health

import (
	"fmt"
	"syscall"
)

// Space returns the free space on the disk of a folder as a text that starts with a comma; empty
// if it is unknown.
func Space(dir string) string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return ""
	}
	return fmt.Sprintf(", %.1f GiB free", float64(s.Bavail)*float64(s.Bsize)/(1<<30))
}
