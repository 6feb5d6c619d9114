package detector

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// One text that can't be unpacked stops neither the start of the process nor a rescan.
func TestACorruptTextHoldsUpNoOtherDocument(t *testing.T) {
	l := ledgertest.Open(t)
	d := unstarted(t, l, nil)
	damaged := publish(t, l, "1", "We moved to Larkmeter.", false)
	listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
	if _, err := d.process(t.Context(), []string{damaged.ID}); err != nil {
		t.Fatal(err)
	}
	damaged, err := archive.GetDocument(t.Context(), l, damaged.ID)
	if err != nil {
		t.Fatal(err)
	}
	damaged.Title = "Another page"
	write(t, l, func(tx *ledger.Tx) error {
		_, err := archive.SaveDocument(t.Context(), tx, archive.NewDraft(damaged), damaged.Sources[0])
		return err
	})
	db, err := sql.Open("sqlite", l.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE bodies SET body = x'01ffff'`); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.GetDocument(t.Context(), l, damaged.ID); !errors.Is(err, ledger.ErrCorrupt) {
		t.Errorf("the corrupt text is not reported: %v", err)
	}
	publish(t, l, "2", "They moved to Larkmeter.", false)
	if _, err := d.process(t.Context(), []string{damaged.ID}); err != nil {
		t.Error("reading: ", err)
	}
	if err := d.sweep(t.Context()); err != nil {
		t.Error("starting: ", err)
	}
	if waiting, err := archive.Undetected(t.Context(), l, 10); err != nil || len(waiting) != 0 {
		t.Errorf("%q still wait to be detected: %v", waiting, err)
	}
	if err := l.Check(t.Context()); err == nil || !strings.Contains(err.Error(), damaged.ID) {
		t.Errorf("the ledger's health: %v", err)
	}
	listen(t, l, index.Brand{ID: "moving", Name: "They moved"})
	if done := rescan(t, l, d); done.State != archive.RescanDone || done.Appeared != 1 || done.Removed != 0 || done.Error == "" {
		t.Errorf("the rescan ended as %+v", done)
	}
	if got := names4(events(t, l)); got != "found found found" {
		t.Errorf("events %q", got)
	}
}
