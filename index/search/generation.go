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

// generation is a complete index: its partitions, in one directory. A reindex fills a new
// generation while the old one serves. Searches read the list of partitions without a lock,
// so the list is replaced and never changed.
type generation struct {
	dir    string
	number int
	opts   Options

	x *Index

	mu           sync.Mutex
	parts        atomic.Pointer[[]*partition]
	settingAside map[string]bool // names of partitions whose damaged files are not moved away yet
}

// bad is a partition that cannot be opened. path is empty if its files are missing.
type bad struct {
	name, path string
	err        error
}

// openGeneration opens the partitions in dir. It returns those that could not be opened and
// those of expected that are missing.
func openGeneration(dir string, number int, o Options, x *Index, expected []string) (*generation, []bad, error) {
	g := &generation{dir: dir, number: number, opts: o, x: x}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("making the search index directory: %w", err)
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the search index directory: %w", err)
	}
	var parts []*partition
	var lost []bad
	there := map[string]bool{}
	for _, d := range list {
		if !partitionName.MatchString(d.Name()) {
			continue
		}
		there[d.Name()] = true
		path := filepath.Join(dir, d.Name())
		p, err := g.reopen(path, d)
		switch {
		case err == nil:
			parts = append(parts, p)
		case errors.Is(err, ErrDamaged):
			lost = append(lost, bad{d.Name(), path, err})
		default:
			for _, p := range parts {
				p.close()
			}
			return nil, nil, err
		}
	}
	for _, name := range expected {
		if partitionName.MatchString(name) && !there[name] {
			lost = append(lost, bad{name: name, err: damaged("the directory of %s is missing", name)})
		}
	}
	g.parts.Store(&parts)
	return g, lost, nil
}

// reopen verifies and opens an existing partition.
func (g *generation) reopen(path string, d os.DirEntry) (*partition, error) {
	if !d.IsDir() {
		return nil, damaged("%s is not a directory", d.Name())
	}
	passages, err := verify(path, false)
	if isResourceLimit(err) {
		return nil, err
	}
	if err != nil {
		return nil, asDamaged(err)
	}
	p, err := openPartition(path, d.Name(), g.opts, g.reportDamage)
	if isResourceLimit(err) {
		return nil, err
	}
	if err != nil {
		return nil, asDamaged(err)
	}
	// If the last snapshot is unreadable, bleve silently opens the one before, or an empty
	// index. The count of passages shows it.
	if n := p.count(); n != passages {
		_ = p.close()
		return nil, damaged("%d of %d passages were opened", n, passages)
	}
	return p, nil
}

func (g *generation) reportDamage(p *partition, err error) {
	g.x.verifyLater(p, err)
}

func (g *generation) list() []*partition { return *g.parts.Load() }

func (g *generation) names() []string {
	var out []string
	for _, p := range g.list() {
		out = append(out, p.name)
	}
	return out
}

// partition returns the partition of that name, and creates it if there is none.
func (g *generation) partition(name string) (*partition, error) {
	if name == "" {
		name = "undated"
	}
	if !partitionName.MatchString(name) {
		return nil, fmt.Errorf("%q is not a search partition: want 2026-11, 2024 or undated", name)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	old := g.list()
	for _, p := range old {
		if p.name == name {
			return p, nil
		}
	}
	if g.settingAside[name] {
		return nil, damaged("partition %s is being set aside", name)
	}
	if g.x.serves(g) {
		if err := g.x.registerPartition(name); err != nil {
			return nil, err
		}
	}
	p, err := openPartition(filepath.Join(g.dir, name), name, g.opts, g.reportDamage)
	if err != nil {
		return nil, err
	}
	parts := append(slices.Clone(old), p)
	slices.SortFunc(parts, func(a, b *partition) int { return cmp.Compare(a.name, b.name) })
	g.parts.Store(&parts)
	return p, nil
}

// forget takes a partition out of the list and reports whether it was in it.
func (g *generation) forget(gone *partition) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	parts := slices.Clone(g.list())
	i := slices.Index(parts, gone)
	if i < 0 {
		return false
	}
	parts = slices.Delete(parts, i, i+1)
	g.parts.Store(&parts)
	if g.settingAside == nil {
		g.settingAside = map[string]bool{}
	}
	g.settingAside[gone.name] = true
	return true
}

// gone notes that the files of a forgotten partition were moved away, so that a new one can
// be created.
func (g *generation) gone(p *partition) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.settingAside, p.name)
}

// drop removes a partition and its files.
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

func (g *generation) offset() uint64 {
	var m uint64
	for _, p := range g.list() {
		m = max(m, p.offset())
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
