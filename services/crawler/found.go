package crawler

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/once"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/names"
)

const (
	maxFound      = 4                // addresses that are read at once
	foundWhile    = 10 * time.Minute // until one that was taken is read again
	maxFoundTries = 5
	foundPatience = 5 * time.Minute // after a failure that may pass, doubling
	newPage       = 30 * 24 * time.Hour
)

// readFound reads addresses that sources mentioned, each once, and returns how many it took.
func (c *Crawler) readFound(ctx context.Context) (int, error) {
	taken, err := archive.TakeFound(ctx, c.opts.Ledger, maxFound, foundWhile)
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	for _, f := range taken {
		wg.Go(func() {
			if err := c.readAddress(ctx, f); err != nil && ctx.Err() == nil {
				c.opts.Logger.Error("address not recorded", "source", f.Source, "error", err)
			}
		})
	}
	wg.Wait()
	return len(taken), nil
}

func (c *Crawler) readAddress(ctx context.Context, f archive.FoundAddress) error {
	src, err := archive.GetSource(ctx, c.opts.Ledger, f.Source)
	if errors.Is(err, ledger.ErrNotFound) {
		return c.finishFound(ctx, f, archive.FoundPassed, nil)
	}
	if err != nil {
		return err
	}
	own, err := names.OwnHosts(ctx, c.opts.Ledger, src.Workspace)
	if err != nil {
		return err
	}
	item, err := c.callPages(ctx, feeds.Found{Source: src.Source, Address: f.Address, Own: own})
	if ctx.Err() != nil {
		return ctx.Err() // it is due again after a while
	}
	if err != nil {
		return c.addressFailed(ctx, f, err)
	}
	now := c.opts.Now()
	batch := feeds.Batch{Documents: []feeds.Item{item}, Live: true}
	if c.named[src.Type] {
		if err := c.dropUnnamed(ctx, &batch); err != nil {
			return err
		}
		if len(batch.Documents) == 0 {
			return c.finishFound(ctx, f, archive.FoundPassed, nil)
		}
	}
	prepare(batch, src.Poll.State, now)
	d := &batch.Documents[0].Document
	d.Backfill = !d.Undated && d.Published.Before(now.Add(-newPage)) // somebody found an old page
	drafts, err := archive.Drafts(ctx, c.opts.Ledger, batch.Documents)
	if err != nil {
		return err
	}
	err = c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if _, err := c.saveDocuments(ctx, tx, src.Source, drafts); err != nil {
			return err
		}
		return archive.FinishFound(ctx, tx, f.ID, archive.FoundStored, nil)
	})
	if err == nil {
		c.nudge(src.Source, 1)
	}
	return err
}

func (c *Crawler) finishFound(ctx context.Context, f archive.FoundAddress, outcome archive.FoundOutcome, why error) error {
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.FinishFound(ctx, tx, f.ID, outcome, why) })
}

// addressFailed tries again later if the failure may pass.
func (c *Crawler) addressFailed(ctx context.Context, f archive.FoundAddress, err error) error {
	kind := feeds.FaultOf(err)
	switch {
	case kind.Passes() && f.Tries < maxFoundTries:
		at := c.opts.Now().Add(max(foundPatience<<(f.Tries-1), feeds.RetryAfterOf(err)))
		return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.RetryFound(ctx, tx, f.ID, at, err) })
	case kind == feeds.FaultAbsent && strings.HasPrefix(cmp.Or(codeOf(err), "-"), "webmention_"):
		return c.finishFound(ctx, f, archive.FoundPassed, err)
	}
	return c.finishFound(ctx, f, archive.FoundFailed, err)
}

func codeOf(err error) string {
	code, _ := feeds.CodeOf(err)
	return code
}

// callPages calls the reader of the source's type, or that of any page, and turns a panic into a fault.
func (c *Crawler) callPages(ctx context.Context, f feeds.Found) (item feeds.Item, err error) {
	// A panic in a parser, caused by a hostile page, fails this address and not the process.
	defer func() {
		if p := recover(); p != nil {
			c.opts.Logger.Error("reader of a page panicked", "source", f.Source.ID, "panic", p)
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read a page", Help: "Please report it."}
		}
	}()
	reader := c.pages[f.Source.Type]
	if reader == nil {
		reader = once.New(c.opts.Door)
	}
	return reader.ReadAddress(ctx, f)
}
