package alerter

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// maxEvents limits the events in one message, even if the channel can hold more. Further events
// are only counted: no person reads more in one message.
const maxEvents = 100

// errEmpty is returned when none of a delivery's mentions is left to send. The delivery was
// deleted.
var errEmpty = errors.New("nothing left to send")

// renderError is an error of rendering that a further try can't fix.
type renderError struct{ error }

// render renders a delivery from its mentions as they are now, without those that were
// dismissed, removed or became unsure meanwhile, and stores the result. A delivery is rendered
// only once: if another process did it first, render returns that delivery.
func (a *Alerter) render(ctx context.Context, adapter alerts.Adapter, ch alerts.Channel, d alerts.Delivery) (alerts.Delivery, error) {
	out := d
	nothing := false
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		nothing = false
		fresh, err := record.LockUnrendered(ctx, tx, d.ID)
		if err != nil {
			return err
		}
		if out, _, err = record.GetDelivery(ctx, tx, d.Workspace, d.ID); err != nil || !fresh {
			return err
		}
		m, kept, err := a.gatherMessage(ctx, tx, adapter.Holds(ch), out)
		if err != nil {
			return err
		}
		if nothing = len(m.Events) == 0 && m.Report == nil; nothing {
			return record.DropDelivery(ctx, tx, d.ID)
		}
		r, err := adapter.Render(ch, m)
		if err != nil {
			return renderError{err}
		}
		out.MediaType, out.Body, out.Items = r.MediaType, r.Body, kept
		return record.SaveRendered(ctx, tx, out)
	})
	switch {
	case err != nil:
		return d, fmt.Errorf("rendering delivery %s: %w", d.ID, err)
	case nothing:
		a.opts.Logger.Debug("message dropped, nothing left to send", "delivery", d.ID, "channel", ch.Name)
		return d, errEmpty
	}
	return out, nil
}

// gatherMessage returns the message for a delivery's items, and the items that are left, with
// their current revisions.
func (a *Alerter) gatherMessage(ctx context.Context, tx *ledger.Tx, most int, d alerts.Delivery) (alerts.Message, []alerts.Item, error) {
	own, err := evidence.OwnDomains(ctx, tx, d.Workspace)
	if err != nil {
		return alerts.Message{}, nil, err
	}
	m := alerts.Message{Delivery: d.ID, BaseURL: a.opts.BaseURL, OwnDomains: own}
	if d.NotBefore.After(d.Created) || len(d.Items) > 1 {
		m.Window = &alerts.Window{From: d.Created, To: tx.Now()}
	}
	if len(d.Items) == 1 && d.Items[0].Kind == alerts.ReportItem {
		return a.reportMessage(ctx, tx, m, d)
	}
	var kept []alerts.Item
	rows := map[[3]string]bool{}
	for _, item := range d.Items {
		mention, err := record.GetMention(ctx, tx, d.Workspace, item.Subject)
		if errors.Is(err, ledger.ErrNotFound) {
			continue // its document was deleted
		}
		if err != nil {
			return m, nil, err
		}
		if item.Event == alerts.Found && withdrawn(mention) {
			// Its cluster may have a copy that was not sent because this mention was going to
			// be. Send that copy instead.
			lead, found, err := record.LeadOf(ctx, tx, mention.Workspace, mention.Brand, mention.Cluster)
			if err != nil {
				return m, nil, err
			}
			if !found || lead.Backfill || withdrawn(lead) || slices.ContainsFunc(d.Items, func(i alerts.Item) bool { return i.Subject == lead.ID }) {
				continue
			}
			mention, item.Subject = lead, lead.ID
		}
		row := [3]string{mention.Brand, mention.Cluster, string(item.Event)}
		if item.Event == alerts.Found && rows[row] {
			continue // a copy of a mention above: they joined one cluster while waiting here
		}
		rows[row] = true
		item.Revision = mention.Revision
		kept = append(kept, item)
		if len(m.Events) >= min(maxEvents, most) {
			m.More++
			continue
		}
		ev, err := mentions.EventOf(ctx, tx, d.Workspace, item.Subject, item.Event, a.opts.BaseURL)
		if err != nil {
			return m, nil, err
		}
		m.Events = append(m.Events, ev)
	}
	return m, kept, nil
}

// withdrawn reports whether a mention should no longer be sent as found.
func withdrawn(m index.Mention) bool { return m.Removed || m.Unsure || m.State == index.Dismissed }

// renderFailed returns the outcome of a delivery that was not rendered. A renderError makes it
// failed. After any other error it is tried again when the claim expires.
func (a *Alerter) renderFailed(d alerts.Delivery, err error) (outcome, error) {
	var permanent renderError
	if !errors.As(err, &permanent) {
		return outcome{}, err
	}
	return a.failUntried(d, "message_unrendered", "the message can't be made: "+permanent.Error()), nil
}
