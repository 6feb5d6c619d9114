package app

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/subjects"
)

// Reasons for which a process starts paused.
const (
	ledgerMissing = "missing" // the ledger is empty, but bus, index or folder were used before
	ledgerOther   = "other"   // bus, index or folder belong to another ledger
	ledgerOlder   = "older"   // the ledger lost its latest writes, for example to an old backup
)

// mismatch describes how bus, index and data folder differ from the ledger.
type mismatch struct {
	code    string // one of the above; empty if they match
	detail  string
	bus     bool // the bus has messages of another ledger, or later ones than this ledger
	index   bool // the index has entries of another ledger, or later ones than this ledger
	stale   bool // only the heartbeat shows that the ledger lost writes
	rewrite bool // only the index belongs to another ledger
}

// findMismatch compares bus, index and data folder with the ledger. It reads the ledger's
// positions last: other processes may be writing, and views read after the ledger could seem
// to be ahead of it.
func (a *App) findMismatch(ctx context.Context, f folder) (b mismatch, err error) {
	id := a.ledger.ID()
	owner := a.bus.Owner()
	last := map[string]int64{}
	for _, stream := range []string{subjects.Documents, subjects.Mentions, subjects.Reports} {
		if last[stream], err = a.bus.LastSeq(ctx, stream); err != nil {
			return b, err
		}
	}
	var indexed int64
	var indexOf string
	if a.index != nil {
		indexed, indexOf = int64(a.index.Offset()), a.index.Ledger()
	}
	beat, err := a.ledger.LastBeat(ctx, f.Folder)
	if err != nil {
		return b, err
	}
	later := ""
	for stream, seq := range last {
		have, err := a.ledger.LastSeq(ctx, stream)
		if err != nil {
			return b, err
		}
		if seq > have {
			b.bus, later = true, fmt.Sprintf("the bus has message %d of %s, the ledger ends at %d", seq, stream, have)
		}
		if stream == subjects.Documents && indexed > have {
			b.index, later = true, fmt.Sprintf("the search index has message %d, the ledger ends at %d", indexed, have)
		}
	}
	otherBus, otherIndex := owner != "" && owner != id, indexOf != "" && indexOf != id
	otherFolder := f.Ledger != "" && f.Ledger != id
	// If the folder belongs to another ledger, so do a bus and an index that don't name their owner.
	b.bus = b.bus || otherBus || otherFolder && owner != id
	b.index = b.index || otherIndex || otherFolder && indexOf != id
	switch {
	case otherFolder:
		b.code, b.detail = ledgerOther, "the data folder belongs to the ledger "+f.Ledger+", and this one is "+id
	case otherBus:
		b.code, b.detail = ledgerOther, "the bus has the messages of the ledger "+owner+", and this one is "+id
	case otherIndex && f.Ledger == "":
		b.code, b.detail = ledgerOther, "the search index was made from the ledger "+indexOf+", and this one is "+id
	case later != "" && !otherIndex:
		b.code, b.detail = ledgerOlder, later
	case f.Beat > beat:
		b.code, b.detail = ledgerOlder, fmt.Sprintf("the data folder was last at %d, the ledger is at %d", f.Beat, beat)
		b.stale = true
	case otherIndex:
		b.rewrite = true // the folder confirms that this is the right ledger
	}
	if b.code == "" {
		return b, nil
	}
	documents, err := archive.CountDocuments(ctx, a.ledger)
	if err != nil {
		return b, err
	}
	sources, err := archive.SourceHealth(ctx, a.ledger)
	if err != nil {
		return b, err
	}
	if documents == 0 && len(sources) == 0 {
		b.code = ledgerMissing
	}
	return b, nil
}
