package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// VisitsOptions configure [Visits]. A field is required unless its comment says what happens without it.
type VisitsOptions struct {
	Ledger   *ledger.Ledger
	Adapters []feeds.SampleAdapter // may be empty; those without a reader are ignored
	Limits   schedule.Limits       // [schedule.DefaultLimits] if zero
	Poll     time.Duration         // how often to look for due feeds; one second if zero
	Holder   string                // identifies this process in leases
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
}

// Visits reads feeds of visits when they are due. The samples of a read and the new position
// are saved in one transaction. If the process is killed during a read, the next one reads the
// same range again and replaces it with the same samples.
type Visits struct {
	opts    VisitsOptions
	readers map[feeds.SampleType]feeds.SampleReader
	types   []feeds.SampleType
	reads   *prometheus.CounterVec
	wake    chan struct{}
	claims  *lease.Claims
}

// maxConcurrentVisits is how many feeds are read at the same time.
const maxConcurrentVisits = 4

func (o *VisitsOptions) validate() error {
	switch {
	case o.Ledger == nil:
		return errors.New("crawler: visits: Ledger is missing")
	case o.Holder == "":
		return errors.New("crawler: visits: Holder is missing")
	case o.Logger == nil:
		return errors.New("crawler: visits: Logger is missing")
	case o.Registry == nil:
		return errors.New("crawler: visits: Registry is missing")
	case o.Now == nil:
		return errors.New("crawler: visits: Now is missing")
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	return nil
}

// NewVisits returns a reader of visits. It does nothing until Run is called.
func NewVisits(o VisitsOptions) (*Visits, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	v := &Visits{
		opts:    o,
		readers: map[feeds.SampleType]feeds.SampleReader{},
		reads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_visits_reads_total", Help: "Reads of feeds of visits by outcome.",
		}, []string{"type", "outcome"}),
		wake:   make(chan struct{}, 1),
		claims: lease.NewClaims(),
	}
	for _, a := range o.Adapters {
		if a.Reader != nil {
			v.readers[a.Type] = a.Reader
			v.types = append(v.types, a.Type)
		}
	}
	if err := o.Registry.Register(v.reads); err != nil {
		return nil, fmt.Errorf("crawler: registering metrics: %w", err)
	}
	return v, nil
}

// Wake makes it look for due feeds now. Call it after a feed was added or made due.
func (v *Visits) Wake() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// Run reads feeds until ctx is done. It returns when every read in progress has ended.
func (v *Visits) Run(ctx context.Context) error {
	if len(v.types) == 0 {
		<-ctx.Done()
		return nil
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		v.claims.Keep(ctx, v.opts.Logger, func(ctx context.Context, keys []string) error {
			return v.opts.Ledger.Renew(ctx, ledger.Polls, v.opts.Holder, keys, v.opts.Now().Add(lease.Length))
		})
	})
	wg.Go(func() {
		lease.Loop{Work: v.readDue, Poll: v.opts.Poll, Wake: v.wake, Failed: func(err error) {
			v.opts.Logger.Error("reading visits interrupted, retrying", "error", err)
		}}.Run(ctx)
	})
	wg.Wait()
	return nil
}

// readDue claims due feeds, reads them side by side and returns how many there were.
func (v *Visits) readDue(ctx context.Context) (int, error) {
	due, err := evidence.ClaimDueSampleFeeds(ctx, v.opts.Ledger, v.types, v.opts.Now(), maxConcurrentVisits, v.opts.Holder, lease.Length)
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	for _, f := range due {
		v.claims.Hold(f.ID)
		wg.Go(func() {
			defer v.claims.Drop(f.ID)
			if err := v.read(ctx, f); err != nil && ctx.Err() == nil {
				v.opts.Logger.Error("visits not recorded", "feed", f.ID, "error", err)
			}
		})
	}
	wg.Wait()
	return len(due), nil
}

// read reads one feed and saves the outcome, also a failed one.
func (v *Visits) read(ctx context.Context, f evidence.SampleFeedWithPoll) error {
	batch, err := v.callReader(ctx, f)
	if ctx.Err() != nil {
		return ctx.Err() // stopping: the claim is released and the feed is read again
	}
	now := v.opts.Now()
	poll := f.Poll
	if err != nil {
		v.reads.WithLabelValues(string(f.Type), string(feeds.FaultOf(err))).Inc()
		poll.State, poll.Condition = schedule.Next(poll.State, poll.Condition, schedule.Outcome{Err: err}, now, rand.Float64(), v.opts.Limits)
		v.opts.Logger.Info("visits not read", "feed", f.ID, "type", f.Type, "error", err, "answer", string(fetch.AnswerOf(err).Head), "again", poll.State.Due)
		return v.ignoreDeleted(v.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SavePoll(ctx, tx, evidence.VisitsPoll, f.ID, poll) }))
	}
	var changes evidence.SampleChanges
	err = v.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		changes = evidence.SampleChanges{}
		if batch.From.Before(batch.To) {
			changes, err = evidence.ReplaceSamples(ctx, tx, f.ID, evidence.SampleRange{From: batch.From, To: batch.To}, batch.Samples)
			if err != nil {
				return err
			}
		}
		changed := changes.Added+changes.Changed+changes.Removed > 0
		next := poll
		next.Position = batch.Position
		next.State, next.Condition = schedule.Next(poll.State, poll.Condition, schedule.Outcome{Changed: changed}, now, rand.Float64(), v.opts.Limits)
		next.Condition.Items = len(batch.Samples)
		next.Condition.SetWarnings(batch.Warnings)
		if batch.More {
			next.State.Due = now
		}
		return archive.SavePoll(ctx, tx, evidence.VisitsPoll, f.ID, next)
	})
	outcome := "unchanged"
	if changes.Added+changes.Changed+changes.Removed > 0 {
		outcome = "changed"
	}
	v.reads.WithLabelValues(string(f.Type), outcome).Inc()
	return v.ignoreDeleted(err)
}

// ignoreDeleted wraps err, and returns nil for a feed that was deleted while it was read: its
// transaction was rolled back and nothing of it is stored.
func (v *Visits) ignoreDeleted(err error) error {
	if err == nil || errors.Is(err, ledger.ErrNotFound) {
		return nil
	}
	return fmt.Errorf("saving visits: %w", err)
}

// callReader calls the adapter, and turns a panic into a fault.
func (v *Visits) callReader(ctx context.Context, f evidence.SampleFeedWithPoll) (batch feeds.SampleBatch, err error) {
	// A panic in a parser, caused by a hostile answer, fails this read and not the process.
	defer func() {
		if p := recover(); p != nil {
			v.opts.Logger.Error("visits reader panicked", "feed", f.ID, "panic", p)
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read these visits", Help: "Please report it. The other feeds are not affected."}
		}
	}()
	return v.readers[f.Type].Samples(ctx, f.SampleFeed, f.Poll.Position)
}
