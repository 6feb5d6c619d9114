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
)

// PollOptions configure what reads feeds of visits, or sources of leads. A field is required unless its
// comment says what happens without it.
type PollOptions struct {
	Ledger   *ledger.Ledger
	Limits   schedule.Limits // each kind's own if zero
	Poll     time.Duration   // how often to look for what is due; one second if zero
	Holder   string          // identifies this process in leases
	Logger   *slog.Logger
	Registry prometheus.Registerer
	Now      func() time.Time
}

func (o *PollOptions) validate(kind archive.PollKind) error {
	missing := ""
	switch {
	case o.Ledger == nil:
		missing = "Ledger"
	case o.Holder == "":
		missing = "Holder"
	case o.Logger == nil:
		missing = "Logger"
	case o.Registry == nil:
		missing = "Registry"
	case o.Now == nil:
		missing = "Now"
	}
	if missing != "" {
		return fmt.Errorf("crawler: %s: %s is missing", kind, missing)
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	return nil
}

// polled is a feed or a source that is due.
type polled struct {
	id, adapter string
	poll        archive.Poll
	read        func(context.Context) (outcome, error)
}

// outcome is the result of one read.
type outcome struct {
	position feeds.Position
	items    int
	more     bool
	warnings []feeds.Warning
	save     func(context.Context, *ledger.Tx) (changed bool, err error)
}

// polling reads what is due of one kind. What a read brings and the new position are saved in
// one transaction. If the process is killed during a read, the next one reads the same again.
type polling struct {
	opts   PollOptions
	kind   archive.PollKind
	claim  func(ctx context.Context, limit int) ([]polled, error) // nil if nothing of the kind is ever read
	reads  *prometheus.CounterVec
	wake   chan struct{}
	claims *lease.Claims
}

// maxConcurrentPolls is how many of a kind are read at the same time.
const maxConcurrentPolls = 4

func newPolling(kind archive.PollKind, o PollOptions) (*polling, error) {
	if err := o.validate(kind); err != nil {
		return nil, err
	}
	p := &polling{
		opts: o, kind: kind,
		reads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_" + string(kind) + "_reads_total", Help: "Reads of " + string(kind) + " by outcome.",
		}, []string{"type", "outcome"}),
		wake: make(chan struct{}, 1), claims: lease.NewClaims(),
	}
	if err := o.Registry.Register(p.reads); err != nil {
		return nil, fmt.Errorf("crawler: registering metrics: %w", err)
	}
	return p, nil
}

// Wake makes it look for what is due now. Call it after something was added or made due.
func (p *polling) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Run reads until ctx is done. It returns when every read in progress has ended.
func (p *polling) Run(ctx context.Context) error {
	if p.claim == nil {
		<-ctx.Done()
		return nil
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		p.claims.Keep(ctx, p.opts.Logger, func(ctx context.Context, keys []string) error {
			return p.opts.Ledger.Renew(ctx, ledger.Polls, p.opts.Holder, keys, p.opts.Now().Add(lease.Length))
		})
	})
	wg.Go(func() {
		lease.Loop{Work: p.readDue, Poll: p.opts.Poll, Wake: p.wake, Failed: func(err error) {
			p.opts.Logger.Error("polling interrupted, retrying", "kind", p.kind, "error", err)
		}}.Run(ctx)
	})
	wg.Wait()
	return nil
}

// readDue claims what is due, reads it side by side and returns how many there were.
func (p *polling) readDue(ctx context.Context) (int, error) {
	due, err := p.claim(ctx, maxConcurrentPolls)
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	for _, d := range due {
		p.claims.Hold(d.id)
		wg.Go(func() {
			defer p.claims.Drop(d.id)
			if err := p.read(ctx, d); err != nil && ctx.Err() == nil {
				p.opts.Logger.Error("read not recorded", "kind", p.kind, "id", d.id, "error", err)
			}
		})
	}
	wg.Wait()
	return len(due), nil
}

// read reads one feed or source and saves the outcome, also a failed one.
func (p *polling) read(ctx context.Context, d polled) error {
	out, err := p.callReader(ctx, d)
	if ctx.Err() != nil {
		return ctx.Err() // stopping: the claim is released and it is read again
	}
	now, poll := p.opts.Now(), d.poll
	if err != nil {
		p.reads.WithLabelValues(d.adapter, string(feeds.FaultOf(err))).Inc()
		poll.State, poll.Condition = schedule.Next(poll.State, poll.Condition, schedule.Outcome{Err: err}, now, rand.Float64(), p.opts.Limits)
		p.opts.Logger.Info("read failed", "kind", p.kind, "id", d.id, "type", d.adapter, "error", err, "answer", string(fetch.AnswerOf(err).Head), "again", poll.State.Due)
		return p.ignoreDeleted(p.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SavePoll(ctx, tx, p.kind, d.id, poll) }))
	}
	changed := false
	err = p.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		if changed, err = out.save(ctx, tx); err != nil {
			return err
		}
		next := poll
		next.Position = out.position
		next.State, next.Condition = schedule.Next(poll.State, poll.Condition, schedule.Outcome{Changed: changed}, now, rand.Float64(), p.opts.Limits)
		next.Condition.Items = out.items
		next.Condition.SetWarnings(out.warnings)
		if out.more {
			next.State.Due = now
		}
		return archive.SavePoll(ctx, tx, p.kind, d.id, next)
	})
	result := "unchanged"
	if changed {
		result = "changed"
	}
	p.reads.WithLabelValues(d.adapter, result).Inc()
	return p.ignoreDeleted(err)
}

// ignoreDeleted wraps err, and returns nil for what was deleted while it was read: its
// transaction was rolled back and nothing of it is stored.
func (p *polling) ignoreDeleted(err error) error {
	if err == nil || errors.Is(err, ledger.ErrNotFound) {
		return nil
	}
	return fmt.Errorf("saving %s: %w", p.kind, err)
}

// callReader calls the adapter, and turns a panic into a fault.
func (p *polling) callReader(ctx context.Context, d polled) (out outcome, err error) {
	// A panic in a parser, caused by a hostile answer, fails this read and not the process.
	defer func() {
		if r := recover(); r != nil {
			p.opts.Logger.Error("reader panicked", "kind", p.kind, "id", d.id, "panic", r)
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: "Namedrop crashed while it read these " + string(p.kind), Help: "Please report it. The others are not affected."}
		}
	}()
	return d.read(ctx)
}
