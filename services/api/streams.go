package api

import (
	"context"
	"net/http"
	"sync"

	"github.com/namedrop/namedrop/services/api/access"
)

// Answers that last as long as the client listens hold a connection each. They are limited by
// person and in total, so that they leave descriptors for the rest of the desk.
const (
	eventsEach = 16  // live events of one person or token
	eventsAll  = 256 // all live events, and the default of Options.MaxEvents
	audioEach  = 4   // recordings of one person or token
	audioAll   = 32
)

// openStreams counts the open answers of one kind.
type openStreams struct {
	each, all         int
	tooMany, allTaken reason

	mu    sync.Mutex
	open  map[access.Principal]int
	total int
}

func newStreams(each, all int, tooMany, allTaken reason) *openStreams {
	return &openStreams{each: each, all: all, tooMany: tooMany, allTaken: allTaken, open: map[access.Principal]int{}}
}

// enter adds one for the caller. leave must be called when it ends.
func (s *openStreams) enter(ctx context.Context) (leave func(), p *Problem) {
	who := access.From(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.open[who] >= s.each:
		return nil, s.tooMany.problem()
	case s.total >= s.all:
		return nil, s.allTaken.problem()
	}
	s.open[who]++
	s.total++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.total--
		if s.open[who]--; s.open[who] == 0 {
			delete(s.open, who)
		}
	}, nil
}

// busy refuses a request that has to wait, and closes its connection.
func busy(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Retry-After", "30")
	w.Header().Set("Connection", "close")
	writeProblem(w, p)
}
