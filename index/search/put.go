package search

import (
	"context"
	"fmt"
	"iter"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
)

// Put adds entries and replaces what their documents had before. When it returns they are on
// disk and the next search finds them. Entries come in the order of their Seq. Of two
// entries for one document the last counts. A document's Month must never change: the old
// passages are looked for in that partition only.
func (x *Index) Put(ctx context.Context, entries []index.Entry) error {
	return x.Feed(ctx, func(yield func([]index.Entry, error) bool) { yield(entries, nil) }, 0)
}

// Feed is Put for many entries that arrive in pieces. The next piece is made while the ones
// before it are written, and batches are filled across pieces. Nothing is durable before
// Feed returns. Then the offset is set to the highest Seq of the entries, or to offset if
// that is higher. An error that is [ErrDamaged] means that a damaged partition was set
// aside: feeding the same again fills an empty one.
func (x *Index) Feed(ctx context.Context, pieces iter.Seq2[[]index.Entry, error], offset uint64) error {
	x.write.Lock()
	defer x.write.Unlock()
	g, err := x.current()
	if err != nil {
		return err
	}
	w := g.startWriting(ctx)
	if err := x.feed(ctx, w, pieces, &offset); err != nil {
		w.abandon()
		return x.diagnosed(err)
	}
	if err := w.finish(offset); err != nil {
		return x.diagnosed(err)
	}
	if offset <= x.Offset() {
		return nil
	}
	return x.raiseOffset(offset)
}

func (x *Index) feed(ctx context.Context, w *writing, pieces iter.Seq2[[]index.Entry, error], offset *uint64) error {
	b := x.currentBuild()
	for entries, err := range pieces {
		if err != nil {
			return err
		}
		if b != nil {
			// The new generation first. In the other order a crash between the two writes
			// could leave a new generation that lacks what the old one has.
			if err := b.putLive(ctx, entries); err != nil {
				return err
			}
		}
		if err := w.add(entries); err != nil {
			return err
		}
		for i := range entries {
			*offset = max(*offset, entries[i].Seq)
		}
	}
	return nil
}

// put writes entries to g without changing the offset.
func (g *generation) put(ctx context.Context, entries []index.Entry) error {
	w := g.startWriting(ctx)
	if err := w.add(entries); err != nil {
		w.abandon()
		return err
	}
	return w.finish(0)
}

// job is a batch for one partition.
type job struct {
	p        *partition
	entries  []*index.Entry
	passages int
	offset   uint64          // written with the batch unless 0
	of       []index.Passage // all passages of the entry, if this batch is a part of it
}

// split returns the batch in two halves of whole documents, or as it is if it has one
// document.
func (j *job) split() []*job {
	first, second := &job{p: j.p}, &job{p: j.p}
	for _, e := range j.entries {
		half := first
		if first.passages >= j.passages/2 {
			half = second
		}
		half.entries = append(half.entries, e)
		half.passages += len(e.Passages)
	}
	if len(second.entries) == 0 {
		return []*job{j}
	}
	return []*job{first, second}
}

func (j *job) do() (err error) {
	defer func() { err = withPartition(j.p, err) }()
	defer recovered("writing the search index", &err)
	defer catchFaults()()
	now, err := j.p.snapshot()
	if err != nil {
		return err
	}
	b, err := j.batch(now)
	now.close()
	if err != nil {
		return err
	}
	if j.offset > 0 {
		b.SetInternal(offsetKey, encodeOffset(max(j.offset, j.p.offset())))
	}
	return j.p.commit(b)
}

func (j *job) batch(now *snapshot) (b *bleve.Batch, err error) {
	defer recovered("writing the search index", &err)
	b = j.p.b.NewBatch()
	for _, e := range j.entries {
		docs := documents(e, j.p.throttle)
		if err := replace(now, e.Document, docs, j.of, b); err != nil {
			return nil, err
		}
		for _, d := range docs {
			if err := b.IndexAdvanced(d); err != nil {
				return nil, fmt.Errorf("indexing %s: %w", e.Document, err)
			}
		}
	}
	return b, nil
}

// replace adds to the batch the deletion of the passages that the document has now and will
// not have after. of are all passages of the document, if docs are a part of them.
func replace(now *snapshot, doc string, docs []*document.Document, of []index.Passage, batch *bleve.Batch) error {
	ids, err := now.passagesOf(doc)
	if err != nil || len(ids) == 0 {
		return err
	}
	keep := map[string]bool{}
	for _, d := range docs {
		keep[d.ID()] = true
	}
	for i := range of {
		keep[passage.ID(doc, of[i].Number)] = true
	}
	for _, id := range ids {
		if !keep[id] {
			batch.Delete(id)
		}
	}
	return nil
}

func (p *partition) commit(b *bleve.Batch) error {
	if !p.acquire() {
		return ErrClosed
	}
	defer p.release()
	if err := p.batch(b); err != nil {
		return fmt.Errorf("writing search partition %s: %w", p.name, err)
	}
	p.merged.Reset(refreshDelay)
	return p.publish()
}

// batch hands a batch to bleve. Bleve's Batch would wait forever if its goroutines have
// ended, because nothing receives the batch any more. So it runs in its own goroutine, and
// batch returns when the partition is aborted.
func (p *partition) batch(b *bleve.Batch) error {
	written := make(chan error, 1)
	go func() {
		var err error
		defer func() { written <- err }()
		defer recovered("writing the search index", &err)
		defer catchFaults()()
		err = p.b.Batch(b)
	}()
	select {
	case err := <-written:
		return err
	case <-p.broken:
		return damaged("partition %s was set aside", p.name)
	}
}

// Delete removes documents. Searches do not find them once it returns.
func (x *Index) Delete(ctx context.Context, docs []string) error {
	x.write.Lock()
	defer x.write.Unlock()
	g, err := x.current()
	if err != nil {
		return err
	}
	if b := x.currentBuild(); b != nil {
		if err := b.deleteLive(ctx, docs); err != nil {
			return err
		}
	}
	return x.diagnosed(g.remove(ctx, docs))
}

func (g *generation) remove(ctx context.Context, docs []string) error {
	for _, p := range g.list() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.remove(docs); err != nil && !p.isBroken() {
			return withPartition(p, err)
		}
	}
	return nil
}

func (p *partition) remove(docs []string) (err error) {
	defer recovered("deleting documents from the search index", &err)
	defer catchFaults()()
	now, err := p.snapshot()
	if err != nil {
		return err
	}
	b, err := p.removal(now, docs)
	now.close()
	if err != nil || b.Size() == 0 {
		return err
	}
	return p.commit(b)
}

func (p *partition) removal(now *snapshot, docs []string) (b *bleve.Batch, err error) {
	defer recovered("deleting documents from the search index", &err)
	b = p.b.NewBatch()
	for _, doc := range docs {
		ids, err := now.passagesOf(doc)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			b.Delete(id)
		}
	}
	return b, nil
}
