package crawler

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// Crawler reads sources when they are due.
type Crawler struct {
	opts     Options
	readers  map[feeds.SourceType]feeds.Reader
	readable []feeds.SourceType
	openers  map[feeds.SourceType]feeds.Opener
	openable []feeds.Spec                       // of the openers, in order
	named    map[feeds.SourceType]bool          // whose documents are stored only if they name a brand
	streamed map[feeds.SourceType]feeds.Adapter // the adapters that have a listener
	checkers map[feeds.SourceType]feeds.AddressChecker
	fillers  map[feeds.Part][]feeds.Filler // cheapest first
	fillable []feeds.Part                  // cheapest first
	quick    []feeds.Part                  // of these, those that fetch a file
	slow     []feeds.Part                  // and those that take minutes of computing

	metrics   metrics
	recorder  *recorder
	wake      chan struct{}
	relisten  chan struct{}
	reread    chan struct{} // addresses
	addresses addressReads
	sources   *lease.Claims
	parts     *lease.Claims
	suspects  suspects
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
		opts:      o,
		readers:   map[feeds.SourceType]feeds.Reader{},
		openers:   map[feeds.SourceType]feeds.Opener{},
		named:     map[feeds.SourceType]bool{},
		streamed:  map[feeds.SourceType]feeds.Adapter{},
		checkers:  map[feeds.SourceType]feeds.AddressChecker{},
		fillers:   map[feeds.Part][]feeds.Filler{},
		metrics:   m,
		wake:      make(chan struct{}, 1),
		relisten:  make(chan struct{}, 1),
		reread:    make(chan struct{}, 1),
		addresses: addressReads{hosts: map[string]bool{}},
		sources:   lease.NewClaims(),
		parts:     lease.NewClaims(),
	}
	c.recorder = c.newRecorder()
	for _, a := range o.Adapters {
		if a.Reader != nil {
			c.readers[a.Type] = a.Reader
			c.readable = append(c.readable, a.Type)
		}
		c.named[a.Type] = a.NamedOnly
		if a.Checker != nil {
			c.checkers[a.Type] = a.Checker
		}
		if a.Opener != nil && a.Opens != nil {
			c.openers[a.Type] = a.Opener
			c.openable = append(c.openable, a.Spec)
		}
	}
	if len(c.openable) > 0 {
		c.readable = append(c.readable, feeds.SingleSource)
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
	for _, part := range c.fillable {
		if c.fillers[part][0].Cost() >= archive.SlowCost {
			c.slow = append(c.slow, part)
		} else {
			c.quick = append(c.quick, part)
		}
	}
	return c, nil
}

// Wake makes the crawler look for due sources and new streams now. Call it after a source was
// added or made due.
func (c *Crawler) Wake() {
	c.wakeReaders()
	for _, loop := range []chan struct{}{c.relisten, c.reread} {
		wake(loop)
	}
}

func (c *Crawler) wakeReaders() { wake(c.wake) }

func wake(loop chan struct{}) {
	select {
	case loop <- struct{}{}:
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
	wg.Go(func() { lease.Loop{Work: c.compareTwins, Poll: c.opts.Poll, Failed: c.interrupted}.Run(ctx) })
	if len(c.openable) > 0 {
		wg.Go(func() {
			lease.Loop{Work: c.readAddresses, Poll: c.opts.Poll, Wake: c.reread, Failed: c.interrupted}.Run(ctx)
			c.addresses.Wait()
		})
	}
	if c.opts.Door != nil && c.opts.Told != "" {
		wg.Go(func() { lease.Loop{Work: c.askHubs, Poll: c.opts.Poll, Failed: c.interrupted}.Run(ctx) })
	}
	wg.Go(func() { lease.Loop{Work: c.fillQuick, Poll: c.opts.Poll, Failed: c.interrupted}.Run(ctx) })
	if len(c.slow) > 0 {
		// An hour of speech delays no transcript.
		wg.Go(func() { lease.Loop{Work: c.fillSlow, Poll: c.opts.Poll, Failed: c.interrupted}.Run(ctx) })
	}
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
