package search

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/namedrop/namedrop/index/search/query"
)

// Drop removes a partition for good, as retention does. It waits for searches that read it.
func (x *Index) Drop(month string) error {
	x.write.Lock()
	defer x.write.Unlock()
	g, err := x.current()
	if err != nil {
		return err
	}
	// The partition may hold the offset, which must survive it.
	if err := x.raiseOffset(x.Offset()); err != nil {
		return err
	}
	if b := x.currentBuild(); b != nil {
		if err := b.g.drop(month); err != nil {
			return err
		}
	}
	if err := g.drop(month); err != nil {
		return err
	}
	return x.update(func(m *manifest) {
		m.Partitions = slices.DeleteFunc(m.Partitions, func(name string) bool { return name == month })
		m.Lost = slices.DeleteFunc(m.Lost, func(l Lost) bool { return l.Name == month })
	})
}

// Compact merges each partition into one segment, which makes it smaller and faster.
// Searches go on meanwhile. It stops when ctx ends.
func (x *Index) Compact(ctx context.Context) error {
	g, err := x.current()
	if err != nil {
		return err
	}
	for _, p := range g.list() {
		if err := p.compact(ctx); err != nil && !x.diagnose(withPartition(p, err)) {
			return err
		}
	}
	return nil
}

func (p *partition) compact(ctx context.Context) (err error) {
	defer recovered("compacting search partition "+p.name, &err)
	defer catchFaults()()
	if err := ctx.Err(); err != nil {
		return err
	}
	if !p.acquire() {
		return nil
	}
	defer p.release()
	s, ok := p.adv.(*scorch.Scorch)
	if !ok {
		return nil
	}
	if err := s.ForceMerge(ctx, nil); err != nil {
		return fmt.Errorf("compacting search partition %s: %w", p.name, err)
	}
	if err := p.refresh(); err != nil {
		return err
	}
	return ctx.Err()
}

// Stats is how large an index is.
type Stats struct {
	Generation int              `json:"generation"`
	Offset     uint64           `json:"mark"`
	Reindexing bool             `json:"reindexing"`
	Passages   uint64           `json:"passages"`
	Bytes      int64            `json:"bytes"`
	Partitions []PartitionStats `json:"partitions"`
	Lost       []Lost           `json:"lost"`
}

// PartitionStats is how large a partition is.
type PartitionStats struct {
	Name     string `json:"name"`
	Passages uint64 `json:"passages"`
	Segments int    `json:"segments"`
	Bytes    int64  `json:"bytes"`
}

// Stats returns the size of the index.
func (x *Index) Stats() (Stats, error) {
	g, err := x.current()
	if err != nil {
		return Stats{}, err
	}
	st := Stats{Generation: g.number, Offset: x.Offset(), Reindexing: x.currentBuild() != nil, Partitions: []PartitionStats{}, Lost: x.Lost()}
	for _, p := range g.list() {
		s, err := p.snapshot()
		if errors.Is(err, ErrClosed) {
			continue
		}
		if err != nil {
			if x.diagnose(withPartition(p, err)) {
				continue
			}
			return st, err
		}
		ps := PartitionStats{Name: p.name, Segments: len(s.segments), Bytes: size(p.path)}
		for _, seg := range s.segments {
			ps.Passages += seg.all().GetCardinality()
		}
		s.close()
		st.Passages += ps.Passages
		st.Bytes += ps.Bytes
		st.Partitions = append(st.Partitions, ps)
	}
	return st, nil
}

// size returns the total size of the files in a directory. Files that disappear meanwhile
// count 0.
func size(dir string) int64 {
	var n int64
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			n += info.Size()
		}
		return nil
	})
	return n
}

// Warm reads what the first search in each partition would have to read, so that it is as
// fast as later ones. Calling it is optional.
func (x *Index) Warm(ctx context.Context) error {
	_, err := withRetry(x, new(time.Time), func() (struct{}, error) { return struct{}{}, x.warm(ctx) })
	return err
}

func (x *Index) warm(ctx context.Context) (err error) {
	s, err := x.session(ctx, query.Query{})
	if err != nil {
		return err
	}
	defer s.end()
	defer s.blame(&err)
	defer recovered("reading the search index", &err)
	defer catchFaults()()
	for _, p := range s.parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.reading = p
		snap, err := s.open(p)
		if err != nil {
			return err
		}
		for _, seg := range snap.list() {
			if _, err := seg.bounds(); err != nil {
				return err
			}
			if _, err := seg.docMap(); err != nil {
				return err
			}
		}
		if snap != nil {
			s.leave(p)
		}
	}
	return nil
}
