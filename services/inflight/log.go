// Package inflight records what a process is working on, so that the next start knows what a
// crash interrupted, for example when the process ran out of memory. The ledger counts how many
// crashes each piece of work was part of: see [archive.Quarantined].
//
// The file is written without a sync: it survives the process, not a power failure.
package inflight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/namedrop/namedrop/services/ledger/archive"
)

// Log is the file: an array of slots of slotSize bytes, each with one piece of work as JSON on a
// line, or blank. A begin and an end write their own slots alone, since a crawler does both thousands
// of times a second. A nil Log records nothing. It is safe for concurrent use.
type Log struct {
	mu   sync.Mutex
	file *os.File
	free []int // blank slots below next
	next int   // the first slot that was never used

	large chan struct{} // the slot for large work
}

// slotSize has room for a piece of work: ids are short.
const slotSize = 256

// Open opens or creates the file. left is the work that the previous process had begun and not
// ended when it crashed.
func Open(path string) (l *Log, left []archive.Work, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the list of work in flight: %w", err)
	}
	b, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("reading the list of work in flight: %w", err), f.Close())
	}
	for slot := range slices.Chunk(b, slotSize) {
		var w archive.Work
		if json.Unmarshal(slot, &w) == nil && w.ID != "" { // what is blank or truncated is ignored
			left = append(left, w)
		}
	}
	if err := f.Truncate(0); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("emptying the list of work in flight: %w", err), f.Close())
	}
	return &Log{file: f, large: make(chan struct{}, 1)}, left, nil
}

// Begin records work until end is called.
func (l *Log) Begin(work ...archive.Work) (end func()) {
	if l == nil || len(work) == 0 {
		return func() {}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	slots := make([]int, len(work))
	for i, w := range work {
		slots[i] = l.takeSlot()
		b, err := json.Marshal(w)
		if err == nil && len(b) < slotSize {
			l.write(slots[i], b)
		}
	}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, slot := range slots {
			l.write(slot, nil)
		}
		l.free = append(l.free, slots...)
	}
}

// takeSlot returns a blank slot.
func (l *Log) takeSlot() int {
	if n := len(l.free); n > 0 {
		slot := l.free[n-1]
		l.free = l.free[:n-1]
		return slot
	}
	l.next++
	return l.next - 1
}

// write fills a slot with b and blanks. A full disk must not stop the work, so errors are ignored:
// what could not be written is not counted as interrupted.
func (l *Log) write(slot int, b []byte) {
	var content [slotSize]byte
	for i := copy(content[:], b); i < slotSize; i++ {
		content[i] = ' '
	}
	content[slotSize-1] = '\n'
	_, _ = l.file.WriteAt(content[:], int64(slot)*slotSize)
}

// Alone waits for the single slot for large work, and keeps it until done is called. Large work
// needs many times the memory of its text, so a process does one piece at a time.
func (l *Log) Alone(ctx context.Context) (done func(), err error) {
	if l == nil {
		return func() {}, nil
	}
	select {
	case l.large <- struct{}{}:
		return func() { <-l.large }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Close empties the file: after an orderly stop nothing was interrupted.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.file.Truncate(0), l.file.Close())
}
