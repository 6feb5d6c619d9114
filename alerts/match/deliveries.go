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

// Known says which channels have a found mention in one of their deliveries, in whatever
// state, and the revision of the mention they have: by channel id.
type Known map[string]int64

// Gathering is the revision of a mention in a delivery that isn't rendered yet. It will be
// rendered with whatever the mention has become, so every later event is in it already.
const Gathering = math.MaxInt64

// Match is one message that an event causes, or one more item of a message that is being
// gathered.
type Match struct {
	Channel alerts.Channel
	Event   alerts.EventName // as the channel will see it
	Rules   []string         // that ask for it, sorted
	Window  time.Duration    // gather what is found for so long; 0 sends at once
}

// Matches are the messages that the event causes, ordered by channel. known is about the
// event's mention; it may be left nil for a mention that is new. What is known already
// causes nothing: that is what makes a replay harmless.
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

// Delivery is the message of the match, not rendered yet. It is due when its window closes.
func (m Match) Delivery(ev alerts.Event, now time.Time) alerts.Delivery {
	d := ev.Data
	now = now.UTC()
	return alerts.Delivery{
		ID:        alerts.DeliveryID(m.Channel.ID, d.Mention, m.Event, d.Revision),
		Workspace: workspace(d.Workspace), Channel: m.Channel.ID, Rules: m.Rules,
		Items:   []alerts.Item{{Kind: alerts.MentionItem, Subject: d.Mention, Event: m.Event, Revision: d.Revision}},
		Purpose: alerts.NewMessage, State: alerts.Pending, NotBefore: now.Add(m.Window), Created: now,
	}
}

// As is the event under the name by which the channel gets it: a mention that an amendment
// lifts over a threshold is found as far as its receiver knows, so its type says so.
func (m Match) As(ev alerts.Event) alerts.Event {
	ev.Type = alerts.EventType(m.Event)
	return ev
}

// nameFor is the name under which the channel would get the event, if at all.
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

// rulesFor are the ids of the rules that ask for the subject on that channel, sorted, and
// the shortest window among them: whoever wants to know at once is not kept waiting.
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
