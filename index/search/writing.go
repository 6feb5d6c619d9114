package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/namedrop/namedrop/index"
)

// batchPassages is the most passages in one batch. Larger batches index faster and leave
// fewer segments to merge, but take more memory.
const batchPassages = 2000

// writers is how many batches are written at once.
const writers = 2

// writing collects entries into batches of whole documents, one partition each, and has
// several writers write them. One goroutine calls add, then finish or abandon.
type writing struct {
	g         *generation
	ctx       context.Context
	open      map[*partition]*job // batches that are not full yet
	seen      map[string]bool
	submitted int // batches handed to the writers

	jobs    chan *job
	pending sync.WaitGroup // batches
	running sync.WaitGroup // writers

	mu  sync.Mutex
	err error // the first error
}

func (g *generation) startWriting(ctx context.Context) *writing {
	w := &writing{g: g, ctx: ctx, open: map[*partition]*job{}, seen: map[string]bool{}, jobs: make(chan *job)}
	for range writers {
		w.running.Go(func() {
			for j := range w.jobs {
				w.do(j)
				w.pending.Done()
			}
		})
	}
	return w
}

func (w *writing) do(j *job) {
	if w.failed() != nil {
		return
	}
	if err := j.do(); err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.err = cmp.Or(w.err, err)
	}
}

func (w *writing) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return cmp.Or(w.err, w.ctx.Err())
}

// submit hands a batch to the writers. It waits while all of them are busy.
func (w *writing) submit(j *job) {
	w.submitted++
	w.pending.Add(1)
	w.jobs <- j
}

// flush submits the batches that are not full, the largest first. A single batch is split,
// so that both writers have work. A batch that carries the offset stays whole: the offset
// must not be written before the rest.
func (w *writing) flush() {
	rest := slices.SortedFunc(maps.Values(w.open), func(a, b *job) int { return b.passages - a.passages })
	clear(w.open)
	if len(rest) == 1 && rest[0].passages > batchPassages/4 && rest[0].offset == 0 {
		rest = rest[0].split()
	}
	for _, j := range rest {
		w.submit(j)
	}
}

// add takes entries. Of two entries for one document the last counts.
func (w *writing) add(entries []index.Entry) error {
	last := make(map[string]int, len(entries))
	again := false
	for i := range entries {
		last[entries[i].Document] = i
		again = again || w.seen[entries[i].Document]
	}
	if again { // two writers must not write the same document at once: the older edition could win
		w.flush()
		w.pending.Wait()
	}
	for i := range entries {
		e := &entries[i]
		if last[e.Document] != i {
			continue
		}
		if err := w.failed(); err != nil {
			return err
		}
		w.seen[e.Document] = true
		p, err := w.g.partition(e.Month)
		if err != nil {
			return err
		}
		if len(e.Passages) > batchPassages {
			w.addParts(p, e)
			continue
		}
		j := w.open[p]
		if j != nil && j.passages+len(e.Passages) > batchPassages {
			w.submit(j)
			j = nil
		}
		if j == nil {
			j = &job{p: p}
			w.open[p] = j
		}
		j.entries = append(j.entries, e)
		j.passages += len(e.Passages)
	}
	return nil
}

// addParts writes an entry that is too large for one batch in several. A search may see some
// of its passages before the others. After a crash all are written again.
func (w *writing) addParts(p *partition, e *index.Entry) {
	all := e.Passages
	for first := 0; first < len(all); first += batchPassages {
		w.pending.Wait() // one part at a time, to bound the memory
		part := *e
		part.Passages = all[first:min(first+batchPassages, len(all))]
		w.submit(&job{p: p, entries: []*index.Entry{&part}, passages: len(part.Passages), of: all})
	}
}

// finish waits until everything is on disk. If there is only one batch, the offset is
// written in it; otherwise the caller records the offset afterwards.
func (w *writing) finish(offset uint64) error {
	if w.submitted == 0 && len(w.open) == 1 {
		for _, j := range w.open {
			j.offset = offset
		}
	}
	w.flush()
	w.abandon()
	return w.failed()
}

// abandon waits for the submitted batches and drops the others.
func (w *writing) abandon() {
	close(w.jobs)
	w.running.Wait()
}
