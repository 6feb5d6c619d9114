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

// grace is how long sends in progress may take to end when the service stops.
const grace = 5 * time.Second

// dispatcher claims due deliveries and has them sent, each in a goroutine of its own.
type dispatcher struct {
	*Alerter
	types []alerts.ChannelType // the types that this process can send to
	all   sync.WaitGroup
}

func newDispatcher(a *Alerter) *dispatcher {
	return &dispatcher{Alerter: a, types: slices.Sorted(maps.Keys(a.opts.Channels))}
}

// run works until ctx is done. Sends in progress then have grace to end, so that a message that
// was already sent is recorded as such, rather than sent again by the next process.
func (d *dispatcher) run(ctx context.Context) error {
	sending, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	lease.Loop{
		Work: func(ctx context.Context) (int, error) { return d.claim(ctx, sending) },
		Poll: d.opts.Poll, Wake: d.wake,
		Failed: func(err error) { d.opts.Logger.Error("claiming due deliveries failed", "error", err) },
	}.Run(ctx)
	d.drain(abandon)
	return nil
}

// claim claims due deliveries, starts sending them and returns their number. It asks for
// 4*PerChannel deliveries, and ClaimDeliveries gives one channel at most a quarter of that,
// counting the claims that are held already: so each channel has at most PerChannel sends in
// progress. A send that ends makes room for another one, so it wakes the loop.
func (d *dispatcher) claim(ctx, sending context.Context) (int, error) {
	due, err := record.ClaimDeliveries(ctx, d.opts.Ledger, d.types, d.opts.Now(), 4*d.opts.PerChannel, d.opts.Holder, d.lease())
	if err != nil {
		return 0, err
	}
	for _, del := range due {
		d.all.Go(func() {
			d.send(sending, del)
			d.Wake()
		})
	}
	return len(due), nil
}

// lease returns how long a claim lasts: longer than a send and its recording can take, so that
// a claim expires only if its holder died.
func (d *dispatcher) lease() time.Duration { return d.opts.Timeout + 30*time.Second }

// drain waits for the sends in progress and cancels them after grace.
func (d *dispatcher) drain(abandon func()) {
	timer := time.AfterFunc(grace, abandon)
	defer timer.Stop()
	d.all.Wait()
}
