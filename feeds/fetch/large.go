package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
)

// largeBody is the size from which a body is large. Few are, and only one of them is in
// memory at a time, with all that is made of it: workers that each unpack and parse 16 MB
// would take more than a small machine has.
const largeBody = 1 << 20

// errAnotherLarge breaks off a body that turns out to be large while another one is held.
var errAnotherLarge = errors.New("another large body is in memory")

// Hold returns a context for work on what the door brings. A large body that is got with
// it counts as in memory until release is called; without Hold, until Get returns. All
// bodies got with one context count as one.
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

// try takes the slot if it is free, and reports whether it is held.
func (h *holder) try(slots chan struct{}) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.slots != nil {
		return true
	}
	select {
	case slots <- struct{}{}:
		h.slots = slots
		return true
	default:
		return false
	}
}

func (h *holder) acquire(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		h.mu.Lock()
		defer h.mu.Unlock()
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

// gated is a buffer that asks before it becomes large.
type gated struct {
	bytes.Buffer
	whole int64 // expected size, 0 if not known
	enter func() bool
	large bool
}

// expect makes room for a body of known size, as far as it is not large.
func (g *gated) expect(size int64) {
	if size > 0 {
		g.whole = size
		g.Grow(int(min(size, largeBody)) + bytes.MinRead)
	}
}

func (g *gated) Write(p []byte) (int, error) {
	if !g.large && g.Len()+len(p) > largeBody {
		if !g.enter() {
			return 0, errAnotherLarge
		}
		g.large = true
		if more := g.whole - int64(g.Len()); more > 0 {
			g.Grow(int(more) + bytes.MinRead)
		}
	}
	return g.Buffer.Write(p)
}

// ReadFrom hides the buffer's, which would read without asking.
func (g *gated) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{g}, r)
}
