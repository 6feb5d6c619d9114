package app

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/subjects"
)

// Why a start is paused.
const (
	ledgerMissing = "missing" // it is new, and what is beside it is not
	ledgerOther   = "other"   // it is another one
	ledgerOlder   = "older"   // it lost what came last
)

// mismatch is how ledger, bus, index and data folder fit together.
type mismatch struct {
	code    string // one of the above; empty where they fit
	detail  string
	bus     bool // its messages are another ledger's, or later than this one's
	index   bool // so is what is in it
	stale   bool // neither is known to be, but the ledger lost something all the same
	rewrite bool // the index alone is another's
}

// findMismatch compares. The ledger is read last: it is ahead of what was made from it.
func (a *App) findMismatch(ctx context.Context, f folder) (b mismatch, err error) {
	id := a.ledger.ID()
	owner := a.bus.Owner()
	last := map[string]int64{}
	for _, stream := range []string{subjects.Documents, subjects.Mentions} {
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
	// Of another ledger's folder the views are so too where they don't say whose they are.
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
		b.rewrite = true // the folder says that this is the right ledger
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
