package lease

import (
	"context"
	"time"
)

// Loop calls Work until there is nothing left to do, waits, and starts over.
type Loop struct {
	// Work does some of the work and returns how much. It is called again at once, or after a wait
	// if it returned zero or an error.
	Work func(context.Context) (int, error)
	// Rest returns how long to wait when there is nothing to do; nil means Poll.
	Rest  func(context.Context) time.Duration
	Poll  time.Duration // wait when there is nothing to do, unless Rest is set, and after an error, unless Retry is set
	Delay time.Duration // wait before the first call of Work
	// Retry returns how long to wait after this many errors in a row. Wake doesn't end this wait:
	// a loop that every write wakes would otherwise retry without a pause.
	Retry  func(failures int) time.Duration
	Wake   <-chan struct{} // ends a wait; may be nil
	Failed func(error)     // called with each error
}

// Run works until ctx is done.
func (l Loop) Run(ctx context.Context) {
	if l.Delay > 0 && !wait(ctx, l.Delay, nil) {
		return
	}
	for failures := 0; ; {
		n, err := l.Work(ctx)
		if ctx.Err() != nil {
			return
		}
		pause, wake := l.Poll, l.Wake
		switch {
		case err != nil:
			l.Failed(err)
			if failures++; l.Retry != nil {
				pause, wake = l.Retry(failures), nil
			}
		case n > 0:
			failures = 0
			continue
		default:
			if failures = 0; l.Rest != nil {
				pause = l.Rest(ctx)
			}
		}
		if !wait(ctx, pause, wake) {
			return
		}
	}
}

// wait returns after d or a wake-up. It reports whether ctx is still valid.
func wait(ctx context.Context, d time.Duration, wake <-chan struct{}) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wake:
	case <-t.C:
	}
	return true
}
