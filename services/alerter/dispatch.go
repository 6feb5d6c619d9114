package alerter

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// grace is how long sends under way may take to end when the service stops.
const grace = 5 * time.Second

// dispatcher claims due deliveries and has them sent, each in a goroutine of its own.
type dispatcher struct {
	*Alerter
	types []alerts.ChannelType // that this process can send to
	all   sync.WaitGroup
}

func newDispatcher(a *Alerter) *dispatcher {
	return &dispatcher{Alerter: a, types: slices.Sorted(maps.Keys(a.opts.Channels))}
}

// run works until ctx is done. Sends go on after that for as long as grace lets them,
// so that a message on its way is recorded rather than sent twice.
func (d *dispatcher) run(ctx context.Context) error {
	sending, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	lease.Loop{
		Work: func(ctx context.Context) (int, error) { return d.claim(ctx, sending) },
		Poll: d.opts.Poll, Wake: d.nudge,
		Failed: func(err error) { d.opts.Logger.Error("claiming due deliveries failed", "error", err) },
	}.Run(ctx)
	d.drain(abandon)
	return nil
}

// claim takes what is due, starts sending it, and returns how much that is. The ledger gives
// no channel more than a quarter of what is asked for, claims it holds already included: that
// limits the sends to one channel. A send that ends makes room, and wakes the loop.
func (d *dispatcher) claim(ctx, sending context.Context) (int, error) {
	due, err := record.ClaimDeliveries(ctx, d.opts.Ledger, d.types, d.opts.Now(), 4*d.opts.PerChannel, d.opts.Holder, d.lease())
	if err != nil {
		return 0, err
	}
	for _, del := range due {
		d.all.Go(func() {
			d.send(sending, del)
			d.Nudge()
		})
	}
	return len(due), nil
}

// lease outlasts a send and its recording, so that a claim ends only with its holder.
func (d *dispatcher) lease() time.Duration { return d.opts.Timeout + 30*time.Second }

// drain waits for the sends under way, and after grace gives them up.
func (d *dispatcher) drain(abandon func()) {
	timer := time.AfterFunc(grace, abandon)
	defer timer.Stop()
	d.all.Wait()
}
