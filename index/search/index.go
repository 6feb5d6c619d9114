package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Index is a search index in a directory. Its methods may be called from many
// goroutines; writes take turns.
type Index struct {
	dir  string
	opts Options
	lock *bolt.DB

	write    sync.Mutex // one writer
	reindex  sync.Mutex // one reindex
	mu       sync.RWMutex
	live     *generation
	building *building // nil unless a reindex runs
	closed   bool
	turn     chan struct{} // one token for each search that may run
	ranked   rankings
	manifest manifest
}

// manifest says which generation is live. Mark is the high-water mark where no
// partition holds a higher one.
type manifest struct {
	Generation int    `json:"generation"`
	Mapping    int    `json:"mapping"`
	Mark       uint64 `json:"mark"`
}

// Open opens the index in dir, or makes one. It fails with [ErrLocked] when another
// process has it open. What an interrupted reindex left is removed.
func Open(dir string, opts Options) (*Index, error) {
	opts = opts.withDefaults()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the search index directory: %w", err)
	}
	lock, err := bolt.Open(filepath.Join(dir, "lock"), 0o644, &bolt.Options{Timeout: opts.LockTimeout})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("opening %s: %w", dir, ErrLocked)
	}
	if err != nil {
		return nil, fmt.Errorf("locking the search index %s: %w", dir, err)
	}
	x := &Index{dir: dir, opts: opts, lock: lock, turn: make(chan struct{}, opts.Searches)}
	if err := x.load(); err != nil {
		lock.Close()
		return nil, err
	}
	return x, nil
}

func (x *Index) load() error {
	m, err := readManifest(x.dir)
	if err != nil {
		return err
	}
	if m.Mapping != MappingVersion {
		// Another version's fields can't be read; the ledger has everything.
		m = manifest{Generation: m.Generation + 1, Mapping: MappingVersion}
		if err := m.save(x.dir); err != nil {
			return err
		}
	}
	if err := removeOthers(x.dir, m.Generation); err != nil {
		return err
	}
	g, err := openGeneration(generationDir(x.dir, m.Generation), m.Generation, x.opts)
	if err != nil {
		return err
	}
	x.manifest, x.live = m, g
	return nil
}

func generationDir(dir string, n int) string { return filepath.Join(dir, fmt.Sprintf("gen-%06d", n)) }

func readManifest(dir string) (manifest, error) {
	m := manifest{Generation: 1, Mapping: MappingVersion}
	b, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if errors.Is(err, os.ErrNotExist) {
		return m, m.save(dir)
	}
	if err != nil {
		return m, fmt.Errorf("reading the search index manifest: %w", err)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		// A damaged manifest costs a rebuild, no data.
		return manifest{Generation: latest(dir) + 1}, nil
	}
	return m, nil
}

// save replaces the manifest in one step.
func (m manifest) save(dir string) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, "manifest.json")
	f, err := os.CreateTemp(dir, "manifest-*")
	if err != nil {
		return fmt.Errorf("writing the search index manifest: %w", err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("writing the search index manifest: %w", err)
	}
	return nil
}

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

// Mark is the highest [index.Entry.Seq] up to which everything is in the index. It
// is 0 for an index that has to be filled from the start.
func (x *Index) Mark() uint64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return 0
	}
	return max(x.manifest.Mark, x.live.mark())
}

// keepMark raises the manifest's mark. The caller has the turn to write.
func (x *Index) keepMark(mark uint64) error {
	if mark <= x.manifest.Mark {
		return nil
	}
	next := x.manifest
	next.Mark = mark
	if err := next.save(x.dir); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.manifest = next
	return nil
}

// Close waits for searches and writes to end.
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

// current is the generation that serves; its partitions must be acquired.
func (x *Index) current() (*generation, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return nil, ErrClosed
	}
	return x.live, nil
}

func since(t time.Time) time.Duration { return time.Since(t).Round(time.Microsecond) }
