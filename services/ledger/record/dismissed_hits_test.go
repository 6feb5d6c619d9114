package record_test

import (
	"errors"
	"testing"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// A dismissed hit is stored completely, counts by its words or for the brand, and is deleted with its document.
func TestDismissedHits(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		m := inbox(t, l, 1)[0]
		misheard := index.Hit{Brand: m.Brand, Field: index.InText, Surface: "ack me", Start: 7, End: 13, Quote: "they ack me"}
		name := index.Hit{Brand: m.Brand, Field: index.InText, Surface: "Acme", Start: 30, End: 34}
		write(t, l, func(tx *ledger.Tx) error {
			for range 2 {
				if err := record.DismissHit(ctx, tx, m, misheard, false); err != nil {
					return err
				}
			}
			if err := archive.AddJudged(ctx, tx, "", m.Brand); err != nil {
				return err
			}
			return record.DismissHit(ctx, tx, m, name, true)
		})
		if hits := must(record.DismissedHits(ctx, l, m.ID))(t); len(hits) != 2 {
			t.Errorf("dismissed %+v", hits)
		}
		if in := must(record.DismissedIn(ctx, l, m.Document))(t); !in[m.ID][misheard.ID()] || len(in[m.ID]) != 2 {
			t.Errorf("in the document: %v", in)
		}
		if words := must(record.DismissedWords(ctx, l, ""))(t); words[m.Brand]["ack me"] != 1 || len(words[m.Brand]) != 1 {
			t.Errorf("words %v", words)
		}
		if f := must(record.Feedback(ctx, l, ""))(t); f[m.Brand].Dismissed != 1 {
			t.Errorf("feedback %v", f)
		}
		if list := must(archive.ListRescans(ctx, l, "", 9))(t); len(list) != 0 {
			t.Errorf("a rescan after a judgement is listed: %+v", list)
		}
		seen := 0
		err := archive.EachMentioning(ctx, l, []string{m.Brand}, 5, 0, 10, func(docs []archive.DocumentMeta) error {
			seen += len(docs)
			return nil
		})
		if err != nil || seen != 1 {
			t.Errorf("%d documents mention it: %v", seen, err)
		}
		write(t, l, func(tx *ledger.Tx) error { return record.RestoreHit(ctx, tx, m.ID, name.ID()) })
		err = l.Write(ctx, func(tx *ledger.Tx) error { return record.RestoreHit(ctx, tx, m.ID, name.ID()) })
		if !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("restored twice: %v", err)
		}
		before := m.Revision
		m.Revision++
		write(t, l, func(tx *ledger.Tx) error { return record.EraseMention(ctx, tx, m, before) })
		if hits := must(record.DismissedHits(ctx, l, m.ID))(t); len(hits) != 0 {
			t.Errorf("an erased mention keeps %+v", hits)
		}
	})
}
