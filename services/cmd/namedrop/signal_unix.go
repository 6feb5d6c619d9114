//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFullFiles keeps a write past the file-size limit from killing the process. Ignored, the write
// returns an error that is handled like that of a full disk.
func ignoreFullFiles() { signal.Ignore(syscall.SIGXFSZ) }
