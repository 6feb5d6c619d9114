package search

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
)

var partitionName = regexp.MustCompile(`^(\d{4}(-\d{2})?|undated)$`)

// generation is a whole index: its partitions in one directory. Searches read the
// list without a lock; it is replaced, never changed.
type generation struct {
	dir    string
	number int
	opts   Options

	mu    sync.Mutex
	parts atomic.Pointer[[]*partition]
}

func openGeneration(dir string, number int, o Options) (*generation, error) {
	g := &generation{dir: dir, number: number, opts: o}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the search index directory: %w", err)
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the search index directory: %w", err)
	}
	var parts []*partition
	for _, d := range list {
		if !d.IsDir() || !partitionName.MatchString(d.Name()) {
			continue
		}
		p, err := openPartition(filepath.Join(dir, d.Name()), d.Name(), o)
		if err != nil {
			for _, p := range parts {
				p.close()
			}
			return nil, err
		}
		parts = append(parts, p)
	}
	g.parts.Store(&parts)
	return g, nil
}

func (g *generation) list() []*partition { return *g.parts.Load() }

// partition returns the partition of that name, made if there is none.
func (g *generation) partition(name string) (*partition, error) {
	if name == "" {
		name = "undated"
	}
	if !partitionName.MatchString(name) {
		return nil, fmt.Errorf("%q is no search partition: want 2026-11, 2024 or undated", name)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	old := g.list()
	for _, p := range old {
		if p.name == name {
			return p, nil
		}
	}
	p, err := openPartition(filepath.Join(g.dir, name), name, g.opts)
	if err != nil {
		return nil, err
	}
	parts := append(slices.Clone(old), p)
	slices.SortFunc(parts, func(a, b *partition) int { return cmp.Compare(a.name, b.name) })
	g.parts.Store(&parts)
	return p, nil
}

// drop forgets a partition and removes its files.
func (g *generation) drop(name string) error {
	g.mu.Lock()
	var gone *partition
	parts := slices.Clone(g.list())
	for i, p := range parts {
		if p.name == name {
			gone = p
			parts = slices.Delete(parts, i, i+1)
			break
		}
	}
	g.parts.Store(&parts)
	g.mu.Unlock()
	if gone == nil {
		return nil
	}
	if err := gone.close(); err != nil {
		return fmt.Errorf("closing search partition %s: %w", name, err)
	}
	if err := os.RemoveAll(gone.path); err != nil {
		return fmt.Errorf("removing search partition %s: %w", name, err)
	}
	return nil
}

func (g *generation) mark() uint64 {
	var m uint64
	for _, p := range g.list() {
		m = max(m, p.mark())
	}
	return m
}

func (g *generation) close() error {
	var errs []error
	for _, p := range g.list() {
		errs = append(errs, p.close())
	}
	return errors.Join(errs...)
}
