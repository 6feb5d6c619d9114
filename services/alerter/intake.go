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
	"github.com/namedrop/namedrop/services/subjects"
)

// consumer is the alerter's name on the bus, and the name under which its offset is stored.
const consumer = "alerter"

// runIntake reads mention events until ctx is done.
func (a *Alerter) runIntake(ctx context.Context) error {
	return bus.InOrder{
		Name: consumer, Stream: subjects.Mentions, Bus: a.opts.Bus, Ledger: a.opts.Ledger, Logger: a.opts.Logger,
		Handle: a.handleEvents, Skipped: func(bus.Msg, error) { a.metrics.skipped.Inc() },
	}.Run(ctx)
}

// handleEvents writes the deliveries that events cause. If any is due, it returns Nudge to be
// called after the commit: before it the dispatcher would not see them.
func (a *Alerter) handleEvents(ctx context.Context, tx *ledger.Tx, msgs []bus.Msg) (committed func(), err error) {
	due := false
	in := intake{Alerter: a, tx: tx, workspaces: map[string]recipients{}}
	for _, m := range msgs {
		some, err := in.handleEvent(ctx, fromBus(m))
		if err != nil {
			return nil, fmt.Errorf("recording deliveries: %w", err)
		}
		due = due || some
	}
	if due {
		return a.Wake, nil
	}
	return nil, nil
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

// handleEvent writes the deliveries of one event and reports whether any is due. An event that
// can't be read becomes a dead letter at once.
func (in *intake) handleEvent(ctx context.Context, e event) (bool, error) {
	name, ev, err := e.open()
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
	d := m.Delivery(ev, in.tx.Now())
	if known { // otherwise a process that knows the type renders it
		to, err := in.recipients(ctx, ev.Data.Workspace)
		if err != nil {
			return false, err
		}
		r, err := adapter.Render(m.Channel, alerts.Message{Delivery: d.ID, Events: []alerts.Event{m.As(ev)}, BaseURL: in.opts.BaseURL, OwnDomains: to.own})
		if err != nil {
			in.opts.Logger.Error("rendering message failed", "delivery", d.ID, "channel", m.Channel.Name, "error", err)
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
