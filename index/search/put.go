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

// Put adds entries, replacing what their documents had before. When it returns they
// are on disk and are found. Entries come in the order of their Seq; of two for one
// document the last counts. A document's Month must stay what it first was.
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

// put writes entries to g in batches of whole documents.
func (g *generation) put(ctx context.Context, entries []index.Entry, floor uint64) error {
	for len(entries) > 0 {
		n, passages := 0, 0
		for n < len(entries) && (n == 0 || passages+len(entries[n].Passages) <= 2*batchPassages) {
			passages += len(entries[n].Passages)
			n++
		}
		if err := g.putBatch(ctx, entries[:n], floor); err != nil {
			return err
		}
		entries = entries[n:]
	}
	return nil
}

// putBatch writes one batch to each partition, side by side, and the one with the
// mark last.
func (g *generation) putBatch(ctx context.Context, entries []index.Entry, floor uint64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	last := map[string]int{}
	var seq uint64
	for i := range entries {
		last[entries[i].Document] = i
		seq = max(seq, entries[i].Seq)
	}
	stories := newStories(g)
	batches := map[*partition]*bleve.Batch{}
	before := map[*partition]*snapshot{}
	defer func() {
		for _, s := range before {
			s.close()
		}
	}()
	var order []*partition
	for i := range entries {
		e := &entries[i]
		if last[e.Document] != i {
			continue
		}
		p, err := g.partition(e.Month)
		if err != nil {
			return err
		}
		story, err := stories.of(e)
		if err != nil {
			return err
		}
		docs := documents(e, story)
		b := batches[p]
		if b == nil {
			now, err := p.snapshot()
			if err != nil {
				return err
			}
			b = p.b.NewBatch()
			before[p], batches[p] = now, b
			order = append(order, p)
		}
		if err := replace(before[p], e.Document, docs, b); err != nil {
			return err
		}
		for _, d := range docs {
			if err := b.IndexAdvanced(d); err != nil {
				return fmt.Errorf("indexing %s: %w", e.Document, err)
			}
		}
	}
	if len(order) == 0 {
		return nil
	}
	slices.SortFunc(order, func(a, b *partition) int { return batches[a].Size() - batches[b].Size() })
	tail := order[len(order)-1]
	if seq > floor {
		batches[tail].SetInternal(markKey, binary.BigEndian.AppendUint64(nil, max(seq, tail.mark())))
	}
	if err := commit(order[:len(order)-1], batches); err != nil {
		return err
	}
	return commit([]*partition{tail}, batches)
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

// writers is how many partitions are written at once.
const writers = 2

func commit(parts []*partition, batches map[*partition]*bleve.Batch) error {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	slots := make(chan struct{}, writers)
	for _, p := range parts {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			if err := p.commit(batches[p]); err != nil {
				mu.Lock()
				first = err
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	return first
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
	return nil
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
