package crawler

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const (
	addressesAtOnce = 4
	addressWhile    = 10 * time.Minute // until one that was taken is read again
	addressTries    = 5
	addressRetry    = 2 * time.Minute // doubling
	addressRelease  = 5 * time.Second // to give an address back when the process stops
	newPage         = 30 * 24 * time.Hour
	recentAddresses = 7 * 24 * time.Hour // that the source of single posts and pages counts
)

// addressReads are the reads of addresses in progress: one of a host at a time.
type addressReads struct {
	sync.WaitGroup
	mu    sync.Mutex
	hosts map[string]bool
}

func (r *addressReads) busy() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.hosts))
}

func (r *addressReads) set(host string, busy bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if busy {
		r.hosts[host] = true
	} else {
		delete(r.hosts, host)
	}
}

// readAddresses begins to read posts and pages that people added and that sources found, once each, as far as there is room,
// and returns how many it took. It doesn't wait for them: a slow host delays only its own.
func (c *Crawler) readAddresses(ctx context.Context) (int, error) {
	busy := c.addresses.busy()
	if len(busy) >= addressesAtOnce {
		return 0, nil // the end of a read wakes the loop
	}
	taken, err := archive.TakeAddresses(ctx, c.opts.Ledger, addressesAtOnce-len(busy), addressWhile, busy...)
	if err != nil {
		return 0, err
	}
	for _, a := range taken {
		c.addresses.set(a.Host, true)
		c.addresses.Go(func() {
			defer wake(c.reread)
			defer c.addresses.set(a.Host, false)
			if err := c.readAddress(ctx, a); err != nil && ctx.Err() == nil {
				c.opts.Logger.Error("address not recorded", "address", a.ID, "source", a.Source, "error", err)
			}
		})
	}
	return len(taken), nil
}

// readAddress reads one address and saves its document and what became of it in one transaction.
func (c *Crawler) readAddress(ctx context.Context, a archive.Address) error {
	taken := a.Due
	src, err := archive.GetSource(ctx, c.opts.Ledger, a.Source)
	if errors.Is(err, ledger.ErrNotFound) {
		a.State, a.Finished = archive.AddressDropped, c.opts.Now()
		return c.saveAddress(ctx, src.Source, a, taken, nil)
	}
	if err != nil {
		return err
	}
	ctx, release := fetch.Hold(ctx)
	defer release()
	item, err := c.openAddress(ctx, src.Source, &a)
	kept := err
	if err == nil && !a.Added {
		if kept, err = c.keepFound(ctx, src.Source, item); err != nil && ctx.Err() == nil {
			return err
		}
		err = kept
	}
	if ctx.Err() != nil {
		return c.giveBack(ctx, a, taken)
	}
	now := c.opts.Now()
	settle(&a, item, err, kept != nil && errors.As(kept, new(unwanted)), now)
	if a.State != archive.AddressRead {
		return c.saveAddress(ctx, src.Source, a, taken, nil)
	}
	batch := feeds.Batch{Documents: []feeds.Item{item}, Live: !a.Added}
	prepare(batch, schedule.State{FirstRead: now}, now) // what is a week old when a person adds it is back catalogue
	if d := &batch.Documents[0].Document; !a.Added {
		d.Backfill = !d.Undated && d.Published.Before(now.Add(-newPage)) // somebody found an old page
	}
	return c.saveAddress(ctx, src.Source, a, taken, batch.Documents)
}

func (c *Crawler) saveAddress(ctx context.Context, src feeds.Source, a archive.Address, taken time.Time, read []feeds.Item) error {
	drafts, err := archive.Drafts(ctx, c.opts.Ledger, read)
	if err != nil {
		return err
	}
	var saved []archive.Saved
	err = c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		saved = nil
		current, err := archive.FinishAddress(ctx, tx, a, taken)
		if err != nil || !current {
			return err
		}
		if len(drafts) > 0 {
			if saved, err = c.saveDocuments(ctx, tx, src, drafts); err != nil {
				return err
			}
		}
		if a.Added && src.ID != "" {
			return archive.SetDue(ctx, tx, src.ID, tx.Now()) // it counts its addresses
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("recording an address: %w", err)
	}
	for i, s := range saved {
		c.countDocument(drafts[i].Kind, s)
	}
	if len(saved) > 0 || src.ID != "" {
		c.nudge(src, countWritten(saved))
	}
	return nil
}

// giveBack lets the next process read an address at once.
func (c *Crawler) giveBack(ctx context.Context, a archive.Address, taken time.Time) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), addressRelease)
	defer cancel()
	a.Tries--
	a.Due = c.opts.Now()
	return c.saveAddress(last, feeds.Source{}, a, taken, nil)
}

// countAddresses is the read of the source of single posts and pages: it only says how its addresses fare.
func (c *Crawler) countAddresses(ctx context.Context, src feeds.Source, poll archive.Poll) error {
	now := c.opts.Now()
	read, failed, err := archive.CountAddresses(ctx, c.opts.Ledger, src.ID, now.Add(-recentAddresses))
	if err != nil {
		return err
	}
	batch := feeds.Batch{Source: &src, Position: poll.Position}
	if failed > 0 {
		batch.Warnings = append(batch.Warnings, feeds.Warn("addresses_failed", "Addresses that could not be read: {n}.", "n", strconv.Itoa(failed)))
	}
	poll.Condition.Items = read
	if _, err := c.save(ctx, src, src, poll, batch, now); err != nil {
		return fmt.Errorf("recording %s: %w", src.Name, err)
	}
	return nil
}

func (c *Crawler) namesABrand(ctx context.Context, item feeds.Item) (bool, error) {
	set, err := c.opts.Names.Recent(ctx)
	if err != nil {
		return false, fmt.Errorf("loading brands: %w", err)
	}
	return set.Detector.Contains(strings.Join([]string{item.Title, item.Notes, item.Body()}, "\n")), nil
}

// settle sets what became of an address.
func settle(a *archive.Address, item feeds.Item, err error, dropped bool, now time.Time) {
	a.Finished, a.Fault = now, feeds.Condition{}
	var f *feeds.Fault
	unsent := errors.As(err, &f) && f.Unsent || feeds.FaultOf(err) == feeds.FaultPaced
	switch {
	case err == nil:
		a.State, a.Document = archive.AddressRead, item.ID
	case dropped:
		a.State = archive.AddressDropped
		if errors.As(err, &f) {
			a.Fault.SetFault(f)
		}
	case unsent || feeds.FaultOf(err).Passes() && a.Tries < addressTries:
		a.Finished = time.Time{}
		a.Fault.SetFault(err)
		a.Due = now.Add(max(feeds.RetryAfterOf(err), addressRetry<<min(a.Tries-1, 10)))
		if unsent {
			a.Tries--
			a.Due = now.Add(max(feeds.RetryAfterOf(err), time.Second))
		}
	default:
		a.State = archive.AddressFailed
		a.Fault.SetFault(err)
	}
}
