package fetch

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// largeBody is the size from which a body is large. Few are, and only one of them is in
// memory at a time, with all that is made of it: sixteen workers that each unpack and
// parse 16 MB would take more than a small machine has.
const largeBody = 1 << 20

// Hold returns a context for work on what the door brings. A large body that is read
// with it counts as in memory until release is called; without Hold, until it is read.
// All bodies read with one context count as one.
func Hold(ctx context.Context) (held context.Context, release func()) {
	h := &holder{}
	return context.WithValue(ctx, holderKey{}, h), h.release
}

type holderKey struct{}

// holder is one piece of work that may hold the slot for large bodies.
type holder struct {
	mu    sync.Mutex
	slots chan struct{} // nil while nothing is held
}

func (h *holder) acquire(ctx context.Context, slots chan struct{}) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.slots != nil {
		return nil
	}
	select {
	case slots <- struct{}{}:
		h.slots = slots
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *holder) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.slots != nil {
		<-h.slots
		h.slots = nil
	}
}

// gated is a buffer that waits for the slot before it becomes large.
type gated struct {
	*bytes.Buffer
	whole int64 // expected size, 0 if not known
	enter func() error
}

func (g *gated) Write(p []byte) (int, error) {
	if g.enter != nil && g.Len()+len(p) > largeBody {
		if err := g.enter(); err != nil {
			return 0, err
		}
		g.enter = nil
		if more := g.whole - int64(g.Len()); more > 0 {
			g.Grow(int(more))
		}
	}
	return g.Buffer.Write(p)
}

// ReadFrom hides the buffer's, which would read without waiting.
func (g *gated) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{g}, r)
}
