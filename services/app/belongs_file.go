package app

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// Belongs compares a ledger with the data folder and its search index while no server runs,
// and returns how they differ, or "" if they match. It can't look into the bus: a start
// compares that as well.
func Belongs(ctx context.Context, dir string, l *ledger.Ledger) (why string, err error) {
	id, err := l.ReadID(ctx)
	if err != nil {
		return "", err
	}
	f, ferr := readFolder(dir)
	if ferr != nil {
		return "", nil //nolint:nilerr // a damaged file proves nothing, and is rewritten
	}
	owner, offset := search.LedgerOf(filepath.Join(dir, "index"))
	if id == "" && f.Ledger == "" && owner == "" {
		return "", nil // never opened by a version that writes ids
	}
	if f.Ledger != "" && f.Ledger != id {
		return fmt.Sprintf("the data folder belongs to the ledger %s, and this one is %s", f.Ledger, idOrNew(id)), nil
	}
	if f.Ledger == "" && owner != "" && owner != id {
		return fmt.Sprintf("the search index was made from the ledger %s, and this one is %s", owner, idOrNew(id)), nil
	}
	if id == "" {
		return "", nil
	}
	beat, err := l.LastBeat(ctx, f.Folder)
	if err != nil {
		return "", err
	}
	if f.Beat > beat {
		return fmt.Sprintf("it lost what came last: the data folder was last at %d, the ledger is at %d", f.Beat, beat), nil
	}
	last, err := l.LastSeq(ctx, subjects.Documents)
	if err != nil {
		return "", err
	}
	if owner == id && int64(offset) > last {
		return fmt.Sprintf("it lost what came last: the search index has message %d, the ledger ends at %d", offset, last), nil
	}
	return "", nil
}

// Missing returns an error if a folder without a ledger had one before.
func Missing(dir string) error {
	f, err := readFolder(dir)
	if err != nil || f.Ledger == "" {
		return nil //nolint:nilerr // a damaged file proves nothing
	}
	return fmt.Errorf("missing, though this folder had one (%s): put it back (namedrop restore FILE); a start without it makes a new one and is paused until namedrop resume", f.Ledger)
}

func idOrNew(id string) string {
	if id == "" {
		return "new"
	}
	return id
}
