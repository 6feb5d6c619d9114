package detector

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// careful are the documents that are read one at a time, beside the others: the large ones,
// and those in whose company the process ended. Their references are acknowledged when they
// are put here; the ledger knows that they were not read, and a start reads what is left.
type careful struct {
	mu       sync.Mutex
	waiting  []string
	known    map[string]bool // those waiting
	suspects map[string]bool
	wake     chan struct{}
}

func newCareful() careful {
	return careful{known: map[string]bool{}, suspects: map[string]bool{}, wake: make(chan struct{}, 1)}
}

func (c *careful) suspect(list []archive.Quarantined) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, q := range list {
		c.suspects[q.ID] = true
	}
}

// take puts the large ones and the suspects aside, and returns the others.
func (c *careful) take(ids, large []string) (others []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range ids {
		switch {
		case !slices.Contains(large, id) && !c.suspects[id]:
			others = append(others, id)
		case !c.known[id]:
			c.known[id] = true
			c.waiting = append(c.waiting, id)
		}
	}
	if len(c.waiting) > 0 {
		select {
		case c.wake <- struct{}{}:
		default:
		}
	}
	return others
}

func (c *careful) next() (id string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		return "", false
	}
	id, c.waiting = c.waiting[0], c.waiting[1:]
	delete(c.known, id)
	return id, true
}

func (c *careful) again(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known[id] {
		c.known[id] = true
		c.waiting = append(c.waiting, id)
	}
}

func (c *careful) clear(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.suspects, id)
}

// pauseCareful is how long to wait after a document that could not be read.
const pauseCareful = 5 * time.Second

// readCarefully reads them until ctx is done.
func (d *Detector) readCarefully(ctx context.Context) {
	for {
		id, ok := d.careful.next()
		if ok {
			if err := d.readOne(ctx, id); err != nil && ctx.Err() == nil {
				d.opts.Logger.Error("document not read, trying again", "document", id, "error", err)
				d.careful.again(id)
				ok = false
			}
		}
		if ok && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-d.careful.wake:
		case <-time.After(pauseCareful):
		}
	}
}

// readOne reads one document, unless the process has ended over it too often.
func (d *Detector) readOne(ctx context.Context, id string) error {
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
	if _, err := d.read(ctx, []string{id}); err != nil {
		return err
	}
	d.careful.clear(id)
	if q.Deaths == 0 {
		return nil
	}
	return d.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.ClearSuspect(ctx, tx, archive.Detection, id) })
}
