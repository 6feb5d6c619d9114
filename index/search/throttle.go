package search

import (
	"sync/atomic"
	"time"
)

// throttle makes indexing yield to searches. A person waits for a search, while a document
// may become searchable a little later. While searches run, each passage that is about to be
// analyzed waits a moment for them to end. The wait is bounded, so indexing goes on, slower.
// Measured by `make bench-search`, in the table of searches while indexing at full speed.
type throttle struct{ searches atomic.Int32 }

const (
	throttlePause = 100 * time.Microsecond
	maxPauses     = 5 // of one passage
)

// enter and leave count the running searches.
func (c *throttle) enter() { c.searches.Add(1) }
func (c *throttle) leave() { c.searches.Add(-1) }

func (c *throttle) wait() {
	if c == nil {
		return
	}
	for n := 0; n < maxPauses && c.searches.Load() > 0; n++ {
		time.Sleep(throttlePause)
	}
}
