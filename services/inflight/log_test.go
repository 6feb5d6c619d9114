package inflight

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/ledger/archive"
)

func TestWorkLeftByAKilledProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "inflight.json")
	open := func() (*Log, []archive.Work) {
		t.Helper()
		l, left, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		return l, left
	}
	l, left := open()
	if len(left) != 0 {
		t.Errorf("work left in a new file: %v", left)
	}
	a := archive.Work{Kind: archive.Detection, ID: "a", Size: 5}
	b := archive.Work{Kind: archive.Detection, ID: "b"}
	endA := l.Begin(a)
	l.Begin(b)
	endA()
	_, left = open() // the first was killed
	if diff := cmp.Diff([]archive.Work{b}, left); diff != "" {
		t.Error(diff)
	}
	l, left = open()
	if len(left) != 0 {
		t.Errorf("work is returned a second time: %v", left)
	}
	l.Begin(a)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, left = open(); len(left) != 0 {
		t.Errorf("work left after an orderly stop: %v", left)
	}
	var disabled *Log
	disabled.Begin(a)() // does nothing
}
