package alerter

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// grace is how long sends under way may take to end when the service stops.
const grace = 5 * time.Second

// dispatcher claims due deliveries and has them sent, each in a goroutine of its own.
type dispatcher struct {
	*Alerter
	types []alerts.ChannelType // that this process can send to
	done  chan struct{}        // a send ended, so its channel has room
	all   sync.WaitGroup
}

func newDispatcher(a *Alerter) *dispatcher {
	return &dispatcher{Alerter: a, types: slices.Sorted(maps.Keys(a.opts.Channels)), done: make(chan struct{}, 1)}
}

// run works until ctx is done. Sends go on after that for as long as grace lets them,
// so that a message on its way is recorded rather than sent twice.
func (d *dispatcher) run(ctx context.Context) error {
	sending, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	tick := time.NewTicker(d.opts.Poll)
	defer tick.Stop()
	for {
		again := d.claim(ctx, sending)
		if again && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			d.drain(abandon)
			return nil
		case <-d.done:
		case <-d.nudge:
		case <-tick.C:
		}
	}
}

// claim takes what is due and starts sending it. It reports whether there may be more. The
// ledger gives no channel more than a quarter of what is asked for, claims it holds already
// included: that is what bounds the sends to one channel.
func (d *dispatcher) claim(ctx, sending context.Context) bool {
	due, err := record.ClaimDeliveries(ctx, d.opts.Ledger, d.types, d.opts.Now(), 4*d.opts.PerChannel, d.opts.Holder, d.lease())
	if err != nil {
		if ctx.Err() == nil {
			d.opts.Logger.Error("claiming due deliveries failed", "error", err)
		}
		return false
	}
	for _, del := range due {
		d.all.Go(func() {
			d.send(sending, del)
			select {
			case d.done <- struct{}{}:
			default: // the loop has been told
			}
		})
	}
	return len(due) > 0
}

// lease outlasts a send and its recording, so that a claim ends only with its holder.
func (d *dispatcher) lease() time.Duration { return d.opts.Timeout + 30*time.Second }

// drain waits for the sends under way, and after grace gives them up.
func (d *dispatcher) drain(abandon func()) {
	timer := time.AfterFunc(grace, abandon)
	defer timer.Stop()
	d.all.Wait()
}
