package cli

import (
	"io"
	"sync"

	"github.com/namedrop/namedrop/services/adapters"
)

// Streams are where a command reads and writes; only main knows the real ones.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer

	// Terminal says that a person reads Out at this moment, and no file, pipe or log
	// keeps it.
	Terminal bool
	Sources  []adapters.Source // what can be read; by default all there are
}

// output remembers the first write that failed: most commands print and go on, and what
// couldn't be written must not pass for done.
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
