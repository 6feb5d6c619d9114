package detector

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// Deleting a document removes its mentions, with one event each. If it is read again, they
// return with revisions that no event had yet: the bus drops a message id that it has seen.
func TestADocumentIsDeletedAndReadAgain(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		d := unstarted(t, l, nil)
		listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
		listen(t, l, index.Brand{ID: "quillroute", Name: "Quillroute"})
		read := func(text string) feeds.Document {
			t.Helper()
			doc := publish(t, l, "1", text, false)
			if _, err := d.process(ctx, []string{doc.ID}); err != nil {
				t.Fatal(err)
			}
			return doc
		}
		remove := func(id string) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error { return mentions.DeleteDocument(ctx, tx, id, d.opts.BaseURL) })
		}
		read("We moved from Quillroute to Larkmeter.")
		doc := read("We moved to Larkmeter.") // Quillroute is gone before the document is
		dismissed, note := index.Dismissed, "ask Ann"
		write(t, l, func(tx *ledger.Tx) error {
			_, err := record.UpdateMention(ctx, tx, "", index.MentionID("default", "larkmeter", doc.ID), 0,
				record.MentionChange{State: &dismissed, Note: &note})
			return err
		})
		remove(doc.ID)
		read("We moved from Quillroute to Larkmeter.")
		back, err := record.GetMention(ctx, l, "", index.MentionID("default", "larkmeter", doc.ID))
		if err != nil || back.State != index.New || back.Note != "" || !back.Backfill || back.Removed {
			t.Errorf("it comes back as %+v: %v", back, err)
		}
		remove(doc.ID)

		var got []string
		seen := map[string]bool{}
		for _, e := range events(t, l) {
			got = append(got, e.Data.Brand.ID+" "+names4([]alerts.Event{e}))
			if seen[e.ID] {
				t.Errorf("the id %s is given twice", e.ID)
			}
			seen[e.ID] = true
		}
		want := []string{"larkmeter found", "quillroute found", "larkmeter amended", "quillroute removed", "larkmeter removed",
			"larkmeter amended", "quillroute amended", "larkmeter removed", "quillroute removed"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if left, err := record.MentionsOf(ctx, l, doc.ID); err != nil || len(left) != 0 {
			t.Errorf("mentions %+v are left: %v", left, err)
		}
	})
}
