package search_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/namedrop/namedrop/index"
)

// Pieces are one write: a document that comes again replaces what an earlier piece had, and
// the offset is set when all are on disk, also when there is nothing to write.
func TestPiecesAreOneWrite(t *testing.T) {
	x := open(t)
	feed := func(offset uint64, pieces ...[]index.Entry) error {
		return x.Feed(t.Context(), func(yield func([]index.Entry, error) bool) {
			for _, p := range pieces {
				if !yield(p, nil) {
					return
				}
			}
		}, offset)
	}
	var pieces [][]index.Entry
	for i := range 12 {
		pieces = append(pieces, []index.Entry{
			episode("again", fmt.Sprint("take ", i), noon, fmt.Sprintf("take number%d", i)),
			episode(fmt.Sprint("d", i), "t", noon.AddDate(0, -i%3, 0), "acme"),
		})
	}
	if err := feed(7, pieces...); err != nil {
		t.Fatal(err)
	}
	if got := found(t, x, "take"); got != "again" || found(t, x, "number10") != "" || found(t, x, "number11") != "again" {
		t.Errorf("found %q: the last piece does not count", got)
	}
	if x.Offset() != 7 {
		t.Errorf("offset %d, want 7", x.Offset())
	}
	if err := feed(9); err != nil || x.Offset() != 9 {
		t.Errorf("nothing to write: offset %d, want 9 (%v)", x.Offset(), err)
	}
}

// A feed that fails promises nothing: the offset stays.
func TestAFeedThatFailsSetsNoOffset(t *testing.T) {
	x := open(t)
	broken := errors.New("the ledger is away")
	err := x.Feed(t.Context(), func(yield func([]index.Entry, error) bool) {
		e := episode("one", "t", noon, "acme")
		e.Seq = 5
		if yield([]index.Entry{e}, nil) {
			yield(nil, broken)
		}
	}, 5)
	if !errors.Is(err, broken) || x.Offset() != 0 {
		t.Errorf("%v, offset %d", err, x.Offset())
	}
}
