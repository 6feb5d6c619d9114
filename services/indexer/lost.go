package indexer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// retryLost is the pause before a lost partition that could not be rebuilt is tried again.
const retryLost = time.Minute

// rebuildLost rebuilds damaged partitions from the ledger until ctx is done, while everything
// else continues. At the start it rebuilds those that an earlier process did not finish.
func (x *Indexer) rebuildLost(ctx context.Context) {
	for {
		var again <-chan time.Time
		for _, l := range x.opts.Index.Lost() {
			if err := x.rebuild(ctx, l); err != nil && ctx.Err() == nil {
				x.opts.Logger.Warn("rebuilding search partition failed, trying again later", "partition", l.Name, "error", err)
				again = time.After(retryLost)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-x.opts.Index.LostChanged():
		case <-again:
		}
	}
}

func (x *Indexer) rebuild(ctx context.Context, l search.Lost) error {
	if l.Name == "" { // the whole index
		n, err := archive.CountDocuments(ctx, x.opts.Ledger)
		if err != nil {
			return err
		}
		if n > 0 {
			return x.Reindex(ctx)
		}
		return x.opts.Index.Rebuilt(l)
	}
	x.opts.Logger.Info("rebuilding search partition from the ledger", "partition", l.Name)
	began, documents := time.Now(), 0
	for after := int64(0); x.wanted(l.Name); {
		ids, next, err := archive.DocumentIDs(ctx, x.opts.Ledger, l.Name, after, batch)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		// Keep the offset: documents after it are still to come over the bus.
		if err := x.put(ctx, ids, int64(x.opts.Index.Offset())); err != nil {
			return err
		}
		documents, after = documents+len(ids), next
	}
	if err := x.opts.Index.Rebuilt(l); err != nil {
		return fmt.Errorf("recording that the partition is complete: %w", err)
	}
	x.opts.Logger.Info("search partition rebuilt", "partition", l.Name, "documents", documents, "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// keepCatchingUp calls catchUp, and again if the index turns out to be damaged. The index has
// then moved the damaged partitions aside, so the next attempt gets further.
func (x *Indexer) keepCatchingUp(ctx context.Context) error {
	for n := 0; ; n++ {
		err := x.catchUp(ctx)
		if n == 5 || !errors.Is(err, search.ErrDamaged) {
			return err
		}
		x.opts.Logger.Warn("search index damaged, catching up again", "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}
