package match

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/index"
)

// Told says which channels have a found delivery of a mention, in whatever state, and
// at which revision of the mention: by channel id.
type Told map[string]int64

// Deliveries are the messages that the event causes, ordered by channel. told is about
// the event's mention; it may be left nil for a found event. Inserting the result
// ignores deliveries whose id exists: that is what makes a replay harmless.
func Deliveries(rules []alerts.Rule, channels []alerts.Channel, told Told, ev alerts.Event, name alerts.EventName, now time.Time) ([]alerts.Delivery, error) {
	if ev.Data.Mention == "" {
		return nil, fmt.Errorf("matching event %q: it names no mention", ev.ID)
	}
	switch name {
	case alerts.Found, alerts.Amended, alerts.Dismissed, alerts.Removed:
	default:
		return nil, fmt.Errorf("matching event %q: unknown event name %q", ev.ID, name)
	}
	subj := subjectOf(ev)
	m := matcher{event: ev, now: now.UTC(), bodies: map[alerts.EventName][]byte{}}
	for _, ch := range sortedChannels(channels, ev.Data.Workspace) {
		as, wants := tellAs(ch, told, ev, name)
		if !wants {
			continue
		}
		asked := asksFor
		if as != alerts.Found {
			asked = inScope
		}
		ids := rulesFor(ch.ID, rules, subj, asked)
		if len(ids) == 0 {
			continue
		}
		if err := m.add(ch.ID, as, ids); err != nil {
			return nil, err
		}
	}
	return m.out, nil
}

// tellAs says under which name the channel would hear the event, if at all.
func tellAs(ch alerts.Channel, told Told, ev alerts.Event, name alerts.EventName) (alerts.EventName, bool) {
	d := ev.Data
	first := !d.Backfill && !d.Unsure && d.State != index.Dismissed && d.State != index.Confirmed
	heardAt, heard := told[ch.ID]
	switch {
	case !heard:
		return alerts.Found, first && (name == alerts.Found || name == alerts.Amended)
	case name == alerts.Found, d.Revision <= heardAt:
		return name, false // a replay, or older than what the channel knows
	default:
		return name, slices.Contains(ch.Events, name)
	}
}

type matcher struct {
	event  alerts.Event
	now    time.Time
	bodies map[alerts.EventName][]byte
	out    []alerts.Delivery
}

func (m *matcher) add(channel string, as alerts.EventName, rules []string) error {
	body, err := m.body(as)
	if err != nil {
		return err
	}
	d := m.event.Data
	m.out = append(m.out, alerts.Delivery{
		ID:        alerts.DeliveryID(channel, d.Mention, as, d.Revision),
		Workspace: workspace(d.Workspace), Channel: channel, Rules: rules,
		Mention: d.Mention, Event: as, Body: body, State: alerts.Pending,
		NotBefore: m.now, Created: m.now,
	})
	return nil
}

// body renders the event once per name: a mention that an amendment lifts over a
// threshold is found as far as its receiver knows, so its type says so.
func (m *matcher) body(as alerts.EventName) ([]byte, error) {
	if b, ok := m.bodies[as]; ok {
		return b, nil
	}
	ev := m.event
	ev.Type = alerts.EventType(as)
	b, err := json.Marshal(ev)
	if err != nil {
		return nil, fmt.Errorf("rendering event %s: %w", ev.ID, err)
	}
	m.bodies[as] = b
	return b, nil
}

// sortedChannels are the active channels of the workspace by id, each once.
func sortedChannels(channels []alerts.Channel, ws string) []alerts.Channel {
	byID := make(map[string]alerts.Channel, len(channels))
	for _, ch := range channels {
		if ch.Active && workspace(ch.Workspace) == workspace(ws) {
			byID[ch.ID] = ch
		}
	}
	return slices.SortedFunc(maps.Values(byID), func(a, b alerts.Channel) int { return strings.Compare(a.ID, b.ID) })
}

// rulesFor are the ids of the rules that ask for the subject on that channel, sorted.
func rulesFor(channel string, rules []alerts.Rule, s subject, asked func(alerts.Rule, subject) bool) []string {
	var ids []string
	for _, r := range rules {
		if slices.Contains(r.Channels, channel) && asked(r, s) {
			ids = append(ids, r.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
