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

// suspects are the sources and documents that were being read when the process crashed, for
// example because it ran out of memory. They are read one at a time, so that another crash has
// only one suspect. After too many crashes they are quarantined.
type suspects struct {
	mu     sync.Mutex
	known  map[archive.Work]archive.Quarantined // by kind and id
	serial sync.Mutex                           // held while a suspect is read
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

// runTracked lists work as in flight while it runs, so that the next start knows what a
// crash interrupted. Work that has crashed the process too often is not run; quarantined is
// called instead. When the work of a suspect succeeds, the suspicion is cleared.
func (c *Crawler) runTracked(ctx context.Context, kind, id string, quarantined, work func(context.Context) error) error {
	q, suspect := c.suspects.get(kind, id)
	if suspect {
		c.suspects.serial.Lock()
		defer c.suspects.serial.Unlock()
		now, err := archive.SuspectOf(ctx, c.opts.Ledger, kind, id) // a user may have released it since
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

// quarantineRetry is how long a quarantined source waits until it is checked again.
const quarantineRetry = 24 * time.Hour

// quarantineSource saves a fault that explains why the source isn't read.
func (c *Crawler) quarantineSource(ctx context.Context, src feeds.Source, poll archive.Poll) error {
	now := c.opts.Now()
	err := &feeds.Fault{
		Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed several times while it read this source, so it isn't read any more",
		Help: "Run namedrop release " + src.ID + " to try it once more; a new version tries it on its own. Please report its address.",
	}
	next := c.next(poll, schedule.Outcome{Err: err}, now)
	next.State.Due = now.Add(quarantineRetry)
	c.opts.Logger.Error("source quarantined", "source", src.ID, "name", src.Name)
	c.recorder.Put(ctx, src.ID, next)
	c.nudge(src, 0)
	return nil
}
