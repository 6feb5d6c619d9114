package bluesky

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// pending is what was received and is not stored yet.
type pending struct {
	take func(feeds.Batch) error
	keep func(feeds.Document) []string

	at       position
	moved    bool // at is ahead of the stored position
	docs     []feeds.Item
	gone     []feeds.Removal
	skipped  int
	warnings []feeds.Warning
}

// run stores events until the channel is closed. Posts are stored after coalesce, with those that
// arrive in that time. Removals and positions wait for the next post or for saveEvery, so that the
// ledger isn't written for each of the thousand events a second that name no brand.
func (p *pending) run(ctx context.Context, events <-chan event) error {
	soon := time.NewTimer(time.Hour)
	soon.Stop()
	later := time.NewTicker(saveEvery)
	defer soon.Stop()
	defer later.Stop()
	for {
		select {
		case e, open := <-events:
			if !open {
				return p.store()
			}
			if first := len(p.docs) == 0; p.add(e) && first {
				soon.Reset(coalesce)
			}
			if len(p.docs) < maxKept && len(p.gone) < maxGone {
				continue
			}
		case <-soon.C:
		case <-later.C:
		}
		if err := p.store(); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return nil
		}
	}
}

// add adds an event and reports whether it is a post that belongs to a source.
func (p *pending) add(e event) bool {
	if e.at.After(p.at.At) || e.cursor > p.at.Cursor {
		p.at.Cursor, p.at.At, p.moved = e.cursor, e.at, true
	}
	switch e.kind {
	case posted:
		d := e.document()
		p.drop(d.Key)
		if sources := p.keep(d); len(sources) > 0 {
			p.docs = append(p.docs, feeds.Item{Document: d, Sources: sources})
			return true
		}
		if e.edited { // it may have named a brand before
			p.gone = append(p.gone, feeds.Removal{Network: Network, Key: d.Key, At: e.at})
		}
	case deleted:
		p.drop(e.uri())
		p.gone = append(p.gone, feeds.Removal{Network: Network, Key: e.uri(), At: e.at})
	case accountGone:
		p.docs = slices.DeleteFunc(p.docs, func(i feeds.Item) bool { return i.Handle == e.did })
		p.gone = append(p.gone, feeds.Removal{Network: Network, Author: e.did, At: e.at})
	case skipped:
		p.skipped++
	}
	return false
}

// drop removes an earlier version of a post that is not stored yet.
func (p *pending) drop(key string) {
	p.docs = slices.DeleteFunc(p.docs, func(i feeds.Item) bool { return i.Key == key })
	p.gone = slices.DeleteFunc(p.gone, func(r feeds.Removal) bool { return r.Key == key })
}

func (p *pending) store() error {
	if !p.moved && len(p.docs) == 0 && len(p.gone) == 0 && p.skipped == 0 && len(p.warnings) == 0 {
		return nil
	}
	if p.skipped > 0 {
		p.warnings = append(p.warnings, feeds.Warn("events_unreadable", "Events that could not be read and were skipped: {n}.", "n", strconv.Itoa(p.skipped)))
	}
	slices.Reverse(p.docs) // a batch has the newest first
	b := feeds.Batch{Position: p.at.encode(), Documents: p.docs, Gone: p.gone, Live: true, Warnings: p.warnings}
	if err := p.take(b); err != nil {
		return fmt.Errorf("storing posts: %w", err)
	}
	p.moved, p.docs, p.gone, p.skipped, p.warnings = false, nil, nil, 0, nil
	return nil
}
