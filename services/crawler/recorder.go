package crawler

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
)

// recorder writes the cursors of reads that brought nothing new, many in one
// transaction: most polls end in 304, and a transaction each would cost more than the
// poll. A cursor lost in a crash costs one more conditional request.
type sourceCursor struct {
	source string
	cursor feeds.Cursor
}

type recorder struct {
	cursors chan sourceCursor
}

const (
	recordMost  = 500
	recordAfter = 50 * time.Millisecond
)

func (c *Crawler) recordLater(ctx context.Context, source string, cur feeds.Cursor) {
	select {
	case c.recorder.cursors <- sourceCursor{source, cur}:
	case <-ctx.Done():
	}
}

// recordCursors runs until ctx is done.
func (c *Crawler) recordCursors(ctx context.Context) {
	for {
		batch := map[string]feeds.Cursor{}
		select {
		case <-ctx.Done():
			return
		case first := <-c.recorder.cursors:
			batch[first.source] = first.cursor
		}
		timer := time.NewTimer(recordAfter)
	gather:
		for len(batch) < recordMost {
			select {
			case next := <-c.recorder.cursors:
				batch[next.source] = next.cursor
			case <-timer.C:
				break gather
			}
		}
		timer.Stop()
		err := c.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.SaveCursors(ctx, batch) })
		if err != nil && ctx.Err() == nil {
			c.Logger.Error("cursors not saved; their sources are read again", "sources", len(batch), "error", fmt.Errorf("saving cursors: %w", err))
		}
	}
}
