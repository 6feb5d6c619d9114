package crawler

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const (
	addressesAtOnce = 20
	addressTries    = 5
	addressRetry    = 2 * time.Minute // doubling
	addressIdle     = 24 * time.Hour
)

// readAddresses reads the posts and pages that are due, once each, into the source that they belong to. An address
// whose document was saved but not its outcome, because the process was killed in between, is read again.
func (c *Crawler) readAddresses(ctx context.Context, src feeds.Source, poll archive.Poll) error {
	now := c.opts.Now()
	due, err := archive.DueAddresses(ctx, c.opts.Ledger, now, addressesAtOnce)
	if err != nil {
		return err
	}
	batch := feeds.Batch{Source: &src, Position: poll.Position}
	failed := 0
	for i := range due {
		item, err := c.openAddress(ctx, &due[i])
		if ctx.Err() != nil {
			return ctx.Err()
		}
		named, nerr := true, error(nil)
		if err == nil && due[i].FoundBy != "" {
			if named, nerr = c.namesABrand(ctx, item); nerr != nil {
				return nerr
			}
		}
		settle(&due[i], item, err, named, now)
		switch due[i].State {
		case archive.AddressRead:
			batch.Documents = append(batch.Documents, item)
		case archive.AddressFailed:
			failed++
		}
	}
	if failed > 0 {
		batch.Warnings = append(batch.Warnings, feeds.Warn("addresses_failed", "Addresses that could not be read: {n}.", "n", strconv.Itoa(failed)))
	}
	// What is a week old when a person adds it is back catalogue.
	prepare(batch, schedule.State{FirstRead: now}, now)
	batch.Listed = len(batch.Documents)
	if _, err := c.save(ctx, src, src, poll, batch, now); err != nil {
		return fmt.Errorf("recording %s: %w", src.Name, err)
	}
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		for _, a := range due {
			if err := archive.SaveAddress(ctx, tx, a); err != nil {
				return err
			}
		}
		next, err := archive.NextAddress(ctx, tx)
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(now.Add(addressIdle)) {
			next = now.Add(addressIdle)
		}
		return archive.SetDue(ctx, tx, src.ID, next)
	})
}

// openAddress reads one address, or takes what was pasted.
func (c *Crawler) openAddress(ctx context.Context, a *archive.Address) (item feeds.Item, err error) {
	defer func() { // as in callReader
		if p := recover(); p != nil {
			c.opts.Logger.Error("opener panicked", "address", a.ID, "panic", p)
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read this address", Help: "Please report it."}
		}
	}()
	spec, d, ok := single.Opener(c.openable, a.URL)
	if !ok {
		return item, &feeds.Fault{Kind: feeds.FaultRefused, Code: "address_not_web", Reason: "The address doesn't begin with http:// or https://", Help: "Only web addresses can be read."}
	}
	if pasted, err := single.Read(feeds.Source{Settings: a.Pasted}); err == nil && strings.TrimSpace(pasted.Text) != "" {
		return feeds.Item{Document: pasted.Document(d)}, nil
	}
	return c.openers[spec.Type].Open(ctx, a.URL)
}

func (c *Crawler) namesABrand(ctx context.Context, item feeds.Item) (bool, error) {
	set, err := c.opts.Names.Recent(ctx)
	if err != nil {
		return false, fmt.Errorf("loading brands: %w", err)
	}
	return set.Detector.Contains(strings.Join([]string{item.Title, item.Notes, item.Body()}, "\n")), nil
}

// settle sets what became of an address.
func settle(a *archive.Address, item feeds.Item, err error, named bool, now time.Time) {
	a.Tries++
	a.Finished, a.Fault = now, feeds.Condition{}
	var f *feeds.Fault
	switch {
	case err == nil && named:
		a.State, a.Document = archive.AddressRead, item.ID
	case err == nil:
		a.State = archive.AddressDropped
	case feeds.Unsent(err):
		a.Tries--
		fallthrough
	case feeds.FaultOf(err).Passes() && a.Tries < addressTries:
		a.Finished = time.Time{}
		a.Fault.SetFault(err)
		a.Due = now.Add(max(feeds.RetryAfterOf(err), addressRetry<<min(a.Tries, 10)))
		if errors.As(err, &f) && f.Unsent || feeds.FaultOf(err) == feeds.FaultPaced {
			a.Due = now.Add(max(feeds.RetryAfterOf(err), time.Second))
		}
	default:
		a.State = archive.AddressFailed
		a.Fault.SetFault(err)
	}
}
