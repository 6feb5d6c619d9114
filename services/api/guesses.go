package api

import (
	"strings"
	"sync"
	"time"
)

const (
	mostGuesses = 5
	guessWindow = time.Minute
)

// guesses slows down guessing: five passwords for an address a minute. A try counts
// before it is looked at, so that fifty at once are no way round; the right one clears
// them. Zero value is ready.
type guesses struct {
	mu sync.Mutex
	by map[string]guess

	// A look at a password takes 64 MiB: one at a time.
	hashing sync.Mutex
}

type guess struct {
	since time.Time
	tries int
}

// take counts a try, or says how long to wait.
func (g *guesses) take(email string, now time.Time) time.Duration {
	email = strings.ToLower(strings.TrimSpace(email))
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.by) > 10_000 { // made-up addresses must not fill the memory
		for e, old := range g.by {
			if now.Sub(old.since) >= guessWindow {
				delete(g.by, e)
			}
		}
	}
	if g.by == nil || len(g.by) > 100_000 {
		g.by = map[string]guess{}
	}
	a := g.by[email]
	if now.Sub(a.since) >= guessWindow {
		a = guess{since: now}
	}
	if a.tries >= mostGuesses {
		return guessWindow - now.Sub(a.since)
	}
	a.tries++
	g.by[email] = a
	return 0
}

// right forgets the tries of who signed in.
func (g *guesses) right(email string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.by, strings.ToLower(strings.TrimSpace(email)))
}
