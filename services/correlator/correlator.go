package correlator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/subjects"
)

// consumer is the correlator's name on the bus, and the name of its offset and its lease.
const consumer = "correlator"

// Options are what a Correlator needs. Fields with a default may be left out.
type Options struct {
	Ledger   *ledger.Ledger
	Bus      bus.Consumable
	BaseURL  string   // the desk's address, for links in events
	Holder   string   // identifies this process in leases
	Unjoined []string // networks whose authors may not be matched with leads
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
	Poll     time.Duration // how often to look for due sites without a wake-up; default 1 s
}

func (o *Options) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("correlator: Ledger is missing")
	case o.Bus == nil:
		return errors.New("correlator: Bus is missing")
	case o.Holder == "":
		return errors.New("correlator: Holder is missing")
	case o.Logger == nil:
		return errors.New("correlator: Logger is missing")
	case o.Registry == nil:
		return errors.New("correlator: Registry is missing")
	case o.Now == nil:
		return errors.New("correlator: Now is missing")
	}
	if o.Poll <= 0 {
		o.Poll = time.Second
	}
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	return nil
}

// Correlator is the service. Make it with New and run it once.
type Correlator struct {
	opts    Options
	leader  lease.Singleton
	wake    chan struct{}
	made    *prometheus.CounterVec
	took    prometheus.Histogram
	matched *prometheus.CounterVec
	answers answers

	looked, working atomic.Bool // it has made the first round; it is at work
}

// New returns a correlator that does nothing until Run.
func New(o Options) (*Correlator, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	c := &Correlator{
		opts:   o,
		leader: lease.Singleton{Leases: o.Ledger, Name: consumer, Holder: o.Holder, Length: lease.Length},
		wake:   make(chan struct{}, 1),
		made: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_reports_total", Help: "Reports that were made, by what came of it: open, ready, revised, unchanged or failed.",
		}, []string{"outcome"}),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "namedrop_report_seconds", Help: "How long making one report took.", Buckets: []float64{.002, .005, .01, .02, .05, .1, .5, 1, 5},
		}),
	}
	c.matched = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "namedrop_leads_matched_total", Help: "Leads whose answers were matched with mentions, by what came of it: changed or unchanged.",
	}, []string{"outcome"})
	c.answers.c = c
	for _, m := range []prometheus.Collector{c.made, c.took, c.matched} {
		if err := o.Registry.Register(m); err != nil {
			return nil, fmt.Errorf("correlator: registering metrics: %w", err)
		}
	}
	return c, nil
}

// Wake makes it look for due sites now. It never blocks.
func (c *Correlator) Wake() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Busy reports whether reports are being made, or will be in a moment.
func (c *Correlator) Busy(ctx context.Context) (bool, error) {
	if !c.looked.Load() || c.working.Load() {
		return true, nil
	}
	leads, err := evidence.DueMatches(ctx, c.opts.Ledger, 1)
	if err != nil || len(leads) > 0 {
		return len(leads) > 0, err
	}
	due, err := evidence.DueSites(ctx, c.opts.Ledger, c.opts.Now(), 1)
	return len(due) > 0, err
}

// Run works until ctx is done and then returns nil.
func (c *Correlator) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.runIntake(ctx) })
	g.Go(func() error {
		defer c.resign(ctx)
		first := true
		lease.Loop{
			Work: func(ctx context.Context) (int, error) {
				if lead, err := c.lead(ctx); err != nil || !lead {
					first = true
					return 0, err
				}
				if first { // the process before may have died at work, or made reports in another way
					if err := c.lookAgain(ctx); err != nil {
						return 0, err
					}
					first = false
				}
				c.working.Store(true)
				defer c.working.Store(false)
				more, err := c.answers.work(ctx)
				if err != nil {
					return 0, fmt.Errorf("matching leads: %w", err)
				}
				n, err := c.makeDue(ctx)
				n += more
				c.looked.Store(c.looked.Load() || err == nil)
				return n, err
			},
			Poll: c.opts.Poll, Wake: c.wake,
			Failed: func(err error) { c.opts.Logger.Error("making reports interrupted, retrying", "error", err) },
		}.Run(ctx)
		return nil
	})
	return g.Wait()
}

// runIntake makes the sites of a workspace due when one of its mentions changed.
func (c *Correlator) runIntake(ctx context.Context) error {
	return bus.InOrder{
		Name: consumer, Stream: subjects.Mentions, Bus: c.opts.Bus, Ledger: c.opts.Ledger, Logger: c.opts.Logger, Handle: c.handleEvents,
	}.Run(ctx)
}

func (c *Correlator) handleEvents(ctx context.Context, tx *ledger.Tx, msgs []bus.Msg) (func(), error) {
	due := map[string]time.Time{} // the earliest publication, by workspace
	for _, m := range msgs {
		parts := strings.Split(m.Subject, ".") // mention.found.default.acme.podcast
		if len(parts) < 3 {
			return nil, bus.Poison(fmt.Errorf("%q is not the subject of a mention event", m.Subject))
		}
		at := publishedIn(m.Data)
		if before, ok := due[parts[2]]; !ok || at.Before(before) {
			due[parts[2]] = at
		}
	}
	for workspace, since := range due {
		if err := evidence.RematchFrom(ctx, tx, workspace, since); err != nil {
			return nil, err
		}
		if err := evidence.SetSitesDue(ctx, tx, workspace, tx.Now()); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// publishedIn returns when the mention of an event was published; the zero time if the event doesn't say: then all
// leads may mean it.
func publishedIn(event []byte) time.Time {
	var e struct {
		Data struct {
			Document struct {
				Published time.Time `json:"published"`
			} `json:"document"`
		} `json:"data"`
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return time.Time{}
	}
	return e.Data.Document.Published
}

// retry is when a site is looked at again if the process dies or fails at it.
const retry = 2 * time.Minute

// lookAgain makes all sites due.
func (c *Correlator) lookAgain(ctx context.Context) error {
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.SetSitesDue(ctx, tx, "", tx.Now()) })
}

// lead acquires or renews the lease and reports whether this process has it. A SQLite ledger
// belongs to one process, which needs none.
func (c *Correlator) lead(ctx context.Context) (bool, error) {
	if !c.opts.Ledger.Postgres() {
		return true, nil
	}
	return c.leader.Acquire(ctx)
}

func (c *Correlator) resign(ctx context.Context) {
	if err := c.leader.Release(ctx); err != nil {
		c.opts.Logger.Warn("releasing lease failed, it will expire", "error", err)
	}
}

// sitesAtOnce is how many due sites are read at once.
const sitesAtOnce = 20

// makeDue makes the reports of the sites that are due. It returns 0 unless there may be more.
func (c *Correlator) makeDue(ctx context.Context) (int, error) {
	due, err := evidence.DueSites(ctx, c.opts.Ledger, c.opts.Now(), sitesAtOnce)
	if err != nil {
		return 0, err
	}
	for _, s := range due {
		// From here on, whatever makes the site due sets an earlier time, which the last Reschedule
		// leaves as it is.
		claim := s
		claim.Due = c.opts.Now().Add(retry)
		if err := c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.Reschedule(ctx, tx, s, claim.Due) }); err != nil {
			return 0, err
		}
		next, err := c.Make(ctx, claim)
		if err != nil {
			return 0, fmt.Errorf("site %s: %w", s.ID, err)
		}
		if err := c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.Reschedule(ctx, tx, claim, next) }); err != nil {
			return 0, err
		}
	}
	if len(due) < sitesAtOnce {
		return 0, nil // and wait: where one mention comes, more follow, and one look does for all
	}
	return len(due), nil
}
