package crawler

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// streamLeases leases streams, by their rows in the ledger's table of polls.
type streamLeases struct {
	ledger     *ledger.Ledger
	sourceType feeds.SourceType
	poll       archive.Poll // of the stream that was leased last
}

func (l *streamLeases) Lease(ctx context.Context, name, holder string, length time.Duration) (ok bool, err error) {
	l.poll, ok, err = archive.ClaimStream(ctx, l.ledger, name, l.sourceType, holder, length)
	return ok, err
}

func (l *streamLeases) Release(ctx context.Context, name, holder string) error {
	return archive.ReleaseStream(ctx, l.ledger, name, holder)
}
