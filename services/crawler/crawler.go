package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/inflight"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/names"
)

// Options configure a crawler.
type Options struct {
	Ledger   *ledger.Ledger
	Adapters []feeds.Adapter
	Fillers  []feeds.Filler
	Names    *names.Cache // the names that listeners look for; required if an adapter has a listener
	Limits   schedule.Limits
	Workers  int
	Poll     time.Duration                     // how often to look for due sources; one second if zero
	Holder   string                            // identifies this process in leases
	BaseURL  string                            // of the desk; links in events start with it
	Nudge    func(subject string, data []byte) // sends a live update to open desks
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
	InFlight *inflight.Log // records the work in progress; nil records nothing
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("crawler: Ledger is missing")
	case len(o.Adapters) == 0:
		return errors.New("crawler: Adapters is missing")
	case o.Names == nil && slices.ContainsFunc(o.Adapters, func(a feeds.Adapter) bool { return a.Listener != nil }):
		return errors.New("crawler: Names is missing; listeners need it")
	case o.Workers < 1:
		return errors.New("crawler: Workers must be at least 1")
	case o.Holder == "":
		return errors.New("crawler: Holder is missing")
	case o.Nudge == nil:
		return errors.New("crawler: Nudge is missing")
	case o.Logger == nil:
		return errors.New("crawler: Logger is missing")
	case o.Registry == nil:
		return errors.New("crawler: Registry is missing")
	case o.Now == nil:
		return errors.New("crawler: Now is missing")
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	return nil
}

// Crawler reads sources when they are due.
type Crawler struct {
	opts     Options
	readers  map[feeds.SourceType]feeds.Reader
	readable []feeds.SourceType
	streamed map[feeds.SourceType]feeds.Adapter // the adapters that have a listener
	fillers  map[feeds.Part][]feeds.Filler      // cheapest first
	fillable []feeds.Part                       // cheapest first

	metrics  metrics
	recorder *recorder
	wake     chan struct{}
	relisten chan struct{}
	sources  *lease.Claims
	parts    *lease.Claims
	suspects suspects
}

// New returns a crawler. It does nothing until Run is called.
func New(o Options) (*Crawler, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, fmt.Errorf("crawler: %w", err)
	}
	c := &Crawler{
		opts:     o,
		readers:  map[feeds.SourceType]feeds.Reader{},
		streamed: map[feeds.SourceType]feeds.Adapter{},
		fillers:  map[feeds.Part][]feeds.Filler{},
		metrics:  m,
		wake:     make(chan struct{}, 1),
		relisten: make(chan struct{}, 1),
		sources:  lease.NewClaims(),
		parts:    lease.NewClaims(),
	}
	c.recorder = c.newRecorder()
	for _, a := range o.Adapters {
		if a.Reader != nil {
			c.readers[a.Type] = a.Reader
			c.readable = append(c.readable, a.Type)
		}
	}
	for _, a := range o.Adapters {
		if a.Listener != nil {
			c.streamed[a.Type] = a
		}
	}
	for _, f := range slices.SortedStableFunc(slices.Values(o.Fillers), func(a, b feeds.Filler) int { return cmp.Compare(a.Cost(), b.Cost()) }) {
		if len(c.fillers[f.Part()]) == 0 {
			c.fillable = append(c.fillable, f.Part())
		}
		c.fillers[f.Part()] = append(c.fillers[f.Part()], f)
	}
	return c, nil
}

// Wake makes the crawler look for due sources and new streams now. Call it after a source was
// added or made due.
func (c *Crawler) Wake() {
	c.wakeReaders()
	select {
	case c.relisten <- struct{}{}:
	default:
	}
}

func (c *Crawler) wakeReaders() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Run reads sources and fills parts until ctx is done. It returns when every read in progress
// has ended.
func (c *Crawler) Run(ctx context.Context) error {
	if err := c.suspects.load(ctx, c.opts.Ledger); err != nil && ctx.Err() == nil {
		c.opts.Logger.Warn("loading quarantine failed", "error", err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { c.readDue(ctx) })
	wg.Go(func() { c.recorder.Run(ctx) })
	if len(c.streamed) > 0 {
		wg.Go(func() { c.listen(ctx) })
	}
	wg.Go(func() { c.sources.Keep(ctx, c.opts.Logger, c.renew(ledger.Polls)) })
	wg.Go(func() { c.parts.Keep(ctx, c.opts.Logger, c.renew(ledger.Parts)) })
	wg.Go(func() { lease.Loop{Work: c.fillDue, Poll: c.opts.Poll, Failed: c.interrupted}.Run(ctx) })
	wg.Wait()
	return nil
}

func (c *Crawler) renew(what ledger.Claimable) func(context.Context, []string) error {
	return func(ctx context.Context, keys []string) error {
		return c.opts.Ledger.Renew(ctx, what, c.opts.Holder, keys, c.opts.Now().Add(lease.Length))
	}
}

func (c *Crawler) interrupted(err error) {
	c.opts.Logger.Error("crawl interrupted, retrying", "error", err)
}
