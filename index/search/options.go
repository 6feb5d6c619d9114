package search

import (
	"errors"
	"log/slog"
	"runtime"
	"time"
)

// Options configures an index. The zero value gives the defaults.
type Options struct {
	Logger      *slog.Logger
	LockTimeout time.Duration // how long Open waits for the lock; 1 s if 0
	Budget      time.Duration // the longest a search may take; 1.8 s if 0, so that the error arrives within 2 s
	Searches    int           // searches that run at once; twice GOMAXPROCS if 0
	Workers     int           // partitions that one search reads at once; GOMAXPROCS if 0

	throttle *throttle
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.LockTimeout <= 0 {
		o.LockTimeout = time.Second
	}
	if o.Budget <= 0 {
		o.Budget = 1800 * time.Millisecond
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Searches <= 0 {
		o.Searches = 2 * runtime.GOMAXPROCS(0)
	}
	o.throttle = &throttle{}
	return o
}

var (
	// ErrLocked is returned when another process has the index open.
	ErrLocked = errors.New("the search index is in use by another process: stop that one first, or give this one its own data directory")
	// ErrTooCostly is returned when a search exceeds its budget.
	ErrTooCostly = errors.New("the search takes too long: narrow the period, write more letters before a star, or use rarer words")
	// ErrClosed is returned once the index is closed.
	ErrClosed = errors.New("the search index is closed")
)
