package archive_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// What somebody heard stays while the words are the same, whatever else changes, and is forgotten with them.
func TestAShiftBelongsToItsTranscript(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		shifted := func() float64 { return must(archive.Shift(t.Context(), l, feeds.DocumentID("podcast", "one")))(t) }
		d := episode("one", "Title", "all that was said")
		d.Origin = feeds.Speech
		save(t, l, src.ID, d)
		set := func(id string) error {
			return l.Write(t.Context(), func(tx *ledger.Tx) error { return archive.SetShift(t.Context(), tx, id, -12.5) })
		}
		if err := set(d.ID); err != nil {
			t.Fatal(err)
		}
		if set("nobody") == nil {
			t.Error("a document that isn't there was shifted")
		}
		d.Title = "Another title"
		save(t, l, src.ID, d)
		if got := shifted(); got != -12.5 {
			t.Errorf("with another title it is %v", got)
		}
		d.Text, d.Origin = "all that was said and more", feeds.Publisher
		save(t, l, src.ID, d)
		if got := shifted(); got != 0 {
			t.Errorf("with other words it is %v", got)
		}
	})
}
