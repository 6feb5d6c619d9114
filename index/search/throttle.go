package search

import (
	"sync/atomic"
	"time"
)

// courtesy lets searches go before indexing. Somebody waits for a search; a document
// may be found a little later. While searches are at work each passage that is being
// cut into words waits a moment for them to end, so that indexing goes on, slower.
type throttle struct{ searches atomic.Int32 }

const (
	throttlePause = 100 * time.Microsecond
	maxPauses     = 5 // after which the passage goes on whatever is searched
)

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
