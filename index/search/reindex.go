package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/namedrop/namedrop/index"
)

// ErrReindexing is returned when a reindex is running already.
var ErrReindexing = errors.New("the search index is being rebuilt already")

// Progress is how far a reindex is.
type Progress struct {
	Documents int `json:"documents"`
	Passages  int `json:"passages"`
}

// building is the generation that a reindex fills. Puts and deletions during the reindex go
// to both generations. The documents they touch are noted in newer, and the older entries
// that the feed has for them are left out.
type building struct {
	g      *generation
	mu     sync.Mutex
	newer  map[string]bool
	offset uint64 // highest Seq that the feed brought
}

func (x *Index) currentBuild() *building {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.building
}

func (b *building) putLive(ctx context.Context, entries []index.Entry) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range entries {
		b.newer[entries[i].Document] = true
	}
	return b.g.put(ctx, entries)
}

func (b *building) deleteLive(ctx context.Context, docs []string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range docs {
		b.newer[d] = true
	}
	return b.g.remove(ctx, docs)
}

func (b *building) feed(ctx context.Context, entries []index.Entry) (Progress, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var p Progress
	keep := make([]index.Entry, 0, len(entries))
	for _, e := range entries {
		p.Documents++
		p.Passages += len(e.Passages)
		b.offset = max(b.offset, e.Seq)
		if !b.newer[e.Document] {
			keep = append(keep, e)
		}
	}
	return p, b.g.put(ctx, keep)
}

// Reindex rebuilds the index while the old one serves, and swaps them when feed has
// returned. feed calls put with every document that the ledger had when Reindex began; puts
// and deletions meanwhile are kept. progress is called after each put and may be nil. If
// feed fails or ctx ends, the old index stays and the new one is removed.
func (x *Index) Reindex(ctx context.Context, feed func(put func([]index.Entry) error) error, progress func(Progress)) (err error) {
	if !x.reindex.TryLock() {
		return ErrReindexing
	}
	defer x.reindex.Unlock()
	b, err := x.startBuilding()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			x.abandon(b)
		}
	}()
	var total Progress
	err = feed(func(entries []index.Entry) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := b.feed(ctx, entries)
		if err != nil {
			return err
		}
		total.Documents += p.Documents
		total.Passages += p.Passages
		if progress != nil {
			progress(total)
		}
		return nil
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("rebuilding the search index: %w", err)
	}
	return x.swap(b, func(m manifest, offset uint64) manifest {
		m.Offset = max(offset, b.offset)
		return m
	})
}

func (x *Index) startBuilding() (*building, error) {
	x.write.Lock()
	defer x.write.Unlock()
	if _, err := x.current(); err != nil {
		return nil, err
	}
	n := max(latest(x.dir), x.manifest.Generation) + 1
	g, _, err := openGeneration(generationDir(x.dir, n), n, x.opts, x, nil)
	if err != nil {
		return nil, err
	}
	b := &building{g: g, newer: map[string]bool{}}
	x.mu.Lock()
	x.building = b
	x.mu.Unlock()
	return b, nil
}

// Reset empties the index and assigns it to a ledger. Everything has to be put again.
func (x *Index) Reset(ledger string) error {
	if !x.reindex.TryLock() {
		return ErrReindexing
	}
	defer x.reindex.Unlock()
	b, err := x.startBuilding()
	if err != nil {
		return err
	}
	err = x.swap(b, func(m manifest, _ uint64) manifest {
		m.Ledger, m.Offset, m.Lost = ledger, 0, nil
		return m
	})
	if err != nil {
		x.abandon(b)
	}
	return err
}

// swap makes the new generation live. A restart opens the new generation from the moment
// that the manifest is replaced.
func (x *Index) swap(b *building, with func(m manifest, offset uint64) manifest) error {
	x.write.Lock()
	offset := x.Offset()
	x.mu.Lock()
	if x.closed {
		x.mu.Unlock()
		x.write.Unlock()
		return ErrClosed
	}
	x.mu.Unlock()
	err := x.update(func(m *manifest) {
		*m = with(manifest{Generation: b.g.number, Mapping: MappingVersion, Ledger: m.Ledger, Partitions: b.g.names()}, offset)
	})
	if err != nil {
		x.write.Unlock()
		return err
	}
	x.mu.Lock()
	old := x.live
	x.live, x.building = b.g, nil
	x.mu.Unlock()
	x.write.Unlock()
	if err := old.close(); err != nil {
		return fmt.Errorf("closing the old search index: %w", err)
	}
	if err := os.RemoveAll(old.dir); err != nil {
		return fmt.Errorf("removing the old search index: %w", err)
	}
	return nil
}

// abandon removes the generation of an interrupted reindex.
func (x *Index) abandon(b *building) {
	x.write.Lock()
	defer x.write.Unlock()
	x.mu.Lock()
	mine := x.building == b
	if mine {
		x.building = nil
	}
	x.mu.Unlock()
	if !mine {
		return
	}
	if err := errors.Join(b.g.close(), os.RemoveAll(b.g.dir)); err != nil {
		x.opts.Logger.Warn("removing unfinished search index failed", "dir", b.g.dir, "error", err)
	}
}
