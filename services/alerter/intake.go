package alerter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/match"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
)

// consumer is the alerter's name on the bus and at its mark.
const consumer = "alerter"

// runIntake reads mention events until ctx is done.
func (a *Alerter) runIntake(ctx context.Context) error {
	// The mark stands from the start, so that the outbox keeps what we have not read.
	err := a.opts.Ledger.WhenThere(ctx, func(ctx context.Context) error {
		return a.opts.Ledger.SetMark(ctx, consumer, bus.Mentions, 0)
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("setting the alerter's mark: %w", err)
	}
	return a.opts.Bus.Consume(ctx, bus.ConsumerConfig{Name: consumer, Stream: bus.Mentions}, func(ctx context.Context, batch []bus.Msg) error {
		return a.inOrder(ctx, batch, func(events []event) error { return a.take(ctx, events) })
	})
}

// take writes what the events cause, and the mark, in one transaction.
func (a *Alerter) take(ctx context.Context, events []event) error {
	added := 0
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		added = 0
		mark, err := tx.Mark(ctx, consumer, bus.Mentions)
		if err != nil {
			return err
		}
		desk := desk{tx: tx, workspaces: map[string]addressees{}}
		for _, e := range events {
			if e.seq <= mark { // another process was here
				continue
			}
			n, err := a.takeOne(ctx, &desk, e)
			if err != nil {
				return err
			}
			added += n
		}
		return tx.SetMark(ctx, consumer, bus.Mentions, events[len(events)-1].seq)
	})
	if err != nil {
		return fmt.Errorf("recording deliveries: %w", err)
	}
	if added > 0 {
		a.Nudge()
	}
	return nil
}

// takeOne writes the deliveries of one event and returns how many are new. An event
// that can't be read never will be: it is counted, logged and passed over.
func (a *Alerter) takeOne(ctx context.Context, d *desk, e event) (int, error) {
	name, ev, err := e.open()
	if err != nil {
		a.passOver(e, err)
		return 0, nil
	}
	to, err := d.addressees(ctx, ev.Data.Workspace)
	if err != nil || len(to.rules) == 0 {
		return 0, err
	}
	told, err := d.told(ctx, name, ev.Data.Mention, to.channels)
	if err != nil {
		return 0, err
	}
	deliveries, err := match.Deliveries(to.rules, to.channels, told, ev, name, d.tx.Now())
	if err != nil {
		a.passOver(e, err)
		return 0, nil
	}
	added := 0
	for _, del := range deliveries {
		fresh, err := d.tx.AddDelivery(ctx, del)
		if err != nil {
			return 0, err
		}
		if fresh {
			added++
		}
	}
	return added, nil
}

func (a *Alerter) passOver(e event, err error) {
	a.metrics.skipped.Inc()
	a.opts.Log.Error("mention event passed over", "seq", e.seq, "subject", e.subject, "error", err)
}

// desk is what the ledger says about who is to be told, read once per transaction.
type desk struct {
	tx         *ledger.Tx
	workspaces map[string]addressees
}

type addressees struct {
	rules    []alerts.Rule
	channels []alerts.Channel
}

func (d *desk) addressees(ctx context.Context, workspace string) (addressees, error) {
	if to, ok := d.workspaces[workspace]; ok {
		return to, nil
	}
	rules, err := d.tx.ListRules(ctx, workspace)
	if err != nil {
		return addressees{}, err
	}
	channels, err := d.tx.ListChannels(ctx, workspace)
	if err != nil {
		return addressees{}, err
	}
	to := addressees{rules, channels}
	d.workspaces[workspace] = to
	return to, nil
}

// told says which channels heard of the mention, and at which revision: the kept body
// says that. Only amendments and endings need it.
func (d *desk) told(ctx context.Context, name alerts.EventName, mention string, channels []alerts.Channel) (match.Told, error) {
	if name == alerts.Found {
		return nil, nil
	}
	told := match.Told{}
	for _, ch := range channels {
		found, _, err := d.tx.GetDelivery(ctx, ch.Workspace, alerts.DeliveryID(ch.ID, mention, alerts.Found, 0))
		if errors.Is(err, ledger.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		var kept struct {
			Data struct {
				Revision int64 `json:"revision"`
			} `json:"data"`
		}
		if err := json.Unmarshal(found.Body, &kept); err != nil {
			return nil, fmt.Errorf("reading the body of delivery %s: %w", found.ID, err)
		}
		told[ch.ID] = kept.Data.Revision
	}
	return told, nil
}
