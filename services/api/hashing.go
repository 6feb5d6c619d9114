package api

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	queueEach = 32               // sign-ins of one client that may wait
	queueAll  = 256              // of all
	queueWait = 10 * time.Second // the longest wait
)

// errBusy is what a sign-in gets that would have to wait too long.
var errBusy = errors.New("too many sign-ins are waiting")

// queue lets one password at a time be looked at, since each look takes 64 MiB. Clients take
// turns: however many sign-ins one of them sends, another waits for one of its looks at most.
// Who disconnects leaves the queue at once.
type queue struct {
	slot chan struct{}

	mu    sync.Mutex
	lines map[string]*line
	all   int
}

// line is where the sign-ins of one client wait for one another.
type line struct {
	turn    chan struct{}
	waiting int
}

func newQueue() *queue { return &queue{slot: make(chan struct{}, 1), lines: map[string]*line{}} }

// enter waits for a turn. It returns [errBusy] where too many wait, and ctx's error for who
// has left. leave must be called once the look is over.
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

// take prefers a client's leaving to its turn.
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
