package indexer_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/services/indexer"
)

// Documents are added, changed and deleted after the reindex has loaded the old ones and
// before it puts them.
func TestReindexWhileDocumentsChange(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	w.detected("stays")
	w.detected("changes")
	goes := w.detected("goes")
	n.finds("larkmeter", "stays", "changes", "goes")
	err := n.reindex(func() {
		if err := n.indexer.Start(); !errors.Is(err, indexer.ErrRunning) {
			t.Errorf("a second reindex: %v", err)
		}
		w.detected("new")
		w.announce(w.save("changes", "We moved on to Quillroute.", today))
		w.delete(goes)
		n.finds("larkmeter", "stays", "new") // the old index still answers
		n.finds("quillroute", "changes")
	})
	if err != nil {
		t.Fatal(err)
	}
	if g := n.generation(); g != 2 {
		t.Errorf("generation %d after a reindex", g)
	}
	for range 2 {
		n.finds("larkmeter", "stays", "new")
		n.finds("quillroute", "changes")
		n.stop()
		n.start()
	}
}

// The same while an empty index is built, when the node does not follow the bus yet.
func TestBuildWhileDocumentsChange(t *testing.T) {
	w := newWorld(t)
	w.save("stays", "We moved to Larkmeter.", today)
	changes, goes := "changes", w.save("goes", "We moved to Larkmeter.", today)
	w.save(changes, "We moved to Larkmeter.", today)
	w.relayed()
	n := w.node("a")
	meanwhile := func() {
		w.detected("new")
		w.announce(w.save(changes, "We moved on to Quillroute.", today))
		w.delete(goes)
	}
	n.meanwhile.Store(&meanwhile)
	n.start()
	n.finds("quillroute", changes)
	n.finds("larkmeter", "stays", "new")
}

func TestAStoppedReindexLeavesTheOldIndex(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	w.detected("one")
	n.finds("larkmeter", "one")
	err := n.reindex(func() {
		if p := string(n.indexer.ProgressJSON()); p != `{"running":true,"done":1,"total":1,"runs":0}` {
			t.Errorf("progress %s", p)
		}
		n.indexer.StopReindex()
	})
	if !errors.Is(err, context.Canceled) || n.generation() != 1 {
		t.Errorf("generation %d after a stopped reindex: %v", n.generation(), err)
	}
	n.finds("larkmeter", "one")
	if err := n.indexer.Start(); err != nil {
		t.Fatal(err)
	}
	w.until("the next reindex ends", func() bool {
		return strings.Contains(string(n.indexer.ProgressJSON()), `"running":false,"done":1,"total":1,"runs":2`)
	})
	if g := n.generation(); g < 2 {
		t.Errorf("generation %d after a reindex", g)
	}
	n.finds("larkmeter", "one")
}
