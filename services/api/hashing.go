package api

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	queueEach = 32               // most sign-ins of one client that may wait
	queueAll  = 256              // most of all clients
	queueWait = 10 * time.Second // longest wait
)

// errBusy is returned for a sign-in that would have to wait for too long.
var errBusy = errors.New("too many sign-ins are waiting")

// queue lets one password be checked at a time, since each check takes 64 MiB. Clients alternate:
// however many sign-ins one client sends, another one waits for at most one of them. A client that
// disconnects leaves the queue.
type queue struct {
	slot chan struct{}

	mu    sync.Mutex
	lines map[string]*line
	all   int
}

// line is the queue of one client's sign-ins.
type line struct {
	turn    chan struct{}
	waiting int
}

func newQueue() *queue { return &queue{slot: make(chan struct{}, 1), lines: map[string]*line{}} }

// enter waits for a slot. It returns [errBusy] if too many wait, and ctx's error for a client that
// disconnected. leave must be called after the check.
func (q *queue) enter(ctx context.Context, client string) (leave func(), err error) {
	l, err := q.join(client)
	if err != nil {
		return nil, err
	}
	waiting, cancel := context.WithTimeout(ctx, queueWait)
	defer cancel()
	if !take(waiting, l.turn) {
		q.part(client, l)
		return nil, left(ctx)
	}
	if !take(waiting, q.slot) {
		<-l.turn
		q.part(client, l)
		return nil, left(ctx)
	}
	return func() {
		<-q.slot
		<-l.turn
		q.part(client, l)
	}, nil
}

// take prefers a client's disconnecting to its slot.
func take(ctx context.Context, place chan struct{}) bool {
	select {
	case place <- struct{}{}:
		if ctx.Err() == nil {
			return true
		}
		<-place
	case <-ctx.Done():
	}
	return false
}

func left(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return errBusy
}

func (q *queue) join(client string) (*line, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lines[client]
	if q.all >= queueAll || l != nil && l.waiting >= queueEach {
		return nil, errBusy
	}
	if l == nil {
		l = &line{turn: make(chan struct{}, 1)}
		q.lines[client] = l
	}
	l.waiting++
	q.all++
	return l, nil
}

func (q *queue) part(client string, l *line) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.all--
	if l.waiting--; l.waiting == 0 {
		delete(q.lines, client)
	}
}
