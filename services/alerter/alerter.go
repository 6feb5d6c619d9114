package alerter

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Alerter is the service. Make it with New and run it once.
type Alerter struct {
	opts    Options
	metrics *metrics
	nudge   chan struct{} // new or changed deliveries are in the ledger
}

// New returns an alerter that does nothing until Run.
func New(o Options) (*Alerter, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, err
	}
	return &Alerter{opts: o, metrics: m, nudge: make(chan struct{}, 1)}, nil
}

// Run works until ctx is done, gives the sends in progress a few seconds to end, and
// returns nil. A delivery that is not finished by then is claimed again once its lease expires.
func (a *Alerter) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return a.runIntake(ctx) })
	g.Go(func() error { return newDispatcher(a).run(ctx) })
	return g.Wait()
}

// Nudge makes the dispatcher look for due deliveries now, for example after a person's retry
// or replay. It never blocks. Without it the dispatcher looks every Options.Poll.
func (a *Alerter) Nudge() {
	select {
	case a.nudge <- struct{}{}:
	default:
	}
}
