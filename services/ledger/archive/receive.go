package archive

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/services/ledger"
)

// SaveReceived stores what a request to a receiver brought for its source, and that the source works. Files that
// documents offer are not asked for. shortest is that of [Nudge].
func SaveReceived(ctx context.Context, l *ledger.Ledger, s SourceWithPoll, b feeds.Batch, shortest time.Duration) error {
	for i := range b.Documents {
		d := &b.Documents[i]
		if d.Fetched = l.Now(); d.Published.IsZero() {
			d.Published, d.Undated = d.Fetched, true
		}
	}
	drafts, err := Drafts(ctx, l, b.Documents)
	if err != nil {
		return err
	}
	return l.Write(ctx, func(tx *ledger.Tx) error {
		if _, err := SaveDocuments(ctx, tx, drafts, s.ID); err != nil {
			return err
		}
		if _, err := Nudge(ctx, tx, b.Nudged, shortest); err != nil {
			return err
		}
		_, dropped, err := AddFound(ctx, tx, s.ID, b.Found, true)
		if err != nil {
			return err
		}
		warnings := b.Warnings
		if dropped > 0 {
			warnings = append(warnings, single.Dropped(dropped))
		}
		p := s.Poll
		if p.State.FirstRead.IsZero() {
			p.State.FirstRead = tx.Now()
		}
		p.State.LastRead, p.State.LastTried, p.State.Failures = tx.Now(), tx.Now(), 0
		p.Condition.Health = feeds.Healthy
		p.Condition.SetWarnings(warnings)
		if err := SavePoll(ctx, tx, SourcePoll, s.ID, p); err != nil {
			return fmt.Errorf("recording what source %s received: %w", s.ID, err)
		}
		return nil
	})
}
