package archive_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// A text that can't be read affects its own document only, not those that are read or saved with it,
// and is complete again once the source delivers it again.
func TestATextThatCantBeRead(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "show")
		fine, spoilt, strange := episode("1", "One", "words"), episode("2", "Two", "words"), episode("3", "Three", "words")
		save(t, l, src.ID, fine, spoilt, strange)
		for id, body := range map[string][]byte{spoilt.ID: {1, 0xff, 0xff}, strange.ID: {37, 0, 0}} {
			overwrite(t, l, id, body)
		}
		got, err := archive.GetDocuments(ctx, l, []string{spoilt.ID, fine.ID, strange.ID})
		damaged := new(archive.CorruptError)
		if !errors.As(err, &damaged) || !errors.Is(err, ledger.ErrCorrupt) || len(damaged.Texts) != 2 {
			t.Fatalf("the corrupt text is reported as %v", err)
		}
		if len(got) != 1 || got[0].ID != fine.ID {
			t.Errorf("%d documents can be read", len(got))
		}
		write(t, l, func(tx *ledger.Tx) error {
			for _, d := range damaged.Texts {
				if err := archive.QuarantineCorrupt(ctx, tx, d); err != nil {
					return err
				}
			}
			return nil
		})
		if diff := cmp.Diff([]string{fine.ID}, must(archive.Undetected(ctx, l, 10))(t)); diff != "" {
			t.Error("still to be read: ", diff)
		}
		if err := l.Check(ctx); err == nil || !strings.Contains(err.Error(), spoilt.ID) || !strings.Contains(err.Error(), strange.ID) {
			t.Errorf("the ledger's health: %v", err)
		}
		// The feed lists it without the text, once with another title.
		next, renamed := episode("4", "Four", ""), episode("2", "Two, renamed", "")
		if s := save(t, l, src.ID, renamed, next); s[0].Changed || !s[1].New {
			t.Errorf("beside the damaged one: %+v", s[1])
		}
		if s := save(t, l, src.ID, episode("2", "Two", "words"), episode("3", "Three", "words")); !s[0].Changed || !s[1].Changed {
			t.Error("the texts that came again are not taken")
		}
		if _, err := archive.GetDocuments(ctx, l, []string{spoilt.ID, strange.ID}); err != nil {
			t.Error(err)
		}
		if err := l.Check(ctx); err != nil {
			t.Errorf("the ledger's health: %v", err)
		}
	})
}

// overwrite damages the stored text of a document.
func overwrite(t *testing.T, l *ledger.Ledger, document string, body []byte) {
	t.Helper()
	n := must(archive.GetDocumentMeta(t.Context(), l, document))(t).Arrival
	write(t, l, func(tx *ledger.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE bodies SET body = ? WHERE arrival = ?`, body, n)
		return err
	})
}
