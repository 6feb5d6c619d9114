package searchbench

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

// memory watches the memory that is not page cache: the anonymous pages of the process,
// where the system reports them, and what Go's runtime uses of them.
type memory struct {
	heap, anonymous atomic.Uint64
	stopped         atomic.Bool
}

func watchMemory() *memory {
	m := &memory{}
	go func() {
		var s runtime.MemStats
		for !m.stopped.Load() {
			runtime.ReadMemStats(&s)
			m.heap.Store(max(m.heap.Load(), s.HeapInuse+s.StackInuse))
			m.anonymous.Store(max(m.anonymous.Load(), anonymous()))
			time.Sleep(200 * time.Millisecond)
		}
	}()
	return m
}

func (m *memory) stop() { m.stopped.Store(true) }

// anonymous reads RssAnon on Linux; 0 elsewhere.
func anonymous() uint64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "RssAnon:")
	var kb uint64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		return 0
	}
	return kb << 10
}
