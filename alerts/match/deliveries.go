package match

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
)

// Known maps the ids of channels that have the mention in one of their deliveries, in any state, to
// the revision of the mention that they have; or to [Copied].
type Known map[string]int64

// Copied is the revision of a mention where the channel has a copy instead: the same brand in
// another document of the cluster. The channel gets nothing about further copies, so every event is
// older than what it has.
const Copied = math.MaxInt64

// Gathering is the revision of a mention in a delivery that isn't rendered yet. The message will
// show the mention as it is when it is rendered, so every event until then is already included. The
// largest number makes every event older than what the channel has.
const Gathering = math.MaxInt64

// Match is a delivery that an event causes, or another item of a delivery that gathers.
type Match struct {
	Channel alerts.Channel
	Event   alerts.EventName // as the channel will see it
	Rules   []string         // that ask for it, sorted
	Window  time.Duration    // how long found mentions are gathered; 0 sends at once
}

// Matches returns the deliveries that the event causes, ordered by channel. known is about the
// event's mention and may be nil for a new one. A revision that a channel has already causes
// nothing, so handling an event twice is harmless.
func Matches(rules []alerts.Rule, channels []alerts.Channel, known Known, ev alerts.Event, name alerts.EventName) ([]Match, error) {
	if ev.Data.Mention == "" {
		return nil, fmt.Errorf("matching event %q: it names no mention", ev.ID)
	}
	switch name {
	case alerts.Found, alerts.Amended, alerts.Dismissed, alerts.Removed:
	default:
		return nil, fmt.Errorf("matching event %q: unknown event name %q", ev.ID, name)
	}
	subj := subjectOf(ev)
	var out []Match
	for _, ch := range sortedChannels(channels, ev.Data.Workspace) {
		if !ch.Gets(alerts.Mentions) {
			continue
		}
		as, wanted := nameFor(ch, known, ev, name)
		if !wanted {
			continue
		}
		asked := asksFor
		if as != alerts.Found {
			asked = inScope
		}
		if ids, window := rulesFor(ch.ID, rules, subj, asked); len(ids) > 0 {
			if as != alerts.Found {
				window = 0
			}
			out = append(out, Match{Channel: ch, Event: as, Rules: ids, Window: window})
		}
	}
	return out, nil
}

// Delivery returns the delivery of the match, not rendered yet. It is due when its window closes.
func (m Match) Delivery(ev alerts.Event, now time.Time) alerts.Delivery {
	d := ev.Data
	now = now.UTC()
	return alerts.Delivery{
		ID:        alerts.DeliveryID(m.Channel.ID, d, m.Event),
		Workspace: workspace(d.Workspace), Channel: m.Channel.ID, Rules: m.Rules,
		Items:   []alerts.Item{{Kind: alerts.MentionItem, Subject: d.Mention, Event: m.Event, Revision: d.Revision}},
		Purpose: alerts.NewMessage, State: alerts.Pending, NotBefore: now.Add(m.Window), Created: now,
	}
}

// As returns the event with the type under which the channel gets it. For its receiver a mention
// that an amendment lifts over a threshold is a found one.
func (m Match) As(ev alerts.Event) alerts.Event {
	ev.Type = alerts.EventType(m.Event)
	return ev
}

// nameFor returns the name under which the channel gets the event, and whether it gets it.
func nameFor(ch alerts.Channel, known Known, ev alerts.Event, name alerts.EventName) (alerts.EventName, bool) {
	d := ev.Data
	first := !d.Backfill && !d.Unsure && d.State != index.Dismissed && d.State != index.Confirmed
	revision, has := known[ch.ID]
	switch {
	case !has:
		return alerts.Found, first && (name == alerts.Found || name == alerts.Amended)
	case name == alerts.Found, d.Revision <= revision:
		return name, false // a replay, or older than what the channel has
	default:
		return name, slices.Contains(ch.Events, name)
	}
}

// sortedChannels returns the active channels of the workspace by id, each once.
func sortedChannels(channels []alerts.Channel, ws string) []alerts.Channel {
	byID := make(map[string]alerts.Channel, len(channels))
	for _, ch := range channels {
		if ch.Active && workspace(ch.Workspace) == workspace(ws) {
			byID[ch.ID] = ch
		}
	}
	return slices.SortedFunc(maps.Values(byID), func(a, b alerts.Channel) int { return strings.Compare(a.ID, b.ID) })
}

// rulesFor returns the sorted ids of the rules that ask for the subject on that channel, and the
// shortest window among them: a rule that sends at once is not delayed by one that gathers.
func rulesFor(channel string, rules []alerts.Rule, s subject, asked func(alerts.Rule, subject) bool) ([]string, time.Duration) {
	var ids []string
	window := time.Duration(math.MaxInt64)
	for _, r := range rules {
		if slices.Contains(r.Channels, channel) && asked(r, s) {
			ids = append(ids, r.ID)
			window = min(window, time.Duration(max(r.GroupSeconds, 0))*time.Second)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), window
}
