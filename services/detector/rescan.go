package detector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const (
	rescanPoll  = time.Second
	rescanBatch = 100
)

// Wake makes the detector look for rescans now, for example after a brand was added or edited.
func (d *Detector) Wake() {
	select {
	case d.rescan <- struct{}{}:
	default:
	}
}

// rescans runs queued rescans until ctx is done.
func (d *Detector) rescans(ctx context.Context) {
	lease.Loop{Work: d.nextRescan, Poll: rescanPoll, Wake: d.rescan, Failed: func(err error) {
		d.opts.Logger.Error("rescan interrupted, continuing later", "error", err)
	}}.Run(ctx)
}

// nextRescan runs the first rescan of the queue, if there is one.
func (d *Detector) nextRescan(ctx context.Context) (int, error) {
	job, err := archive.ClaimRescan(ctx, d.opts.Ledger, d.opts.Now(), d.opts.Holder, lease.Length)
	if err != nil || job == nil {
		return 0, err
	}
	return 1, d.scan(ctx, *job)
}

// scan runs detection over the archive from the job's position on. Each batch saves its mentions,
// the counts and the new position in one transaction, so nothing is counted twice after a crash.
func (d *Detector) scan(ctx context.Context, job archive.Rescan) error {
	d.claims.Hold(job.ID) // keeps the lease renewed: one batch can take longer than the lease lasts
	defer d.claims.Drop(job.ID)
	each := func(do func([]archive.DocumentMeta) error) error {
		if job.Newest > 0 {
			return archive.EachMentioning(ctx, d.opts.Ledger, job.Brands, job.Newest, job.Position, rescanBatch, do)
		}
		return archive.EachDocument(ctx, d.opts.Ledger, job.Position, rescanBatch, do)
	}
	err := each(func(metas []archive.DocumentMeta) error {
		for len(metas) > 0 {
			n, err := d.scanPart(ctx, &job, metas)
			if err != nil {
				return err
			}
			metas = metas[n:]
		}
		return nil
	})
	corrupt := new(archive.CorruptError)
	if errors.As(err, &corrupt) {
		job.Error = err.Error()
		d.opts.Logger.Error("some documents were not rescanned", "error", err)
		err = nil
	}
	if err == nil {
		job.State = archive.RescanDone
		err = d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
			if err := quarantineCorrupt(ctx, tx, corrupt); err != nil {
				return err
			}
			return archive.SaveRescan(ctx, tx, job, d.opts.Holder, lease.Length)
		})
	}
	if errors.Is(err, archive.ErrStopped) {
		return nil
	}
	if err != nil {
		return err
	}
	d.publishProgress(job)
	d.opts.Logger.Info("rescan done", "reason", job.Reason, "documents", job.Done,
		"appeared", job.Appeared, "changed", job.Changed, "removed", job.Removed)
	return nil
}

// scanPart runs detection over the first of the documents and returns their number. These are
// all of them, unless they hold too many hits (see detectAll).
func (d *Detector) scanPart(ctx context.Context, job *archive.Rescan, metas []archive.DocumentMeta) (int, error) {
	if slices.ContainsFunc(metas, func(m archive.DocumentMeta) bool { return m.BodySize >= archive.Large }) {
		done, err := d.opts.InFlight.Alone(ctx)
		if err != nil {
			return 0, err
		}
		defer done()
	}
	docs := make([]feeds.Document, len(metas))
	for i := range metas {
		docs[i] = metas[i].Document
	}
	n, err := d.current(ctx)
	if err != nil {
		return 0, err
	}
	found := d.detectAll(n, docs, true)
	d.consult(ctx, n, found)
	var after archive.Rescan
	err = d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		after = *job
		if err := assign(ctx, tx, found); err != nil {
			return err
		}
		for _, f := range found {
			c, _, err := d.writeFinding(ctx, tx, n, f)
			if err != nil {
				return fmt.Errorf("recording mentions of %s: %w", f.document.ID, err)
			}
			after.Appeared += int64(c.Appeared)
			after.Changed += int64(c.Amended)
			if job.Newest > 0 { // what a judgement taught is seen in the other mentions
				after.Changed -= int64(c.Judged)
			}
			after.Removed += int64(c.Removed)
		}
		after.State = archive.RescanRunning
		after.Done += int64(len(found))
		after.Position = metas[len(found)-1].Arrival
		return archive.SaveRescan(ctx, tx, after, d.opts.Holder, lease.Length)
	})
	if err != nil {
		return 0, err
	}
	*job = after
	d.publishProgress(*job)
	return len(found), nil
}

// publishProgress publishes the progress of a rescan for the desk. A rescan that follows a
// judgement is not shown, because no one started it by hand.
func (d *Detector) publishProgress(job archive.Rescan) {
	if job.Newest > 0 {
		return
	}
	if b, err := json.Marshal(job); err == nil {
		d.opts.Bus.Nudge("live.rescan.progress", b)
	}
}
