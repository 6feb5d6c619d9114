package impactcmd

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// patience is how long work may take before its progress is shown.
const patience = 2 * time.Second

// watcher shows the progress of long work on the error stream.
type watcher struct {
	done, total atomic.Int64
	stop        chan struct{}
	ended       chan struct{}
}

// watch starts to show progress; end stops it and may be called once.
func watch(ctx context.Context, out io.Writer) *watcher {
	w := &watcher{stop: make(chan struct{}), ended: make(chan struct{})}
	go func() {
		defer close(w.ended)
		tick := time.NewTimer(patience)
		defer tick.Stop()
		shown := false
		for {
			select {
			case <-w.stop:
				if shown {
					fmt.Fprintln(out)
				}
				return
			case <-ctx.Done():
				return
			case <-tick.C:
				shown = true
				if total := w.total.Load(); total > 0 {
					fmt.Fprintf(out, "\r%d of %d", w.done.Load(), total)
				} else {
					fmt.Fprint(out, ".")
				}
				tick.Reset(patience / 4)
			}
		}
	}()
	return w
}

func (w *watcher) progress(done, total int) {
	w.done.Store(int64(done))
	w.total.Store(int64(total))
}

func (w *watcher) end() {
	close(w.stop)
	<-w.ended
}
