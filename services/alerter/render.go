package alerter

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// maxEvents is how many events a message is rendered with where it may hold as many as
// there are. The rest is counted: no person reads more in one message.
const maxEvents = 100

// errEmpty says that a message has nothing left to tell: it is no more.
var errEmpty = errors.New("nothing left to tell")

// renderError is a message that can't be made, whenever it is tried.
type renderError struct{ error }

// render gives a delivery its bytes, once: of the mentions that it gathered, as they are
// now. Those that were dismissed, removed or found doubtful meanwhile are left out. It
// returns the delivery as it is sent, whoever rendered it.
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
		if nothing = len(m.Events) == 0; nothing {
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
		a.opts.Logger.Debug("message dropped: nothing left to tell", "delivery", d.ID, "channel", ch.Name)
		return d, errEmpty
	}
	return out, nil
}

// gatherMessage is the message of what a delivery holds, and the items that are left, with the
// revisions they have now.
func (a *Alerter) gatherMessage(ctx context.Context, tx *ledger.Tx, most int, d alerts.Delivery) (alerts.Message, []alerts.Item, error) {
	m := alerts.Message{Delivery: d.ID, BaseURL: a.opts.BaseURL}
	if d.NotBefore.After(d.Created) || len(d.Items) > 1 {
		m.Window = &alerts.Window{From: d.Created, To: tx.Now()}
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
			// A copy may have joined, and got no message because this one was on its way.
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
			continue // two that were found to be copies while they were gathered
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

// withdrawn reports whether a mention is not sent as found any more.
func withdrawn(m index.Mention) bool { return m.Removed || m.Unsure || m.State == index.Dismissed }

// renderFailed is what becomes of a delivery that has no bytes: one that can't be rendered is
// a dead letter, anything else is tried again when the claim has run out.
func (a *Alerter) renderFailed(d alerts.Delivery, err error) (outcome, error) {
	var permanent renderError
	if !errors.As(err, &permanent) {
		return outcome{}, err
	}
	return a.failUntried(d, "message_unrendered", "the message can't be made: "+permanent.Error()), nil
}
