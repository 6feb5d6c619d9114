package cli

import "io"

// Streams are where a command reads and writes; only main knows the real ones.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}
