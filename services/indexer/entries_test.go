package indexer

import (
	"os"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestMain(m *testing.M) { os.Exit(ledgertest.Main(m)) }

// A document that is deleted just after it was loaded would be written to a partition without
// a name, and never be removed.
func TestADocumentDeletedWhileItIsMadeReady(t *testing.T) {
	x := &Indexer{opts: Options{Ledger: ledgertest.Open(t)}}
	entries, err := x.entries(t.Context(), []feeds.Document{{ID: "gone", Kind: feeds.Page, Text: "It was here a moment ago"}}, 7)
	if err != nil || len(entries) != 0 {
		t.Errorf("entries %+v: %v", entries, err)
	}
}
