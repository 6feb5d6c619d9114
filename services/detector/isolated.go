package detector

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// isolated is the queue of documents that are processed one at a time, beside the batches of
// the others. It holds large documents, so that the others don't wait for them, and suspects:
// documents that were in work when an earlier process died. Alone, the one at fault can be
// identified. The queue is in memory only, although the bus messages are acknowledged when
// documents are added: the ledger knows that they are undetected, and sweep finds them again.
type isolated struct {
	mu       sync.Mutex
	waiting  []string
	known    map[string]bool // the set of waiting, to add no document twice
	suspects map[string]bool
	wake     chan struct{}
}

func newIsolated() isolated {
	return isolated{known: map[string]bool{}, suspects: map[string]bool{}, wake: make(chan struct{}, 1)}
}

func (q *isolated) addSuspects(list []archive.Quarantined) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, s := range list {
		q.suspects[s.ID] = true
	}
}

// divert adds the large documents and the suspects to the queue and returns the others.
func (q *isolated) divert(ids, large []string) (others []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, id := range ids {
		switch {
		case !slices.Contains(large, id) && !q.suspects[id]:
			others = append(others, id)
		case !q.known[id]:
			q.known[id] = true
			q.waiting = append(q.waiting, id)
		}
	}
	if len(q.waiting) > 0 {
		select {
		case q.wake <- struct{}{}:
		default:
		}
	}
	return others
}

func (q *isolated) next() (id string, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return "", false
	}
	id, q.waiting = q.waiting[0], q.waiting[1:]
	delete(q.known, id)
	return id, true
}

func (q *isolated) requeue(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.known[id] {
		q.known[id] = true
		q.waiting = append(q.waiting, id)
	}
}

func (q *isolated) clearSuspect(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.suspects, id)
}

// retryPause is the pause after a document that could not be processed.
const retryPause = 5 * time.Second

// runIsolated processes the queue until ctx is done.
func (d *Detector) runIsolated(ctx context.Context) {
	for {
		id, ok := d.isolated.next()
		if ok {
			if err := d.processIsolated(ctx, id); err != nil && ctx.Err() == nil {
				d.opts.Logger.Error("processing document failed, trying again", "document", id, "error", err)
				d.isolated.requeue(id)
				ok = false
			}
		}
		if ok && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-d.isolated.wake:
		case <-time.After(retryPause):
		}
	}
}

// processIsolated detects one document, unless it is quarantined because the process has died
// during it too often. It clears a suspect that is processed without a crash.
func (d *Detector) processIsolated(ctx context.Context, id string) error {
	q, err := archive.SuspectOf(ctx, d.opts.Ledger, archive.Detection, id)
	if err != nil {
		return err
	}
	if q.Held {
		d.opts.Logger.Warn("document is quarantined", "document", id, "deaths", q.Deaths)
		return nil
	}
	meta, err := archive.GetDocumentMeta(ctx, d.opts.Ledger, id)
	if err != nil {
		return err
	}
	done, err := d.opts.InFlight.Alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	defer d.opts.InFlight.Begin(archive.Work{Kind: archive.Detection, ID: id, Size: meta.BodySize})()
	if _, err := d.process(ctx, []string{id}); err != nil {
		return err
	}
	d.isolated.clearSuspect(id)
	if q.Deaths == 0 {
		return nil
	}
	return d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.ClearSuspect(ctx, tx, archive.Detection, id) })
}
