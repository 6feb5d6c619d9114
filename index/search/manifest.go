package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// manifest records which generation is live. Offset counts where no partition holds a higher
// one. Partitions are those that should exist, Lost those that have to be filled again.
type manifest struct {
	Generation int      `json:"generation"`
	Mapping    int      `json:"mapping"`
	Offset     uint64   `json:"mark"`
	Ledger     string   `json:"ledger,omitempty"`
	Partitions []string `json:"partitions,omitempty"`
	Lost       []Lost   `json:"lost,omitempty"`
	Sum        uint32   `json:"sum,omitempty"` // checksum of the manifest without this field
}

// Lost is a partition that was damaged or missing and is not complete again yet. Name is
// empty if the whole index was lost.
type Lost struct {
	Name string    `json:"name"`
	Why  string    `json:"why"`
	Kept string    `json:"kept,omitempty"` // where the damaged files are
	At   time.Time `json:"at"`
}

const manifestFile = "manifest.json"

func (m manifest) sum() (uint32, error) {
	m.Sum = 0
	b, err := json.Marshal(m)
	return crc32.ChecksumIEEE(b), err
}

// loadManifest reads a manifest. Manifests of early versions have no checksum.
func loadManifest(path string) (m manifest, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return manifest{}, err
	}
	if sum, err := m.sum(); err != nil || m.Sum != 0 && m.Sum != sum || m.Generation < 1 {
		return manifest{}, errors.New("the manifest's checksum is wrong")
	}
	return m, nil
}

// findManifest reads the manifest of dir. If it is unreadable, it reads the copy in the
// latest generation that has one.
func findManifest(dir string) (m manifest, found bool, why error) {
	m, err := loadManifest(filepath.Join(dir, manifestFile))
	if err == nil {
		return m, true, nil
	}
	all := generations(dir)
	if errors.Is(err, os.ErrNotExist) && len(all) == 0 {
		return manifest{}, false, nil
	}
	var best manifest
	for n, path := range all {
		if c, cerr := loadManifest(filepath.Join(path, manifestFile)); cerr == nil && c.Generation == n && n > best.Generation {
			best = c
		}
	}
	return best, best.Generation > 0, fmt.Errorf("reading the search index manifest: %w", err)
}

// save replaces the manifest atomically.
func (m manifest) save(dir string) error {
	sum, err := m.sum()
	if err != nil {
		return err
	}
	m.Sum = sum
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, manifestFile)
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
	if info, serr := os.Lstat(name); serr == nil && info.IsDir() {
		_, err = moveAside(dir, name) // not ours
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

// saveBoth also writes the copy in the generation's directory, from which the index can be
// opened. The copy may have an old offset: one that is too low only costs work.
func (m manifest) saveBoth(dir string) error {
	if err := m.save(generationDir(dir, m.Generation)); err != nil {
		return err
	}
	return m.save(dir)
}

// update changes the manifest, on disk first. Changes run one at a time.
func (x *Index) update(change func(m *manifest)) error {
	x.manifests.Lock()
	defer x.manifests.Unlock()
	x.mu.RLock()
	next := x.manifest
	x.mu.RUnlock()
	next.Partitions, next.Lost = slices.Clone(next.Partitions), slices.Clone(next.Lost)
	change(&next)
	if err := next.saveBoth(x.dir); err != nil {
		return err
	}
	x.mu.Lock()
	x.manifest = next
	x.mu.Unlock()
	return nil
}

// raiseOffset raises the manifest's offset.
func (x *Index) raiseOffset(offset uint64) error {
	x.manifests.Lock()
	defer x.manifests.Unlock()
	x.mu.RLock()
	next := x.manifest
	x.mu.RUnlock()
	if offset <= next.Offset {
		return nil
	}
	next.Offset = offset
	if err := next.save(x.dir); err != nil {
		return err
	}
	x.mu.Lock()
	x.manifest = next
	x.mu.Unlock()
	return nil
}

// Ledger returns the id of the ledger that the index was made from. It is empty for a new
// index and for one of an early version.
func (x *Index) Ledger() string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.manifest.Ledger
}

// SetLedger records the id of the ledger.
func (x *Index) SetLedger(id string) error {
	return x.update(func(m *manifest) { m.Ledger = id })
}
