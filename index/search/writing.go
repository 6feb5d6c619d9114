package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/namedrop/namedrop/index"
)

// batchPassages is the most passages written in one batch: more are faster to
// index, and leave fewer segments to be merged, but are held in memory.
const batchPassages = 2000

// writers is how many batches are written at once.
const writers = 2

// writing sorts entries into batches of whole documents, one partition each, and has
// them written side by side. add is for one goroutine; finish must be called.
type writing struct {
	g         *generation
	ctx       context.Context
	clusters  *clusters
	open      map[*partition]*job // batches that are not full
	seen      map[string]bool
	submitted int // batches given to the writers

	jobs    chan *job
	pending sync.WaitGroup // batches
	running sync.WaitGroup // writers

	mu  sync.Mutex
	err error // the first
}

func (g *generation) startWriting(ctx context.Context) *writing {
	w := &writing{g: g, ctx: ctx, clusters: newClusters(g), open: map[*partition]*job{}, seen: map[string]bool{}, jobs: make(chan *job)}
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

// hand gives a batch to the writers; it waits while all of them are busy.
func (w *writing) submit(j *job) {
	w.submitted++
	w.pending.Add(1)
	w.jobs <- j
}

// flush hands over the batches that are not full, the largest first. One that is alone is
// halved, so that no writer waits while another has the last of the work.
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

// add takes entries, the last of two for one document.
func (w *writing) add(entries []index.Entry) error {
	last := make(map[string]int, len(entries))
	again := false
	for i := range entries {
		last[entries[i].Document] = i
		again = again || w.seen[entries[i].Document]
	}
	if again { // what is under way for the document must not overtake what comes
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
		cluster, err := w.cluster(e, p)
		if err != nil {
			return err
		}
		if len(e.Passages) > batchPassages {
			w.addParts(p, e, cluster)
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
		j.clusters = append(j.clusters, cluster)
		j.passages += len(e.Passages)
	}
	return nil
}

func (w *writing) cluster(e *index.Entry, p *partition) (st cluster, err error) {
	defer recovered("looking for the story of a document", &err)
	defer catchFaults()()
	return w.clusters.find(e, p)
}

// addParts has an entry that is too large for a batch written in several. A search may see
// some of its passages before the others; after a crash all are written again.
func (w *writing) addParts(p *partition, e *index.Entry, st cluster) {
	all := e.Passages
	for first := 0; first < len(all); first += batchPassages {
		w.pending.Wait() // one at a time: in a day of talk nobody waits for the last word
		part := *e
		part.Passages = all[first:min(first+batchPassages, len(all))]
		w.submit(&job{p: p, entries: []*index.Entry{&part}, clusters: []cluster{st}, passages: len(part.Passages), of: all})
	}
}

// finish waits until everything is on disk. A batch that is the only one takes the
// mark with it, unless that is 0.
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

// abandon waits for the batches that were handed over, and forgets the others.
func (w *writing) abandon() {
	close(w.jobs)
	w.running.Wait()
	w.clusters.close()
}
