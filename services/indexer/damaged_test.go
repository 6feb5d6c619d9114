package indexer_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// overwrite replaces the beginning of the files of a node's index that match a pattern.
func (n *node) overwrite(pattern string) {
	n.Helper()
	hurt := 0
	err := filepath.WalkDir(n.folder, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(n.folder, path)
		if ok, _ := filepath.Match(pattern, rel); err != nil || !ok {
			return err
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		hurt++
		_, err = f.WriteAt(slices.Repeat([]byte{0x5a}, 64), 0)
		return err
	})
	if err != nil || hurt == 0 {
		n.Fatalf("overwrote %d files of %s: %v", hurt, pattern, err)
	}
}

// segments matches the files of the partition of last month.
var segments = filepath.Join("gen-*", lastMonth.Format("2006-01"), "store", "*.zap")

// split starts a node with a document in each of two partitions.
func split(t *testing.T) *node {
	t.Helper()
	w := newWorld(t)
	n := w.following("a")
	w.announce(w.save("old", "We moved to Larkmeter.", lastMonth))
	w.detected("new")
	n.finds("larkmeter", "new", "old")
	return n
}

func TestADamagedPartitionIsRebuilt(t *testing.T) {
	n := split(t)
	n.stop()
	n.overwrite(segments)
	n.open()
	n.finds("larkmeter", "new")
	if names := n.index.Rebuilding(); !slices.Equal(names, []string{lastMonth.Format("2006-01")}) {
		t.Errorf("incomplete partitions %v", names)
	}
	n.start()
	n.finds("larkmeter", "new", "old")
	n.until("the partition is complete", func() bool { return len(n.index.Lost()) == 0 })
}

func TestAPartitionDamagedWhileOpenIsRebuilt(t *testing.T) {
	n := split(t)
	n.overwrite(segments)
	if _, bad, err := n.index.Check(t.Context()); err != nil || len(bad) != 1 {
		t.Fatalf("damaged partitions %v: %v", bad, err)
	}
	n.finds("larkmeter", "new", "old")
	n.until("the partition is complete", func() bool { return len(n.index.Lost()) == 0 })
	if g := n.generation(); g != 1 {
		t.Errorf("generation %d: the whole index was rebuilt", g)
	}
}

func TestAnIndexWithoutAReadableManifestIsRebuilt(t *testing.T) {
	n := split(t)
	n.stop()
	n.overwrite("manifest.json")
	n.overwrite(filepath.Join("gen-*", "manifest.json"))
	n.open()
	if names := n.index.Rebuilding(); !slices.Equal(names, []string{"all"}) {
		t.Errorf("incomplete partitions %v", names)
	}
	n.start()
	n.finds("larkmeter", "new", "old")
	n.until("the index is complete", func() bool { return len(n.index.Lost()) == 0 })
}
