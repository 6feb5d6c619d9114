package crawler

import (
	"context"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// suspects are the sources and transcripts that were being read when the process ended
// without a word. They are read one at a time, and after too many such ends put off.
type suspects struct {
	mu     sync.Mutex
	known  map[archive.Work]archive.Quarantined // by kind and id
	serial sync.Mutex                           // one of them is read
}

func (s *suspects) load(ctx context.Context, l *ledger.Ledger) error {
	found := map[archive.Work]archive.Quarantined{}
	for _, kind := range []string{archive.Reading, archive.Fetching} {
		list, err := archive.Suspects(ctx, l, kind)
		if err != nil {
			return err
		}
		for _, q := range list {
			found[archive.Work{Kind: kind, ID: q.ID}] = q
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = found
	return nil
}

func (s *suspects) get(kind, id string) (archive.Quarantined, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, ok := s.known[archive.Work{Kind: kind, ID: id}]
	return q, ok
}

func (s *suspects) clear(kind, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, archive.Work{Kind: kind, ID: id})
}

// cautiously does work that is remembered while it goes on. held is done in its stead where
// the process has ended over it too often.
func (c *Crawler) runTracked(ctx context.Context, kind, id string, quarantined, work func(context.Context) error) error {
	q, suspect := c.suspects.get(kind, id)
	if suspect {
		c.suspects.serial.Lock()
		defer c.suspects.serial.Unlock()
		now, err := archive.SuspectOf(ctx, c.opts.Ledger, kind, id) // it may have been released
		if err != nil {
			return err
		}
		if q = now; q.Held {
			return quarantined(ctx)
		}
	}
	end := c.opts.InFlight.Begin(archive.Work{Kind: kind, ID: id})
	err := work(ctx)
	end()
	if err != nil || !suspect {
		return err
	}
	c.suspects.clear(kind, id)
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.ClearSuspect(ctx, tx, kind, id) })
}

// quarantineRetry is how long a source rests that has ended the process.
const quarantineRetry = 24 * time.Hour

// putOff records why a source isn't read.
func (c *Crawler) quarantineSource(ctx context.Context, src feeds.Source, poll archive.Poll) error {
	now := c.opts.Now()
	err := &feeds.Fault{
		Kind: feeds.FaultUnparsable, Reason: "Namedrop ended several times while it read this source, so it isn't read any more",
		Help: "Run namedrop release " + src.ID + " to try it once more; a new version tries it by itself. Please report its address.",
	}
	next := c.next(poll, schedule.Outcome{Err: err}, now)
	next.State.Due = now.Add(quarantineRetry)
	c.opts.Logger.Error("source quarantined", "source", src.ID, "name", src.Name)
	c.recorder.Put(ctx, src.ID, next)
	c.nudge(src, 0)
	return nil
}
