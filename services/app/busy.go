package app

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/subjects"
)

// Busy reports whether documents or rescans are still on their way through this process:
// to the bus, through detection, into reports or into the index.
func (a *App) Busy(ctx context.Context) (bool, error) {
	if a.Paused() != nil {
		return false, nil // nothing is processed until a person resumes
	}
	depth, err := a.ledger.OutboxDepth(ctx)
	if err != nil || depth > 0 {
		return true, err
	}
	if unread, err := archive.Undetected(ctx, a.ledger, 1); err != nil || len(unread) > 0 {
		return true, err
	}
	rescans, err := archive.ListRescans(ctx, a.ledger, ledger.DefaultWorkspace, 20)
	if err != nil {
		return true, err
	}
	for _, r := range rescans {
		if r.State == archive.RescanWaiting || r.State == archive.RescanRunning {
			return true, nil
		}
	}
	if a.correlator != nil {
		if busy, err := a.correlator.Busy(ctx); err != nil || busy {
			return true, err
		}
	}
	if a.index == nil {
		return false, nil
	}
	behind, err := a.ledger.AnyAfter(ctx, subjects.Documents, subjects.DetectedPrefix, int64(a.index.Offset()))
	if err != nil {
		return true, fmt.Errorf("comparing the index's offset with the ledger: %w", err)
	}
	return behind, nil
}
