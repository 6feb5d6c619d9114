package app

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

const tidyEvery = time.Hour

// keepJudgements is how long the judge's answers are kept. By then an unsure mention has been
// looked at or has lost its interest.
const keepJudgements = 180 * 24 * time.Hour

// tidy forgets, hour by hour, what the bus has forgotten too.
func (a *App) tidy(ctx context.Context) error {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
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
			if err := tx.PruneDeadLetters(ctx, now.Add(-bus.KeepDocuments)); err != nil {
				return err
			}
			_, err := record.PruneJudgements(ctx, tx, now.Add(-keepJudgements))
			return err
		})
		if err == nil {
			_, err = archive.PurgeSources(ctx, a.ledger, now.Add(-api.RestorableFor))
		}
		if err != nil && ctx.Err() == nil {
			a.opts.Logger.Warn("old messages stay for now", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
