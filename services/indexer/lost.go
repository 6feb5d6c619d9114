package indexer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// retryLost is the pause before a lost partition that could not be rebuilt is tried again.
const retryLost = time.Minute

// maxDamaged is how many times in a row pastDamage tries again.
const maxDamaged = 5

// rebuildLost rebuilds damaged partitions from the ledger until ctx is done, while everything
// else continues. At the start it rebuilds those that an earlier process did not finish.
func (x *Indexer) rebuildLost(ctx context.Context) {
	lease.Loop{
		Poll: retryLost, Wake: x.opts.Index.LostChanged(),
		Work: func(ctx context.Context) (int, error) {
			var failed []error
			for _, l := range x.opts.Index.Lost() {
				if err := x.rebuild(ctx, l); err != nil {
					failed = append(failed, fmt.Errorf("partition %q: %w", l.Name, err))
				}
			}
			return 0, errors.Join(failed...)
		},
		Failed: func(err error) {
			x.opts.Logger.Warn("rebuilding search partition failed, trying again later", "error", err)
		},
	}.Run(ctx)
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

// pastDamage calls do, and again if the index turns out to be damaged. The index has then moved
// the damaged partitions aside and writes to new ones, so the next attempt gets further.
func (x *Indexer) pastDamage(ctx context.Context, do func(context.Context) error) error {
	for n := range maxDamaged {
		err := do(ctx)
		if !errors.Is(err, search.ErrDamaged) {
			return err
		}
		x.opts.Logger.Warn("search index damaged, trying again", "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(n) * time.Second):
		}
	}
	return do(ctx)
}
