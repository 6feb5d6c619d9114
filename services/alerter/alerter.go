package alerter

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/namedrop/namedrop/services/subjects"
)

// Alerter sends messages about mentions and reports to channels.
type Alerter struct {
	opts    Options
	metrics metrics
	wake    chan struct{} // new or changed deliveries are in the ledger
}

// New returns an alerter. It does nothing until Run is called.
func New(o Options) (*Alerter, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, fmt.Errorf("alerter: %w", err)
	}
	return &Alerter{opts: o, metrics: m, wake: make(chan struct{}, 1)}, nil
}

// Run works until ctx is done, and gives the sends in progress a few seconds to end. A delivery that is not finished by then is claimed again once its lease expires.
func (a *Alerter) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return a.runIntake(ctx, subjects.Mentions, (*intake).handleMention) })
	g.Go(func() error { return a.runIntake(ctx, subjects.Reports, (*intake).handleReport) })
	g.Go(func() error { return newDispatcher(a).run(ctx) })
	return g.Wait()
}

// Wake makes the alerter look for due deliveries now. Call it after a person's retry or replay.
func (a *Alerter) Wake() {
	select {
	case a.wake <- struct{}{}:
	default:
	}
}
