package crawler

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// read reads one source and saves the outcome, also a failed one.
func (c *Crawler) read(ctx context.Context, s archive.SourceWithPoll) error {
	src, poll := s.Source, s.Poll
	if c.streamOf(src) != "" {
		// A listener takes care of it. It stays in the schedule because it may be polled again later,
		// for example after a change of its settings.
		poll.State.Due = c.opts.Now().Add(time.Hour)
		c.recorder.Put(ctx, src.ID, poll)
		return nil
	}
	return c.runTracked(ctx, archive.Reading, src.ID,
		func(ctx context.Context) error { return c.quarantineSource(ctx, src, poll) },
		func(ctx context.Context) error { return c.readNow(ctx, src, poll) })
}

// readNow is [Crawler.read] for a source that is polled and not quarantined.
func (c *Crawler) readNow(ctx context.Context, src feeds.Source, poll archive.Poll) error {
	ctx, release := fetch.Hold(ctx)
	defer release()
	if src.Type == feeds.SingleSource {
		return c.countAddresses(ctx, src, poll)
	}
	readCtx := ctx
	if poll.Asked {
		readCtx = feeds.Unconditional(ctx)
	}
	batch, err := c.callReader(readCtx, src, poll.Position)
	if ctx.Err() != nil {
		return ctx.Err() // stopping: the claim is released and the source is read again
	}
	c.noteAccount(ctx, src.Account, err)
	now := c.opts.Now()
	if poll.Told, err = c.toldUntil(ctx, src.ID, err); err != nil {
		c.metrics.reads.WithLabelValues(string(feeds.FaultOf(err))).Inc()
		next := c.next(poll, schedule.Outcome{Err: err}, now)
		c.opts.Logger.Info("source not read", "source", src.ID, "name", src.Name, "error", err, "again", next.State.Due)
		c.recorder.Put(ctx, src.ID, next)
		c.nudge(src, 0)
		return nil
	}
	poll.Position = batch.Position
	reported := src
	if batch.Source != nil {
		reported = *batch.Source
	}
	if batch.NotModified {
		c.metrics.reads.WithLabelValues("not_modified").Inc()
		if err := c.keepHub(ctx, src.ID, batch.Hub); err != nil {
			return err
		}
		next := c.next(poll, schedule.Outcome{}, now)
		if poll.Condition.Health == feeds.Healthy {
			// The file is the same, so its warnings still hold.
			next.Condition.Error, next.Condition.WarningDetails = poll.Condition.Error, poll.Condition.WarningDetails
		}
		if reported.URL != src.URL {
			return c.followMove(ctx, src, reported, next)
		}
		c.recorder.Put(ctx, src.ID, next)
		return nil
	}
	if c.named[src.Type] {
		if err := c.dropUnnamed(ctx, &batch); err != nil {
			return err
		}
	}
	if n := prepare(batch, poll.State, now); n > 0 {
		batch.Warnings = append(batch.Warnings, feeds.Warn("dates_in_future", "Dates that lie in the future: {n}. The time of the first read is used until then.", "n", strconv.Itoa(n)))
	}
	if err := c.fillLive(ctx, src, batch.Documents); err != nil {
		return err
	}
	poll.State.Published = publicationTimes(batch.Documents)
	poll.Condition.Items = cmp.Or(batch.Listed, len(batch.Documents))
	saved, err := c.save(ctx, src, reported, poll, batch, now)
	if err != nil {
		return fmt.Errorf("recording %s: %w", src.Name, err)
	}
	outcome := "unchanged"
	if saved > 0 {
		outcome = "changed"
	}
	c.metrics.reads.WithLabelValues(outcome).Inc()
	return nil
}

// callReader calls the adapter, and turns a panic into a fault.
func (c *Crawler) callReader(ctx context.Context, src feeds.Source, at feeds.Position) (batch feeds.Batch, err error) {
	// A panic in a parser, caused by a hostile answer, fails this read and not the process.
	defer func() {
		if p := recover(); p != nil {
			c.opts.Logger.Error("reader panicked", "source", src.ID, "panic", p)
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read this source", Help: "Please report its address. The other sources are not affected."}
		}
	}()
	return c.readers[src.Type].Read(ctx, src, at)
}

// prepare sets what only the crawl knows about documents: when they were fetched, a date if they
// have none, and whether they are back catalogue. Back catalogue is what the first read lists,
// and an old episode that appears later: the publisher is extending the archive. If the time of
// the first read lies in the future, the clock was wrong then, and prepare uses now. Otherwise
// every document would count as back catalogue.
//
// A date more than a week in the future is treated as missing, since the document would be the
// newest one for years. prepare returns how many there are.
func prepare(batch feeds.Batch, state schedule.State, now time.Time) (future int) {
	first := state.FirstRead
	if first.After(now) {
		first = now
	}
	for i := range batch.Documents {
		d := &batch.Documents[i]
		d.Fetched = now
		if d.Published.After(now.Add(maxFuture)) {
			future++
			d.Published = time.Time{}
		}
		if d.Published.IsZero() {
			d.Published, d.Undated = now, true
		}
		d.Backfill = d.Backfill || !batch.Live && (first.IsZero() || !d.Undated && d.Published.Before(first.Add(-archiveAge)))
	}
	return future
}

const (
	archiveAge = 7 * 24 * time.Hour // before the first read; older documents are back catalogue
	maxFuture  = 7 * 24 * time.Hour // publishers announce episodes a few days ahead
)

// maxPublished is how many publication times are kept; the schedule is derived from them.
const maxPublished = 24

// publicationTimes returns the newest publication times, newest first. Undated documents don't
// count.
func publicationTimes(docs []feeds.Item) []time.Time {
	var out []time.Time
	for i := range docs {
		if !docs[i].Undated {
			out = append(out, docs[i].Published.UTC())
		}
	}
	slices.SortFunc(out, func(a, b time.Time) int { return b.Compare(a) })
	return out[:min(len(out), maxPublished)]
}

func (c *Crawler) next(p archive.Poll, o schedule.Outcome, now time.Time) archive.Poll {
	p.State, p.Condition = schedule.Next(p.State, p.Condition, o, now, rand.Float64(), c.opts.Limits)
	if o.Err == nil {
		p.State.Due = relaxed(p.State.Due, now, p.Told)
	}
	return p
}
