package search

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Index is a search index in a directory. Its methods may be called from several goroutines.
// Writes run one at a time.
type Index struct {
	dir  string
	opts Options
	lock *bolt.DB

	write     sync.Mutex // one writer
	manifests sync.Mutex // one change of the manifest
	reindex   sync.Mutex // one reindex
	mu        sync.RWMutex
	live      *generation
	building  *building // nil unless a reindex runs
	closed    bool
	slots     chan struct{} // holds one token for each running search
	ranked    rankings
	manifest  manifest

	damage damage
}

// Open opens the index in dir, or creates one. It fails with [ErrLocked] when another
// process has it open. It removes what an interrupted reindex left, and sets damaged
// partitions aside: see [Index.Lost].
func Open(dir string, opts Options) (*Index, error) {
	opts = opts.withDefaults()
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		if _, err := moveAside(filepath.Dir(dir), dir); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the search index directory: %w", err)
	}
	lock, err := takeLock(dir, opts)
	if err != nil {
		return nil, err
	}
	x := &Index{dir: dir, opts: opts, lock: lock, slots: make(chan struct{}, opts.Searches), damage: newDamage()}
	if err := x.load(); err != nil {
		lock.Close()
		return nil, err
	}
	return x, nil
}

func (x *Index) load() error {
	ownPermissions(x.dir)
	m, found, why := findManifest(x.dir)
	if why != nil {
		x.opts.Logger.Warn("search index manifest unreadable", "copy", found, "error", why)
	}
	switch {
	case !found && why == nil:
		m = manifest{Generation: 1, Mapping: MappingVersion}
	case !found:
		// Without the manifest and its copy the index is rebuilt. No data is lost.
		m = manifest{Generation: latest(x.dir) + 1, Mapping: MappingVersion, Lost: []Lost{{Why: why.Error(), At: time.Now().UTC()}}}
	case m.Mapping != MappingVersion:
		// The fields of another version differ. The index is filled again from the ledger.
		m = manifest{Generation: m.Generation + 1, Mapping: MappingVersion, Ledger: m.Ledger}
	}
	if err := removeOthers(x.dir, m.Generation); err != nil {
		return err
	}
	return x.openLive(m)
}

// openLive opens the partitions of the live generation. Partitions that are missing or
// cannot be opened are recorded as lost.
func (x *Index) openLive(m manifest) error {
	path := generationDir(x.dir, m.Generation)
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		if _, err := moveAside(x.dir, path); err != nil {
			return err
		}
	}
	g, bad, err := openGeneration(path, m.Generation, x.opts, x, m.Partitions)
	if err != nil {
		return err
	}
	x.mu.Lock()
	x.manifest, x.live = m, g
	x.mu.Unlock()
	err = x.update(func(m *manifest) {
		m.Partitions = g.names()
		for _, b := range bad {
			kept := ""
			if b.path != "" {
				var err error
				if kept, err = moveAside(x.dir, b.path); err != nil {
					x.opts.Logger.Error("setting search partition aside failed", "partition", b.name, "error", err)
				}
			}
			m.addLost(b.name, kept, b.err)
			x.opts.Logger.Warn("search partition set aside", "partition", b.name, "kept", kept, "error", firstLine(b.err.Error()))
		}
	})
	if err != nil {
		_ = g.close()
		return err
	}
	return nil
}

// serves reports whether g is the generation that searches use.
func (x *Index) serves(g *generation) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live == g
}

// registerPartition records a new partition in the manifest before its files are made. So a
// start notices when the files are missing.
func (x *Index) registerPartition(name string) error {
	return x.update(func(m *manifest) {
		if !slices.Contains(m.Partitions, name) {
			m.Partitions = append(m.Partitions, name)
		}
	})
}

func generationDir(dir string, n int) string { return filepath.Join(dir, fmt.Sprintf("gen-%06d", n)) }

func generations(dir string) map[int]string {
	out := map[int]string{}
	list, _ := os.ReadDir(dir)
	for _, d := range list {
		if n, ok := strings.CutPrefix(d.Name(), "gen-"); ok && d.IsDir() {
			if i, err := strconv.Atoi(n); err == nil {
				out[i] = filepath.Join(dir, d.Name())
			}
		}
	}
	return out
}

func latest(dir string) int {
	n := 0
	for i := range generations(dir) {
		n = max(n, i)
	}
	return n
}

func removeOthers(dir string, keep int) error {
	for n, path := range generations(dir) {
		if n == keep {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing an old search index: %w", err)
		}
	}
	return nil
}

// Offset returns the highest [index.Entry.Seq] up to which the index has everything. It is 0
// when the index has to be filled from the start.
func (x *Index) Offset() uint64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return 0
	}
	return max(x.manifest.Offset, x.live.offset())
}

// Close waits for running searches and writes. It may be called twice.
func (x *Index) Close() error {
	x.write.Lock()
	defer x.write.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil
	}
	x.closed = true
	var errs []error
	if x.building != nil {
		errs = append(errs, x.building.g.close())
	}
	errs = append(errs, x.live.close(), x.lock.Close())
	return errors.Join(errs...)
}

// current returns the live generation. Its partitions must be acquired before use.
func (x *Index) current() (*generation, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return nil, ErrClosed
	}
	return x.live, nil
}

func since(t time.Time) time.Duration { return time.Since(t).Round(time.Microsecond) }
