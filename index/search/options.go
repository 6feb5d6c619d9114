package search

import (
	"errors"
	"log/slog"
	"runtime"
	"time"
)

// Options of an index. The zero value is good.
type Options struct {
	Logger      *slog.Logger
	LockTimeout time.Duration // how long Open waits for another process; 1 s
	Budget      time.Duration // the longest a search may take; 1.8 s, so that the refusal is there in 2
	Searches    int           // searches at once; twice the processors
	Workers     int           // partitions of one search looked at together; the processors

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
	// ErrLocked says that another process has the index open.
	ErrLocked = errors.New("the search index is in use by another process: stop that one first, or give this one its own data directory")
	// ErrTooCostly says that a search was given up.
	ErrTooCostly = errors.New("the search takes too long: narrow the period, write more letters before a star, or look for rarer words")
	// ErrClosed says that the index was closed.
	ErrClosed = errors.New("the search index is closed")
)
