package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
)

// largeBody is the size above which a body is large. Few are. Only one large body is in memory
// at a time, with all that is parsed from it: several workers that each unpack and parse 16 MB
// would need more memory than a small machine has.
const largeBody = 1 << 20

// errAnotherLarge is returned when a body turns out to be large while another one is in memory.
var errAnotherLarge = errors.New("another large body is in memory")

// Hold returns a context for work that parses what it gets. A large body that is fetched with
// this context counts as in memory until release is called. Without Hold it counts only until
// Get returns. All bodies fetched with one context share the slot: otherwise work that needs
// two large bodies would wait for itself.
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

// gated is a buffer that calls enter before it grows beyond largeBody, and fails where enter
// returns false.
type gated struct {
	bytes.Buffer
	whole int64 // expected size, 0 if not known
	enter func() bool
	large bool
}

// expect allocates room for a body of known size, up to largeBody.
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

// ReadFrom replaces the buffer's own, which io.Copy would use and which doesn't call enter.
func (g *gated) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{g}, r)
}
