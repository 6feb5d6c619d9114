package alerter

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/match"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// consumer is the alerter's name on the bus, and the name under which its offset in each stream is
// stored.
const consumer = "alerter"

// runIntake reads the events of a stream until ctx is done. handle writes the deliveries that one
// of them causes, and reports whether any is due.
func (a *Alerter) runIntake(ctx context.Context, stream string, handle func(*intake, context.Context, event) (bool, error)) error {
	return bus.InOrder{
		Name: consumer, Stream: stream, Bus: a.opts.Bus, Ledger: a.opts.Ledger, Logger: a.opts.Logger,
		Skipped: func(bus.Msg, error) { a.metrics.skipped.Inc() },
		// If anything is due, Wake is called after the commit: before it the dispatcher would not see it.
		Handle: func(ctx context.Context, tx *ledger.Tx, msgs []bus.Msg) (committed func(), err error) {
			in := intake{Alerter: a, tx: tx, workspaces: map[string]recipients{}}
			for _, m := range msgs {
				due, err := handle(&in, ctx, fromBus(m))
				if err != nil {
					return nil, fmt.Errorf("recording deliveries: %w", err)
				}
				if due {
					committed = a.Wake
				}
			}
			return committed, nil
		},
	}.Run(ctx)
}

// intake is the work of one transaction. It reads the recipients of each workspace only once.
type intake struct {
	*Alerter
	tx         *ledger.Tx
	workspaces map[string]recipients
}

// recipients are the rules and channels of a workspace.
type recipients struct {
	rules    []alerts.Rule
	channels []alerts.Channel
	own      []string // domains of the sites
}

// handleMention writes the deliveries of one mention event and reports whether any is due. An event
// that can't be read becomes a dead letter at once.
func (in *intake) handleMention(ctx context.Context, e event) (bool, error) {
	name, ev, err := e.mention()
	if err != nil {
		return false, bus.Poison(err)
	}
	to, err := in.recipients(ctx, ev.Data.Workspace)
	if err != nil || len(to.rules) == 0 {
		return false, err
	}
	known, err := in.known(ctx, ev.Data.Mention)
	if err != nil {
		return false, err
	}
	matches, err := match.Matches(to.rules, to.channels, known, ev, name)
	if err != nil {
		return false, bus.Poison(err)
	}
	due := false
	for _, m := range matches {
		some, err := in.add(ctx, m, ev)
		if err != nil {
			return false, err
		}
		due = due || some
	}
	return due, nil
}

// add schedules the message of a match, and reports whether it is due. One that is sent at
// once is rendered here, from the event on the bus; one with a window is rendered when the
// window closes.
func (in *intake) add(ctx context.Context, m match.Match, ev alerts.Event) (bool, error) {
	adapter, known := in.opts.Channels[m.Channel.Type]
	if known && m.Window > 0 {
		if most := adapter.Holds(m.Channel); most > 1 {
			return record.GatherDelivery(ctx, in.tx, m.Delivery(ev, in.tx.Now()), most)
		}
	}
	m.Window = 0
	return in.sendNow(ctx, m.Channel, m.Delivery(ev, in.tx.Now()), alerts.Message{Events: []alerts.Event{m.As(ev)}})
}

// sendNow schedules a delivery that is due, with its message, and reports whether it is new. A
// message to a channel of a type that this process doesn't know is rendered by one that does.
func (in *intake) sendNow(ctx context.Context, ch alerts.Channel, d alerts.Delivery, m alerts.Message) (bool, error) {
	if adapter, known := in.opts.Channels[ch.Type]; known {
		to, err := in.recipients(ctx, d.Workspace)
		if err != nil {
			return false, err
		}
		m.Delivery, m.BaseURL, m.OwnDomains = d.ID, in.opts.BaseURL, to.own
		r, err := adapter.Render(ch, m)
		if err != nil {
			in.opts.Logger.Error("rendering message failed", "delivery", d.ID, "channel", ch.Name, "error", err)
		} else {
			d.MediaType, d.Body = r.MediaType, r.Body
		}
	}
	return record.AddDelivery(ctx, in.tx, d)
}

func (in *intake) recipients(ctx context.Context, workspace string) (recipients, error) {
	if to, ok := in.workspaces[workspace]; ok {
		return to, nil
	}
	rules, err := record.ListRules(ctx, in.tx, workspace)
	if err != nil {
		return recipients{}, err
	}
	channels, err := record.ListChannels(ctx, in.tx, workspace)
	if err != nil {
		return recipients{}, err
	}
	own, err := evidence.OwnDomains(ctx, in.tx, workspace)
	if err != nil {
		return recipients{}, err
	}
	to := recipients{rules, channels, own}
	in.workspaces[workspace] = to
	return to, nil
}

// known returns which channels have the mention, and at which revision, or a copy of it. It
// locks deliveries that are not rendered yet until this transaction ends. They will be rendered
// from the mention's new state, so this event needs no message of its own there. Without the
// lock, one could be rendered from the old state meanwhile, and the change would be lost.
func (in *intake) known(ctx context.Context, mention string) (match.Known, error) {
	sent, err := record.FoundIn(ctx, in.tx, mention)
	if err != nil {
		return nil, err
	}
	known := match.Known{}
	for _, s := range sent {
		revision := s.Revision
		if s.Mention != mention {
			known[s.Channel] = max(known[s.Channel], copied(sent, s.Channel, mention))
			continue
		}
		if !s.Rendered {
			if locked, err := record.LockUnrendered(ctx, in.tx, s.Delivery); err != nil {
				return nil, err
			} else if locked {
				revision = match.Gathering
			} else if revision, err = in.renderedRevision(ctx, mention, s); err != nil {
				return nil, err
			}
		}
		known[s.Channel] = max(known[s.Channel], revision)
	}
	return known, nil
}

// copied returns match.Copied for a channel that has only a copy of the mention, and 0 if it has
// the mention itself as well: then that revision counts.
func copied(sent []record.Sent, channel, mention string) int64 {
	for _, s := range sent {
		if s.Channel == channel && s.Mention == mention {
			return 0
		}
	}
	return match.Copied
}

// renderedRevision returns the revision in a delivery that another process rendered after
// known read it and before it could lock it.
func (in *intake) renderedRevision(ctx context.Context, mention string, s record.Sent) (int64, error) {
	again, err := record.FoundIn(ctx, in.tx, mention)
	for _, other := range again {
		if other.Delivery == s.Delivery && other.Mention == mention {
			return other.Revision, err
		}
	}
	return s.Revision, err
}
