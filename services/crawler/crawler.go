package crawler

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/inflight"
	"github.com/namedrop/namedrop/services/ledger"
)

// Reader understands one type of source.
type Reader interface {
	Read(ctx context.Context, src feeds.Source, cur feeds.Cursor) (feeds.Batch, error)
	// Transcript fetches the best of several transcripts: cues, or text without times. A
	// text with an error may be bettered later.
	Transcript(ctx context.Context, refs []feeds.TranscriptRef, language string) ([]feeds.Cue, string, error)
	// Chapters fetches a chapter file.
	Chapters(ctx context.Context, address string) ([]feeds.Chapter, error)
}

// Options are what a crawler needs.
type Options struct {
	Ledger   *ledger.Ledger
	Readers  map[feeds.SourceType]Reader
	Limits   schedule.Limits
	Workers  int
	Poll     time.Duration // how often due sources are looked for, by default every second
	Holder   string        // names this process in leases
	Nudge    func(subject string, data []byte)
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
	InFlight *inflight.Log // remembers what was worked on; nil remembers nothing
}

func (o Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("crawler: Ledger is missing")
	case len(o.Readers) == 0:
		return errors.New("crawler: Readers are missing")
	case o.Workers < 1:
		return errors.New("crawler: Workers must be at least 1")
	case o.Holder == "":
		return errors.New("crawler: Holder is missing")
	case o.Logger == nil, o.Registry == nil, o.Now == nil, o.Nudge == nil:
		return errors.New("crawler: Logger, Registry, Now and Nudge are needed")
	}
	return nil
}

// Crawler reads sources as they fall due.
type Crawler struct {
	Options
	metrics  metrics
	recorder recorder
	wake     chan struct{}
	sources  *claims
	texts    *claims
	suspects suspects
}

// New returns a crawler that rests until Run.
func New(o Options) (*Crawler, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	return &Crawler{
		Options:  o,
		metrics:  newMetrics(o.Registry),
		recorder: recorder{cursors: make(chan sourceCursor, recordMost)},
		wake:     make(chan struct{}, 1),
		sources:  newClaims(ledger.Sources),
		texts:    newClaims(ledger.Texts),
	}, nil
}

// Wake makes the crawler look for due sources now: after one was added or asked for.
func (c *Crawler) Wake() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Run reads sources and transcripts until ctx is done, and returns when every read
// under way has ended.
func (c *Crawler) Run(ctx context.Context) error {
	if err := c.suspects.load(ctx, c.Ledger); err != nil && ctx.Err() == nil {
		c.Logger.Warn("sources that ended the process are not known", "error", err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { c.readDue(ctx) })
	wg.Go(func() { c.recordCursors(ctx) })
	wg.Go(func() { c.renewClaims(ctx) })
	wg.Go(func() { c.loop(ctx, nil, func(context.Context) time.Duration { return c.Poll }, c.fetchTexts) })
	wg.Wait()
	return nil
}
