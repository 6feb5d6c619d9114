package indexer_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// What was detected while a node was stopped is indexed from the ledger, without the bus. When
// the bus delivers the same references again, nothing is indexed twice.
func TestANodeCatchesUpFromItsOffset(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	w.detected("before")
	gone := w.detected("gone")
	n.finds("larkmeter", "before", "gone")
	n.stop()

	w.detected("away one")
	w.detected("away two")
	w.delete(gone)
	w.relayed()
	w.loseBus()
	n.start()
	n.finds("larkmeter", "before", "away one", "away two")
	w.startRelay()
	w.detected("after") // comes after everything that is published again
	n.finds("larkmeter", "before", "away one", "away two", "after")
	if g := n.generation(); g != 1 {
		t.Errorf("the index is at generation %d: it was rebuilt", g)
	}
}

// An index is killed in the middle of its work. The bus has delivered everything to the
// consumer by the time it starts again: only the index's own offset shows what it lacks.
func TestAKilledNodeCatchesUp(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	var names []string
	killed := ""
	for i := range 12 {
		names = append(names, fmt.Sprint("document ", i))
		w.detected(names[i])
		if i == 6 {
			w.until("the first documents are found", func() bool { return len(n.found("larkmeter")) > 0 })
			killed = n.copied()
		}
	}
	n.finds("larkmeter", names...)
	n.stop()

	n.folder = killed
	n.start()
	n.finds("larkmeter", names...)
}

// The old index answers after a kill during a reindex, and nothing of the new one is left.
func TestAKillDuringAReindex(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	w.detected("one")
	w.detected("two")
	n.finds("larkmeter", "one", "two")
	killed := ""
	if err := n.reindex(func() { killed = n.copied() }); err != nil {
		t.Fatal(err)
	}
	n.stop()

	n.folder = killed
	n.start()
	if g := n.generation(); g != 1 {
		t.Errorf("generation %d answers", g)
	}
	if left, err := filepath.Glob(filepath.Join(killed, "gen-*")); err != nil || len(left) != 1 {
		t.Errorf("generations %v are left: %v", left, err)
	}
	w.detected("three")
	n.finds("larkmeter", "one", "two", "three")
}

// A new node indexes documents whose references are no longer kept.
func TestAnEmptyIndexIsBuiltFromTheLedger(t *testing.T) {
	w := newWorld(t)
	n := w.node("a")
	w.save("one", "We moved to Larkmeter.", today) // not announced
	w.save("two", "We moved to Larkmeter.", lastMonth)
	w.relayed()
	n.start()
	n.finds("larkmeter", "one", "two")
	built := n.generation()
	n.stop()

	n.start()
	w.detected("three")
	n.finds("larkmeter", "one", "two", "three")
	if g := n.generation(); g != built {
		t.Errorf("the second start built generation %d after %d", g, built)
	}
}

// A node is stopped for longer than references are kept. What was deleted meanwhile is removed
// from its index too, even if that is everything.
func TestAnIndexTooFarBehindIsRebuilt(t *testing.T) {
	for _, rest := range []bool{true, false} {
		t.Run(fmt.Sprint("documents left ", rest), func(t *testing.T) {
			w := newWorld(t)
			n := w.following("a")
			stays, goes := w.detected("stays"), w.detected("goes")
			n.finds("larkmeter", "stays", "goes")
			n.stop()

			var want []string
			w.delete(goes)
			if rest {
				w.detected("new")
				want = []string{"stays", "new"}
			} else {
				w.delete(stays)
			}
			w.relayed()
			w.write(func(ctx context.Context, tx *ledger.Tx) error {
				later := time.Now().Add(time.Hour)
				if err := tx.DropIdleOffsets(ctx, subjects.Documents, later); err != nil {
					return err
				}
				_, err := tx.Prune(ctx, subjects.Documents, later)
				return err
			})
			w.loseBus()
			w.startRelay()
			n.start()
			n.finds("larkmeter", want...)
			w.until("the offset is saved", func() bool {
				last, err := w.ledger.LastSeq(t.Context(), subjects.Documents)
				return err == nil && int64(n.index.Offset()) == last
			})
			built := n.generation()
			n.stop()

			n.start()
			w.detected("last")
			n.finds("larkmeter", append(want, "last")...)
			if g := n.generation(); g != built {
				t.Errorf("the second start built generation %d after %d", g, built)
			}
		})
	}
}
