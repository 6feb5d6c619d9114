package indexer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

func TestDetectedDocumentsAreFound(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	w.detected("one")
	two := w.detected("two")
	n.finds("larkmeter", "one", "two")
	w.announce(w.save("one", "We moved on to Quillroute.", today))
	n.finds("larkmeter", "two")
	n.finds("quillroute", "one")
	w.delete(two)
	n.finds("larkmeter")
}

func TestTwoNodesEachHaveTheWholeIndex(t *testing.T) {
	w := newWorld(t)
	a, b := w.following("a"), w.node("b")
	one := w.detected("one")
	a.finds("larkmeter", "one")
	b.start()
	w.detected("two")
	for _, n := range []*node{a, b} {
		n.finds("larkmeter", "one", "two")
	}
	w.delete(one)
	for _, n := range []*node{a, b} {
		n.finds("larkmeter", "two")
	}
}

func TestDocumentsOfARenamedSourceHaveItsNewName(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	w.detected("one")
	w.detected("two")
	n.finds(`larkmeter show:"old name"`, "one", "two")
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		s, err := archive.GetSource(ctx, tx, w.source)
		if err != nil {
			return err
		}
		s.Name = "New Title"
		return archive.UpdateSource(ctx, tx, s.Source)
	})
	n.finds(`larkmeter show:"new title"`, "one", "two")
	n.finds(`larkmeter show:"old name"`)
}

func TestADismissedMentionLeavesTheIndex(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	id := w.save("one", "Larkmeter was there.", today)
	m := index.Mention{
		ID: index.MentionID("default", "larkmeter", id), Workspace: "default", Brand: "larkmeter", Document: id, Revision: 1,
		Type: index.Passing, Confidence: .9, State: index.New, Kind: feeds.Page, Published: today, Found: today, Updated: today,
		Hits: []index.Hit{{Brand: "larkmeter", Field: index.InText, Surface: "Larkmeter", End: 9, Confidence: .9}},
	}
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		if err := record.SaveMention(ctx, tx, m); err != nil {
			return err
		}
		return announceIn(ctx, tx, id)
	})
	n.finds("brand:larkmeter", "one")
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		dismissed := index.Dismissed
		if _, err := record.UpdateMention(ctx, tx, "", m.ID, 0, record.MentionChange{State: &dismissed}); err != nil {
			return err
		}
		return announceIn(ctx, tx, id)
	})
	n.finds("brand:larkmeter")
	n.finds("larkmeter", "one")
}

// A reference that can't be read becomes a dead letter. What came with it is indexed.
func TestAnUnreadableReferenceBecomesADeadLetter(t *testing.T) {
	w := newWorld(t)
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		return tx.Enqueue(ctx, ledger.Message{
			Stream: subjects.Documents, Subject: subjects.Detected(feeds.Page, w.source), MsgID: "unreadable", Payload: []byte("not a reference"),
		})
	})
	w.detected("one")
	n := w.following("a")
	n.finds("larkmeter", "one")
	w.until("there is a dead letter", func() bool { return len(w.letters) > 0 })
	if l := <-w.letters; l.ID != "unreadable" || !l.Poison || l.Consumer != n.indexer.Consumer() {
		t.Errorf("dead letter %+v", l)
	}
}

// A large document during which the process died too often is left out until it is released.
func TestAQuarantinedDocumentHoldsUpNothing(t *testing.T) {
	w := newWorld(t)
	n := w.following("a")
	large := w.save("large", "Quillroute comes first. "+strings.Repeat("More words follow here. ", archive.Large/20), today)
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		work := archive.Work{Kind: archive.Indexing, ID: large, Size: archive.Large}
		return archive.RecordDeaths(ctx, tx, []archive.Work{work, work, work, work, work}, "test")
	})
	w.announce(large)
	w.detected("small")
	n.finds("larkmeter", "small")
	w.detected("next") // a large document is indexed after those that came with it
	n.finds("larkmeter", "small", "next")
	n.finds("quillroute")
	w.write(func(ctx context.Context, tx *ledger.Tx) error { return archive.Release(ctx, tx, large) })
	n.finds("quillroute", "large")
}
