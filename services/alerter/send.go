package alerter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// recordTimeout is how long writing an attempt may take.
const recordTimeout = 20 * time.Second

// send tries one claimed delivery and records the outcome. If recording fails, the claim
// expires and the delivery is sent again, under the same id and with the same bytes.
func (a *Alerter) send(ctx context.Context, d alerts.Delivery) {
	outcome, err := a.try(ctx, d)
	if errors.Is(err, errEmpty) {
		return
	}
	if err == nil {
		rec, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
		defer cancel()
		err = a.record(rec, d, outcome)
	}
	if err != nil && ctx.Err() == nil {
		a.opts.Logger.Error("recording delivery failed, it will be sent again", "delivery", d.ID, "channel", d.Channel, "error", err)
	}
}

// outcome is the result of a try.
type outcome struct {
	attempt   alerts.Attempt
	state     alerts.DeliveryState
	notBefore time.Time           // of the next try, if there is one
	switchOff *alerts.SwitchedOff // why to switch the channel off; nil leaves it as it is
}

// try sends a delivery, unless its channel is off or deleted. It returns an error if the outcome
// is unknown: then nothing is recorded, and the delivery is tried again when the claim expires.
func (a *Alerter) try(ctx context.Context, d alerts.Delivery) (outcome, error) {
	ch, err := record.GetChannel(ctx, a.opts.Ledger, d.Workspace, d.Channel)
	switch {
	case errors.Is(err, ledger.ErrNotFound):
		return a.failUntried(d, "channel_deleted", record.ChannelDeleted), nil
	case err != nil:
		return outcome{}, fmt.Errorf("reading the channel: %w", err)
	case !ch.Active:
		return a.failUntried(d, "channel_off", "the channel is switched off"), nil
	}
	adapter, ok := a.opts.Channels[ch.Type]
	if !ok { // the channel's type changed after the claim
		return outcome{}, fmt.Errorf("this process can't send to channels of type %q", ch.Type)
	}
	if !d.Rendered() {
		if d, err = a.render(ctx, adapter, ch, d); err != nil {
			return a.renderFailed(d, err)
		}
	}
	attempt, err := adapter.Send(ctx, ch, d)
	var failure *alerts.SendError
	if err != nil && !errors.As(err, &failure) {
		return outcome{}, err
	}
	a.metrics.observe(ch.Type, attempt)
	if failure != nil {
		return a.failed(ch, attempt, failure), nil
	}
	if attempt.Number == 1 && d.NotBefore.Equal(d.Created) { // without a window, and not a retry by hand
		a.metrics.latency.Observe(a.opts.Now().Sub(d.Created).Seconds())
	}
	return outcome{attempt: attempt, state: alerts.Delivered}, nil
}

// failed returns the outcome of a failed try: another try later, or a failed delivery.
func (a *Alerter) failed(ch alerts.Channel, attempt alerts.Attempt, failure *alerts.SendError) outcome {
	out := outcome{attempt: attempt}
	if failure.EndsChannel() {
		out.switchOff = &alerts.SwitchedOff{At: a.opts.Now().UTC(), Code: attempt.Code, Params: attempt.Params, Error: attempt.Error}
		a.opts.Logger.Warn("channel switched off, its receiver is gone or refuses us", "channel", ch.Name, "reason", failure.Reason)
	}
	if wait, again := alerts.NextTry(attempt.Number, failure, a.opts.Spread()); again {
		out.state, out.notBefore = alerts.Pending, a.opts.Now().UTC().Add(wait)
		return out
	}
	out.state = alerts.Failed
	a.metrics.dead.Inc()
	a.opts.Logger.Warn("delivery failed", "delivery", attempt.Delivery, "channel", ch.Name,
		"attempts", attempt.Number, "error", attempt.Error)
	return out
}

// failUntried returns the outcome of a delivery that fails without a try. Its attempt records why.
func (a *Alerter) failUntried(d alerts.Delivery, code, why string) outcome {
	a.metrics.dead.Inc()
	return outcome{
		attempt: alerts.Attempt{Delivery: d.ID, Number: d.Attempts + 1, At: a.opts.Now().UTC(), Error: why, Code: code},
		state:   alerts.Failed,
	}
}

// record writes the outcome and ends the claim, in one transaction.
func (a *Alerter) record(ctx context.Context, d alerts.Delivery, o outcome) error {
	return a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := record.FinishDelivery(ctx, tx, o.attempt, o.state, o.notBefore); err != nil {
			return err
		}
		if o.switchOff == nil {
			return nil
		}
		ch, err := record.GetChannel(ctx, tx, d.Workspace, d.Channel)
		if errors.Is(err, ledger.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if !ch.Active {
			return nil // the first reason stays
		}
		ch.Active, ch.SwitchedOff = false, o.switchOff
		_, err = record.PutChannel(ctx, tx, ch)
		return err
	})
}
