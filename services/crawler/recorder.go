package crawler

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// recorder writes the ends of reads that brought nothing new, many in one transaction:
// most polls end in 304, and a transaction each would cost more than the poll. One that is
// lost in a crash costs one more conditional request.
type recorder struct {
	polls chan sourcePoll
}

type sourcePoll struct {
	source string
	poll   archive.Poll
}

const (
	recordMost  = 500
	recordAfter = 50 * time.Millisecond
)

func (c *Crawler) recordLater(ctx context.Context, source string, p archive.Poll) {
	select {
	case c.recorder.polls <- sourcePoll{source, p}:
	case <-ctx.Done():
	}
}

// recordPolls runs until ctx is done.
func (c *Crawler) recordPolls(ctx context.Context) {
	for {
		batch := map[string]archive.Poll{}
		select {
		case <-ctx.Done():
			return
		case first := <-c.recorder.polls:
			batch[first.source] = first.poll
		}
		timer := time.NewTimer(recordAfter)
	gather:
		for len(batch) < recordMost {
			select {
			case next := <-c.recorder.polls:
				batch[next.source] = next.poll
			case <-timer.C:
				break gather
			}
		}
		timer.Stop()
		err := c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SavePolls(ctx, tx, archive.SourcePoll, batch) })
		if err != nil && ctx.Err() == nil {
			c.opts.Logger.Error("ends of reads not saved, reading the sources again", "sources", len(batch), "error", fmt.Errorf("saving polls: %w", err))
		}
	}
}
