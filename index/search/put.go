package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"

	"github.com/namedrop/namedrop/index"
)

// batchPassages is the most passages written in one batch: more are faster to
// index but held in memory.
const batchPassages = 1000

// writers is how many batches are written at once.
const writers = 2

// Put adds entries, replacing what their documents had before. When it returns they
// are on disk and are found. Entries come in the order of their Seq; of two for one
// document the last counts. A document's Month must stay what it first was.
//
// Large calls are faster: batches of a thousand passages are written two at a time,
// and only the last waits for the others, because it carries the mark.
func (x *Index) Put(ctx context.Context, entries []index.Entry) error {
	x.write.Lock()
	defer x.write.Unlock()
	g, err := x.current()
	if err != nil {
		return err
	}
	if b := x.underway(); b != nil {
		// First the new generation: were it the other way round, a crash between
		// the two could swap in one that lacks what the old one has.
		if err := b.putLive(ctx, entries); err != nil {
			return err
		}
	}
	return g.put(ctx, entries, x.manifest.Mark)
}

// job is a batch for one partition.
type job struct {
	p        *partition
	entries  []*index.Entry
	stories  []story
	passages int
	mark     uint64 // set in the batch unless 0
}

// put writes entries to g.
func (g *generation) put(ctx context.Context, entries []index.Entry, floor uint64) error {
	jobs, seq, err := g.plan(entries)
	if err != nil || len(jobs) == 0 {
		return err
	}
	slices.SortStableFunc(jobs, func(a, b *job) int { return b.passages - a.passages })
	tail := jobs[len(jobs)-1]
	if seq > floor {
		tail.mark = seq
	}
	if err := work(ctx, jobs[:len(jobs)-1]); err != nil {
		return err
	}
	return work(ctx, []*job{tail})
}

// plan sorts entries into batches of whole documents.
func (g *generation) plan(entries []index.Entry) (jobs []*job, seq uint64, err error) {
	last := map[string]int{}
	for i := range entries {
		last[entries[i].Document] = i
		seq = max(seq, entries[i].Seq)
	}
	stories := newStories(g)
	defer stories.close()
	open := map[*partition]*job{}
	for i := range entries {
		e := &entries[i]
		if last[e.Document] != i {
			continue
		}
		p, err := g.partition(e.Month)
		if err != nil {
			return nil, 0, err
		}
		story, err := stories.of(e, p)
		if err != nil {
			return nil, 0, err
		}
		j := open[p]
		if j == nil || j.passages+len(e.Passages) > batchPassages {
			j = &job{p: p}
			open[p] = j
			jobs = append(jobs, j)
		}
		j.entries = append(j.entries, e)
		j.stories = append(j.stories, story)
		j.passages += len(e.Passages)
	}
	return jobs, seq, nil
}

// work does jobs, a few at a time, and returns the first error.
func work(ctx context.Context, jobs []*job) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	slots := make(chan struct{}, writers)
	for _, j := range jobs {
		slots <- struct{}{}
		mu.Lock()
		failed := first
		mu.Unlock()
		if failed != nil || ctx.Err() != nil {
			<-slots
			break
		}
		wg.Add(1)
		go func() {
			defer func() { <-slots; wg.Done() }()
			if err := j.do(); err != nil {
				mu.Lock()
				first = err
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	if first == nil {
		first = ctx.Err()
	}
	return first
}

func (j *job) do() (err error) {
	defer recovered("writing the search index", &err)
	now, err := j.p.snapshot()
	if err != nil {
		return err
	}
	b := j.p.b.NewBatch()
	for i, e := range j.entries {
		docs := documents(e, j.stories[i], j.p.courtesy)
		if err := replace(now, e.Document, docs, b); err != nil {
			now.close()
			return err
		}
		for _, d := range docs {
			if err := b.IndexAdvanced(d); err != nil {
				now.close()
				return fmt.Errorf("indexing %s: %w", e.Document, err)
			}
		}
	}
	now.close()
	if j.mark > 0 {
		b.SetInternal(markKey, binary.BigEndian.AppendUint64(nil, max(j.mark, j.p.mark())))
	}
	return j.p.commit(b)
}

// replace adds to the batch the deletion of what the document has in its partition
// now and won't have after.
func replace(now *snapshot, doc string, docs []*document.Document, batch *bleve.Batch) error {
	ids, err := now.passagesOf(doc)
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, d := range docs {
		keep[d.ID()] = true
	}
	for _, id := range ids {
		if !keep[id] {
			batch.Delete(id)
		}
	}
	return nil
}

func (p *partition) commit(b *bleve.Batch) (err error) {
	if !p.acquire() {
		return ErrClosed
	}
	defer p.release()
	defer recovered("writing the search index", &err)
	if err := p.b.Batch(b); err != nil {
		return fmt.Errorf("writing search partition %s: %w", p.name, err)
	}
	p.merged.Reset(settled)
	return p.show()
}

// Delete removes documents. They are gone from searches when it returns.
func (x *Index) Delete(ctx context.Context, docs []string) error {
	x.write.Lock()
	defer x.write.Unlock()
	g, err := x.current()
	if err != nil {
		return err
	}
	if b := x.underway(); b != nil {
		if err := b.deleteLive(ctx, docs); err != nil {
			return err
		}
	}
	return g.remove(ctx, docs)
}

func (g *generation) remove(ctx context.Context, docs []string) error {
	for _, p := range g.list() {
		if err := ctx.Err(); err != nil {
			return err
		}
		now, err := p.snapshot()
		if err != nil {
			return err
		}
		b := p.b.NewBatch()
		for _, doc := range docs {
			ids, err := now.passagesOf(doc)
			if err != nil {
				now.close()
				return err
			}
			for _, id := range ids {
				b.Delete(id)
			}
		}
		now.close()
		if b.Size() == 0 {
			continue
		}
		if err := p.commit(b); err != nil {
			return err
		}
	}
	return nil
}
