package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Check reads every file of an index that no process has open, and changes nothing. It
// returns how many partitions it read and which are damaged: those that a start would set
// aside. A missing index is fine.
func Check(ctx context.Context, dir string) (read int, bad []Lost, err error) {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return 0, nil, nil
	}
	// An unreadable lock is replaced by the next start, and locks nothing.
	if info, err := os.Stat(filepath.Join(dir, "lock")); err == nil && info.Size() > 0 && checkLock(filepath.Join(dir, "lock")) == nil {
		lock, err := openLock(filepath.Join(dir, "lock"), Options{LockTimeout: time.Second})
		if errors.Is(err, ErrLocked) {
			return 0, nil, err
		}
		if err == nil {
			defer lock.Close()
		}
	}
	m, found, why := findManifest(dir)
	if why != nil && !found {
		return 0, []Lost{{Why: firstLine(why.Error())}}, nil
	}
	bad = append(bad, m.Lost...)
	if m.Generation == 0 || m.Mapping != MappingVersion {
		return 0, bad, nil
	}
	list, err := os.ReadDir(generationDir(dir, m.Generation))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, bad, fmt.Errorf("reading the search index: %w", err)
	}
	there := map[string]bool{}
	for _, d := range list {
		if !partitionName.MatchString(d.Name()) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return read, bad, err
		}
		there[d.Name()] = true
		if _, err := verify(filepath.Join(generationDir(dir, m.Generation), d.Name()), true); err != nil {
			bad = append(bad, Lost{Name: d.Name(), Why: firstLine(err.Error())})
		}
		read++
	}
	for _, name := range m.Partitions {
		if !there[name] {
			bad = append(bad, Lost{Name: name, Why: "its directory is missing"})
		}
	}
	return read, bad, nil
}

// Check reads every file of the open index and sets damaged partitions aside. It returns how
// many partitions it read and which are not complete.
func (x *Index) Check(ctx context.Context) (read int, bad []Lost, err error) {
	g, err := x.current()
	if err != nil {
		return 0, nil, err
	}
	for _, p := range g.list() {
		if err := ctx.Err(); err != nil {
			return read, x.Lost(), err
		}
		if err := p.verify(true); err != nil && !isResourceLimit(err) {
			x.setAside(g, p, err)
		}
		read++
	}
	return read, x.Lost(), nil
}

// LedgerOf returns the id of the ledger that the index in dir was made from, and its offset
// as far as the manifest records it. It opens nothing.
func LedgerOf(dir string) (ledger string, offset uint64) {
	m, _, _ := findManifest(dir)
	return m.Ledger, m.Offset
}
