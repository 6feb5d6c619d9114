package alerter

import (
	"context"
	"errors"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/match"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// handleReport writes the deliveries of one report event and reports whether any is due. An event
// that can't be read becomes a dead letter at once.
func (in *intake) handleReport(ctx context.Context, e event) (bool, error) {
	name, ev, err := e.report()
	if err != nil {
		return false, bus.Poison(err)
	}
	to, err := in.recipients(ctx, ev.Data.Workspace)
	if err != nil {
		return false, err
	}
	sent, err := record.LastOfReport(ctx, in.tx, ev.Data.Workspace, ev.Data.Report)
	if err != nil {
		return false, err
	}
	channels, err := match.Reports(to.channels, sent, ev, name)
	if err != nil {
		return false, bus.Poison(err)
	}
	due := false
	for _, ch := range channels {
		some, err := in.sendNow(ctx, ch, match.ReportDelivery(ch, ev, in.tx.Now()), alerts.Message{Report: &ev})
		if err != nil {
			return false, err
		}
		due = due || some
	}
	return due, nil
}

// reportMessage adds a delivery's report to its message, as it is now, and returns it with the item.
// A report that is gone by then, or was opened again, is left out.
func (a *Alerter) reportMessage(ctx context.Context, tx *ledger.Tx, m alerts.Message, d alerts.Delivery) (alerts.Message, []alerts.Item, error) {
	item := d.Items[0]
	ev, err := mentions.ReportEventOf(ctx, tx, d.Workspace, item.Subject, alerts.ReportEventName(item.Event), a.opts.BaseURL)
	if errors.Is(err, ledger.ErrNotFound) {
		return m, nil, nil
	}
	if err != nil {
		return m, nil, err
	}
	headline := ev.Data.Headline()
	item.Revision, item.Headline = ev.Data.Revision, &headline
	m.Report = &ev
	return m, []alerts.Item{item}, nil
}
