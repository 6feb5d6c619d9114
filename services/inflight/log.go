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

// Log is the file. A nil Log records nothing. It is safe for concurrent use.
type Log struct {
	mu   sync.Mutex
	file *os.File
	work map[int][]archive.Work // by the number of its Begin
	next int                    // number of the next Begin

	large chan struct{} // the slot for large work
}

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
	var all [][]archive.Work
	if json.Unmarshal(b, &all) == nil { // a truncated file is ignored
		left = slices.Concat(all...)
	}
	l = &Log{file: f, work: map[int][]archive.Work{}, large: make(chan struct{}, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l, left, l.write()
}

// Begin records work until end is called.
func (l *Log) Begin(work ...archive.Work) (end func()) {
	if l == nil || len(work) == 0 {
		return func() {}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	id := l.next
	l.next++
	l.work[id] = work
	_ = l.write() // a full disk must not stop the work itself
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.work, id)
		_ = l.write()
	}
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
	clear(l.work)
	return errors.Join(l.write(), l.file.Close())
}

// write replaces the content of the file. A crash between WriteAt and Truncate leaves invalid JSON
// behind, which Open ignores: the work is then not counted as interrupted.
func (l *Log) write() error {
	all := make([][]archive.Work, 0, len(l.work))
	for _, w := range l.work {
		all = append(all, w)
	}
	b, err := json.Marshal(all)
	if err != nil {
		return err
	}
	if _, err := l.file.WriteAt(b, 0); err != nil {
		return err
	}
	return l.file.Truncate(int64(len(b)))
}
