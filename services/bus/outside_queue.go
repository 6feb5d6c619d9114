package bus

import (
	"io"
	"net"
	"sync"
	"time"
)

// queue buffers what a client has not read yet. It reads from the server as fast as it can,
// since the server's own limit on unread bytes is set for our connection, which needs far
// more than an outside client may have.
type queue struct {
	all    *outside
	client net.Conn

	mu      sync.Mutex
	changed *sync.Cond
	waiting []byte
	writing int // bytes being written
	ended   bool
}

func newQueue(o *outside, client net.Conn) *queue {
	q := &queue{all: o, client: client}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// fill reads from the server until that ends or the client has left too much unread.
func (q *queue) fill(server io.Reader) error {
	chunk := make([]byte, 32<<10)
	for {
		n, err := server.Read(chunk)
		if err == nil && !q.add(chunk[:n]) {
			err = errSlow
		}
		if err != nil {
			return err
		}
	}
}

func (q *queue) add(b []byte) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	own := len(q.waiting) + q.writing + len(b)
	if all := q.all.unread.Add(int64(len(b))); own > maxUnread || (all > maxAllUnread && own > fairUnread) {
		q.all.unread.Add(-int64(len(b)))
		return false
	}
	q.waiting = append(q.waiting, b...)
	q.changed.Broadcast()
	return true
}

// drain writes to the client until end was called and everything is written, or the client
// reads nothing for too long.
func (q *queue) drain() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	var spare []byte
	for {
		for len(q.waiting) == 0 && !q.ended {
			q.changed.Wait()
		}
		if len(q.waiting) == 0 {
			return nil
		}
		part := q.waiting
		q.waiting, q.writing = spare[:0], len(part)
		q.mu.Unlock()
		err := q.write(part)
		q.mu.Lock()
		q.all.unread.Add(-int64(len(part)))
		q.writing, spare = 0, part
		if cap(spare) > fairUnread {
			spare = nil
		}
		if err != nil {
			q.all.unread.Add(-int64(len(q.waiting)))
			q.waiting = nil
			return err
		}
	}
}

// write applies the time limit to each piece, not to the whole.
func (q *queue) write(b []byte) error {
	for len(b) > 0 {
		n := min(len(b), 64<<10)
		if err := q.client.SetWriteDeadline(time.Now().Add(readWithin)); err != nil {
			return err
		}
		if _, err := q.client.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// end makes drain return once everything is written.
func (q *queue) end() {
	q.mu.Lock()
	q.ended = true
	q.changed.Broadcast()
	q.mu.Unlock()
}
