package lease

import (
	"context"
	"time"
)

// Loop works until there is nothing left to do, waits, and starts over.
type Loop struct {
	// Work does a part of the work and returns how much it did. After that it is called again at
	// once; if it did nothing or failed, after a wait.
	Work func(context.Context) (int, error)
	// Rest returns how long to wait when there is nothing to do; nil means Poll.
	Rest  func(context.Context) time.Duration
	Poll  time.Duration // wait after an error, unless there is Retry
	Delay time.Duration // wait before the first work
	// Retry returns how long to wait after so many errors in a row. Unlike Poll this wait isn't
	// ended by Wake: where each write wakes the loop, a failing one would never rest.
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

// wait returns after d or a wake-up; false means that ctx is done.
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
