package app

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

const pruneEvery = time.Hour

// keepJudgements is how long the judge's answers are kept. By then a person has reviewed the
// unsure mention, or it no longer matters.
const keepJudgements = 180 * 24 * time.Hour

// prune deletes expired records every hour until ctx is done.
func (a *App) prune(ctx context.Context) error {
	lease.Loop{
		Work:   func(ctx context.Context) (int, error) { return 0, a.deleteOld(ctx) },
		Poll:   pruneEvery,
		Failed: func(err error) { a.opts.Logger.Warn("deleting old records failed", "error", err) },
	}.Run(ctx)
	return nil
}

func (a *App) deleteOld(ctx context.Context) error {
	now := a.opts.Now()
	err := a.ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := tx.DropIdleOffsets(ctx, subjects.Documents, now.Add(-bus.KeepDocuments)); err != nil {
			return err
		}
		if _, err := tx.Prune(ctx, subjects.Documents, now.Add(-bus.KeepDocuments)); err != nil {
			return err
		}
		if _, err := tx.Prune(ctx, subjects.Mentions, now.Add(-bus.KeepMentions)); err != nil {
			return err
		}
		if _, err := tx.Prune(ctx, subjects.Reports, now.Add(-bus.KeepReports)); err != nil {
			return err
		}
		if err := tx.PruneDeadLetters(ctx, now.Add(-bus.KeepDocuments)); err != nil {
			return err
		}
		if err := evidence.PruneShares(ctx, tx, now.Add(-evidence.KeepShares)); err != nil {
			return err
		}
		if err := evidence.FoldFetches(ctx, tx, now.Add(-evidence.KeepMinutes)); err != nil {
			return err
		}
		_, err := record.PruneJudgements(ctx, tx, now.Add(-keepJudgements))
		return err
	})
	if err != nil {
		return err
	}
	if err := archive.ForgetAddresses(ctx, a.ledger); err != nil {
		return err
	}
	_, err = archive.PurgeSources(ctx, a.ledger, now.Add(-api.RestorableFor))
	return err
}
