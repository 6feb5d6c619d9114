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
	Rest   func(context.Context) time.Duration
	Poll   time.Duration   // wait after an error
	Wake   <-chan struct{} // ends a wait; may be nil
	Failed func(error)     // called with each error
}

// Run works until ctx is done.
func (l Loop) Run(ctx context.Context) {
	for {
		n, err := l.Work(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			l.Failed(err)
		}
		if n > 0 && err == nil {
			continue
		}
		pause := l.Poll
		if err == nil && l.Rest != nil {
			pause = l.Rest(ctx)
		}
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-l.Wake:
			t.Stop()
		case <-t.C:
		}
	}
}
