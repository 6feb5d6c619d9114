package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/ledger"
)

// pause keeps a process from crawling, detecting and sending until a person has confirmed
// that its ledger is the right one.
type pause struct {
	mu     sync.Mutex
	now    *api.Paused // nil once resumed
	why    mismatch
	folder folder
	over   chan struct{} // closed once resumed
}

// pauseOnMismatch compares ledger, bus, index and data folder at the start, and pauses the
// process if they don't belong together.
func (a *App) pauseOnMismatch(ctx context.Context) error {
	f, err := readFolder(a.opts.Config.Data)
	if err != nil {
		a.opts.Logger.Warn("owner of data folder unreadable", "error", err)
	}
	a.pause = &pause{over: make(chan struct{}), folder: f}
	why, err := a.findMismatch(ctx, f)
	if err != nil {
		return err
	}
	if why.code == "" {
		if why.rewrite {
			a.opts.Logger.Warn("search index belongs to another ledger, rebuilding it", "ledger", a.index.Ledger())
			if err := a.index.Reset(a.ledger.ID()); err != nil {
				return err
			}
		}
		close(a.pause.over)
		return a.recordOwner(ctx)
	}
	a.pause.now, a.pause.why = &api.Paused{Since: a.opts.Now().UTC(), Code: why.code, Detail: why.detail}, why
	a.opts.Logger.Error("started paused: nothing is crawled, detected or sent until `namedrop resume` or the desk confirms this ledger",
		"reason", why.code, "detail", why.detail)
	return nil
}

// recordOwner records in bus, index and data folder that they belong to this ledger.
func (a *App) recordOwner(ctx context.Context) error {
	id := a.ledger.ID()
	if err := a.bus.RecordOwner(ctx); err != nil {
		return err
	}
	if a.index != nil && a.index.Ledger() != id {
		if err := a.index.SetLedger(id); err != nil {
			return err
		}
	}
	f := &a.pause.folder
	if f.Folder == "" {
		f.Folder = newFolder()
	}
	f.Ledger = id
	return a.heartbeat(ctx)
}

// heartbeat increments the count in the ledger, then copies it to the folder. This order
// matters: after a crash in between, the folder is behind the ledger, which is harmless. The
// other way round it would look as if the ledger had lost writes.
func (a *App) heartbeat(ctx context.Context) error {
	n, err := a.ledger.Beat(ctx, a.pause.folder.Folder)
	if err != nil {
		return err
	}
	a.pause.folder.Beat = n
	if err := a.pause.folder.write(a.opts.Config.Data); err != nil {
		// A full disk is no reason to stop: a lower count in the folder is still valid.
		a.opts.Logger.Warn("recording the heartbeat in the data folder failed", "error", err)
	}
	return nil
}

// heartbeatEvery is the interval of the heartbeat. If a ledger loses less than this much of its
// latest writes, and neither bus nor index received any of them, the loss is not noticed.
const heartbeatEvery = 10 * time.Second

// keepHeartbeat updates the heartbeat until ctx is done, but only if the ledger was written to
// since the last time: an idle process doesn't touch the disk.
func (a *App) keepHeartbeat(ctx context.Context) error {
	tick := time.NewTicker(heartbeatEvery)
	defer tick.Stop()
	for last := a.ledger.Writes(); ; {
		done := false
		select {
		case <-ctx.Done():
			done = true
		case <-tick.C:
		}
		if a.ledger.Writes() != last {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			if err := a.heartbeat(ctx); err != nil && !errors.Is(err, ledger.ErrDiskFull) {
				a.opts.Logger.Debug("heartbeat failed", "error", err)
			}
			cancel()
			last = a.ledger.Writes()
		}
		if done {
			return nil
		}
	}
}

// Paused returns why the process is paused, or nil if it isn't.
func (a *App) Paused() *api.Paused {
	a.pause.mu.Lock()
	defer a.pause.mu.Unlock()
	return a.pause.now
}

// resumed waits until the process is not paused. It returns false if ctx is done first.
func (a *App) resumed(ctx context.Context) bool {
	select {
	case <-a.pause.over:
		return true
	default:
	}
	select {
	case <-a.pause.over:
		return true
	case <-ctx.Done():
		return false
	}
}

// Resume confirms that this is the right ledger and ends the pause. Bus and index are rebuilt
// from it where they differ. Documents that the ledger lost and that are read again count as
// back catalogue, so that nobody is alerted twice. Resume does nothing if nothing is paused.
func (a *App) Resume(ctx context.Context) error { return a.resume(ctx, true) }

// resumeLease is the lease that keeps processes from resuming at the same time: they may share
// a bus, and two of them must not reset it.
const resumeLease = "resume"

// resume ends the pause. first is true in the process that a person resumed, and false in those
// that follow it: they must not reset the shared bus or change the ledger again.
func (a *App) resume(ctx context.Context, first bool) error {
	a.pause.mu.Lock()
	defer a.pause.mu.Unlock()
	if a.pause.now == nil {
		return nil
	}
	for {
		ok, err := a.ledger.Lease(ctx, resumeLease, a.holder, time.Minute)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	defer func() { _ = a.ledger.Release(context.WithoutCancel(ctx), resumeLease, a.holder) }()
	if err := a.bus.Refresh(ctx); err != nil { // another process may have reset it meanwhile
		return err
	}
	why, err := a.findMismatch(ctx, a.pause.folder)
	if err != nil {
		return err
	}
	older := a.pause.why.code == ledgerOlder
	if why.bus || first && why.stale {
		if err := a.bus.Reset(ctx); err != nil {
			return fmt.Errorf("resetting the bus: %w", err)
		}
	}
	if a.index != nil && (why.index || why.stale) {
		if err := a.index.Reset(a.ledger.ID()); err != nil {
			return fmt.Errorf("resetting the search index: %w", err)
		}
	}
	if first {
		if older {
			if err := a.ledger.SetBackfill(ctx); err != nil {
				return err
			}
		}
		if err := a.ledger.SetResumed(ctx); err != nil {
			return err
		}
	}
	if err := a.recordOwner(ctx); err != nil {
		return err
	}
	a.opts.Logger.Info("resumed", "reason", a.pause.now.Code, "ledger", a.ledger.ID())
	a.pause.now = nil
	close(a.pause.over)
	return nil
}

// followResume resumes this process once another process on the same ledger was resumed.
func (a *App) followResume(ctx context.Context) error {
	paused := a.Paused()
	if paused == nil {
		return nil
	}
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-a.pause.over:
			return nil
		case <-tick.C:
		}
		at, err := a.ledger.Resumed(ctx)
		if err == nil && at.After(paused.Since) {
			err = a.resume(ctx, false)
		}
		if err != nil && ctx.Err() == nil {
			a.opts.Logger.Warn("resuming after another process failed, trying again", "error", err)
		}
	}
}
