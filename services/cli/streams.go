package cli

import (
	"io"
	"sync"

	"github.com/namedrop/namedrop/services/adapters"
)

// Streams are where a command reads and writes. Only main knows the real ones.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer

	// Terminal reports whether Out is a terminal, and not a file, pipe or log.
	Terminal bool
	Sources  []adapters.Source // the types of sources; by default all
}

// output remembers the first write that failed. Most commands ignore errors of printing, and an
// answer that couldn't be written must not pass for a success.
type output struct {
	io.Writer
	mu  sync.Mutex
	err error
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.Writer.Write(p)
	o.err = err
	return n, err
}

func (o *output) failed() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}
