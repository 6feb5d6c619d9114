package api

import (
	"context"
	"net/http"
	"sync"

	"github.com/namedrop/namedrop/services/api/access"
)

// Answers that last as long as somebody listens hold a connection each. They are counted
// by person and in all, so that neither one person nor all together take every descriptor
// there is from the rest of the desk.
const (
	eventsEach = 16  // live events a person or token
	eventsAll  = 256 // unless Options.MostEvents says less
	audioEach  = 4   // recordings a person or token
	audioAll   = 32
)

// openStreams counts the long answers of one kind.
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

// enter counts one more for whoever asks. leave must be called once it ends.
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

// busy answers what has to wait, and gives the connection back.
func busy(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Retry-After", "30")
	w.Header().Set("Connection", "close")
	writeProblem(w, p)
}
