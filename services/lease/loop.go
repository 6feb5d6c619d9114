package lease

import (
	"context"
	"time"
)

// Loop is work that waits for more of it.
type Loop struct {
	// Work does what there is to do and returns how much that was. After some it is called
	// again at once, after nothing or an error when the loop has rested.
	Work func(context.Context) (int, error)
	// Rest is how long to wait when there is nothing to do; Poll where it is nil.
	Rest   func(context.Context) time.Duration
	Poll   time.Duration   // the wait after an error
	Wake   <-chan struct{} // ends a wait; nil is never
	Failed func(error)     // is told of errors
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
