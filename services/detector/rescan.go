package detector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const (
	rescanPoll  = time.Second
	rescanLease = 30 * time.Second
	rescanBatch = 100
)

// Wake makes the detector look for rescans now: after a brand was added or edited.
func (d *Detector) Wake() {
	select {
	case d.rescan <- struct{}{}:
	default:
	}
}

// rescans works through the queue until ctx is done.
func (d *Detector) rescans(ctx context.Context) {
	tick := time.NewTicker(rescanPoll)
	defer tick.Stop()
	for {
		job, err := archive.ClaimRescan(ctx, d.Ledger, d.Now(), d.Holder, rescanLease)
		if err == nil && job != nil {
			err = d.scan(ctx, *job)
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			d.Logger.Error("rescan interrupted, going on later", "error", err)
		}
		if job != nil && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-d.rescan:
		case <-tick.C:
		}
	}
}

// scan runs detection over the archive from where the job stands. Each batch is one
// transaction with the job's position: a crash repeats nothing that was counted.
func (d *Detector) scan(ctx context.Context, job archive.Rescan) error {
	defer d.keepRescan(ctx, job.ID)()
	each := func(do func([]archive.DocumentMeta) error) error {
		if job.Newest > 0 {
			return archive.EachMentioning(ctx, d.Ledger, job.Brands, job.Newest, job.Position, rescanBatch, do)
		}
		return archive.EachDocument(ctx, d.Ledger, job.Position, rescanBatch, do)
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
	damaged := new(archive.CorruptError)
	if errors.As(err, &damaged) {
		job.Error = err.Error()
		d.Logger.Error("some documents were not rescanned", "error", err)
		err = nil
	}
	if err == nil {
		job.State = archive.RescanDone
		err = d.Ledger.Write(ctx, func(tx *ledger.Tx) error {
			if err := passOver(ctx, tx, damaged); err != nil {
				return err
			}
			return archive.SaveRescan(ctx, tx, job, d.Holder, rescanLease)
		})
	}
	if errors.Is(err, archive.ErrStopped) {
		return nil
	}
	if err != nil {
		return err
	}
	d.tell(job)
	d.Logger.Info("rescan done", "reason", job.Reason, "documents", job.Done,
		"appears", job.Appeared, "changes", job.Changed, "goes", job.Removed)
	return nil
}

// scanPart runs detection over the first of the documents, and returns how many these
// are: fewer than all where they hold too many names.
func (d *Detector) scanPart(ctx context.Context, job *archive.Rescan, metas []archive.DocumentMeta) (int, error) {
	if slices.ContainsFunc(metas, func(m archive.DocumentMeta) bool { return m.BodySize >= archive.Large }) {
		done, err := d.InFlight.Alone(ctx)
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
	err = d.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		after = *job
		for _, f := range found {
			c, _, err := d.settle(ctx, tx, n, f)
			if err != nil {
				return fmt.Errorf("recording mentions of %s: %w", f.document.ID, err)
			}
			after.Appeared += int64(c.Appeared)
			after.Changed += int64(c.Amended)
			after.Removed += int64(c.Removed)
		}
		after.State = archive.RescanRunning
		after.Done += int64(len(found))
		after.Position = metas[len(found)-1].Arrival
		return archive.SaveRescan(ctx, tx, after, d.Holder, rescanLease)
	})
	if err != nil {
		return 0, err
	}
	*job = after
	d.tell(*job)
	return len(found), nil
}

// keepRescan renews the claim until the function it returns is called: a judge may take
// its time over a batch.
func (d *Detector) keepRescan(ctx context.Context, id string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		t := time.NewTicker(rescanLease / 3)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
			}
			if err := d.Ledger.Renew(ctx, ledger.Rescans, d.Holder, []string{id}, d.Now().Add(rescanLease)); err != nil && ctx.Err() == nil {
				d.Logger.Warn("rescan not kept; another process may take it over", "error", err)
			}
		}
	})
	return func() { cancel(); wg.Wait() }
}

// tell publishes the progress of a rescan. One that follows a judgement runs unseen.
func (d *Detector) tell(job archive.Rescan) {
	if job.Newest > 0 {
		return
	}
	if b, err := json.Marshal(job); err == nil {
		d.Bus.Nudge("live.rescan.progress", b)
	}
}
