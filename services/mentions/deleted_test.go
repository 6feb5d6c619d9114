package mentions_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/mentions"
)

// A document that is deleted while a new revision of it is saved leaves no text behind.
func TestDeletingWhileSaving(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "show")
		for n := range 300 {
			doc := episode("e", "Title", fmt.Sprint("first ", n))
			saved := save(t, l, src.ID, doc)[0]
			var both sync.WaitGroup
			both.Go(func() {
				next := archive.NewDraft(*episode("e", "Title", fmt.Sprint("second ", n)))
				err := l.Write(t.Context(), func(tx *ledger.Tx) error {
					_, err := archive.SaveDocument(t.Context(), tx, next, src.ID)
					return err
				})
				if err != nil {
					t.Error("saving: ", err)
				}
			})
			both.Go(func() {
				time.Sleep(time.Duration(rand.IntN(1500)) * time.Microsecond)
				err := l.Write(t.Context(), func(tx *ledger.Tx) error { return mentions.DeleteDocument(t.Context(), tx, saved.ID, "") })
				if err != nil && !errors.Is(err, ledger.ErrNotFound) {
					t.Error("deleting: ", err)
				}
			})
			both.Wait()
		}
		for _, left := range []string{"bodies WHERE arrival NOT IN (SELECT arrival FROM documents)",
			"document_sources WHERE document NOT IN (SELECT id FROM documents)"} {
			var n int
			if err := l.Row(t.Context(), "SELECT COUNT(*) FROM "+left, nil, &n); err != nil || n > 0 {
				t.Errorf("%d rows left of %s: %v", n, left, err)
			}
		}
	})
}
