package crawler

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// recorder saves the results of reads that found nothing new, many per transaction. Most polls
// end with 304, and one transaction each would cost more than the poll. A result that is lost
// in a crash costs one more conditional request.
type recorder = ledger.Batcher[string, archive.Poll]

const (
	recordBatch = 500
	recordDelay = 50 * time.Millisecond
)

func (c *Crawler) newRecorder() *recorder {
	return ledger.NewBatcher(recordBatch, recordDelay,
		func(ctx context.Context, batch map[string]archive.Poll) error {
			return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SavePolls(ctx, tx, archive.SourcePoll, batch) })
		},
		func(lost int, err error) {
			c.opts.Logger.Error("saving polls failed, sources will be read again", "sources", lost, "error", err)
		})
}
