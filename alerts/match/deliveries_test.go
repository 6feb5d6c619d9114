package match_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/match"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

var now = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)

// mentioned is a live, sure mention of Larkspur on a podcast, changed as the test says.
func mentioned(name alerts.EventName, change ...func(*alerts.EventData)) alerts.Event {
	ev := alerts.Event{
		SpecVersion: "1.0", ID: "m1.2", Source: "/workspaces/default", Type: alerts.EventType(name), Time: now,
		DataContentType: "application/json",
		Data: alerts.EventData{
			Workspace: "default", Mention: "m1", Revision: 2,
			Brand:      alerts.EventBrand{ID: "larkspur", Name: "Larkspur", Own: true},
			Document:   alerts.EventDocument{ID: "d1", Kind: feeds.Podcast, Title: "Ep. 12", Source: alerts.EventSource{ID: "s1"}},
			Confidence: 0.9, State: index.New, Type: index.Discussed,
		},
	}
	for _, c := range change {
		c(&ev.Data)
	}
	return ev
}

func rule(id string, change ...func(*alerts.Rule)) alerts.Rule {
	r := alerts.Rule{ID: id, Workspace: "default", Channels: []string{"c1"}, Active: true}
	for _, c := range change {
		c(&r)
	}
	return r
}

func channel(id string, events ...alerts.EventName) alerts.Channel {
	return alerts.Channel{ID: id, Workspace: "default", Type: "webhook", Active: true, Events: events}
}

func TestMatches(t *testing.T) {
	type told struct {
		Channel string
		Event   alerts.EventName
		Rules   string
	}
	all := []alerts.EventName{alerts.Amended, alerts.Dismissed, alerts.Removed}
	sure := func(c float64) func(*alerts.Rule) { return func(r *alerts.Rule) { r.MinConfidence = c } }
	tests := []struct {
		name     string
		rules    []alerts.Rule
		channels []alerts.Channel
		known    match.Known
		event    alerts.Event
		as       alerts.EventName
		want     []told
	}{
		{name: "an empty rule asks for everything",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1")},
			event: mentioned(alerts.Found), as: alerts.Found, want: []told{{"c1", alerts.Found, "r1"}}},
		{name: "two rules, one delivery that lists both",
			rules: []alerts.Rule{rule("r2"), rule("r1"), rule("r1")}, channels: []alerts.Channel{channel("c1"), channel("c1")},
			event: mentioned(alerts.Found), as: alerts.Found, want: []told{{"c1", alerts.Found, "r1 r2"}}},
		{name: "one rule, two channels, in order of id",
			rules:    []alerts.Rule{rule("r1", func(r *alerts.Rule) { r.Channels = []string{"c2", "c1"} })},
			channels: []alerts.Channel{channel("c2"), channel("c1"), channel("c3")},
			event:    mentioned(alerts.Found), as: alerts.Found,
			want: []told{{"c1", alerts.Found, "r1"}, {"c2", alerts.Found, "r1"}}},
		{name: "another brand",
			rules:    []alerts.Rule{rule("r1", func(r *alerts.Rule) { r.Brands = []string{"fenwick"} })},
			channels: []alerts.Channel{channel("c1")}, event: mentioned(alerts.Found), as: alerts.Found},
		{name: "another kind",
			rules:    []alerts.Rule{rule("r1", func(r *alerts.Rule) { r.Kinds = []feeds.Kind{feeds.Post} })},
			channels: []alerts.Channel{channel("c1")}, event: mentioned(alerts.Found), as: alerts.Found},
		{name: "another source",
			rules:    []alerts.Rule{rule("r1", func(r *alerts.Rule) { r.Sources = []string{"s9"} })},
			channels: []alerts.Channel{channel("c1")}, event: mentioned(alerts.Found), as: alerts.Found},
		{name: "brand, kind and source named",
			rules: []alerts.Rule{rule("r1", func(r *alerts.Rule) {
				r.Brands, r.Kinds, r.Sources = []string{"larkspur"}, []feeds.Kind{feeds.Podcast}, []string{"s1"}
			})},
			channels: []alerts.Channel{channel("c1")}, event: mentioned(alerts.Found), as: alerts.Found,
			want: []told{{"c1", alerts.Found, "r1"}}},
		{name: "least confidence is included",
			rules: []alerts.Rule{rule("high", sure(0.91)), rule("low", sure(0.9))}, channels: []alerts.Channel{channel("c1")},
			event: mentioned(alerts.Found), as: alerts.Found, want: []told{{"c1", alerts.Found, "low"}}},
		{name: "another workspace's rule", channels: []alerts.Channel{channel("c1")},
			rules: []alerts.Rule{rule("r1", func(r *alerts.Rule) { r.Workspace = "other" })},
			event: mentioned(alerts.Found), as: alerts.Found},
		{name: "another workspace's channel", rules: []alerts.Rule{rule("r1")},
			channels: []alerts.Channel{{ID: "c1", Workspace: "other", Active: true}},
			event:    mentioned(alerts.Found), as: alerts.Found},
		{name: "a sleeping rule", channels: []alerts.Channel{channel("c1")},
			rules: []alerts.Rule{rule("r1", func(r *alerts.Rule) { r.Active = false })},
			event: mentioned(alerts.Found), as: alerts.Found},
		{name: "a channel switched off", rules: []alerts.Rule{rule("r1")},
			channels: []alerts.Channel{{ID: "c1", Workspace: "default"}},
			event:    mentioned(alerts.Found), as: alerts.Found},
		{name: "the back catalogue", rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1", all...)},
			event: mentioned(alerts.Found, func(d *alerts.EventData) { d.Backfill = true }), as: alerts.Found},
		{name: "an unsure mention", rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1")},
			event: mentioned(alerts.Found, func(d *alerts.EventData) { d.Unsure = true }), as: alerts.Found},

		{name: "lifted over the threshold by an amendment: found, even if amended is not asked for",
			rules: []alerts.Rule{rule("r1", sure(0.8))}, channels: []alerts.Channel{channel("c1")},
			event: mentioned(alerts.Amended), as: alerts.Amended, want: []told{{"c1", alerts.Found, "r1"}}},
		{name: "lifted, but of the back catalogue",
			rules: []alerts.Rule{rule("r1", sure(0.8))}, channels: []alerts.Channel{channel("c1", all...)},
			event: mentioned(alerts.Amended, func(d *alerts.EventData) { d.Backfill = true }), as: alerts.Amended},
		{name: "amended after it was dismissed, never told",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1")},
			event: mentioned(alerts.Amended, func(d *alerts.EventData) { d.State = index.Dismissed }), as: alerts.Amended},
		{name: "confirmed by somebody, never told: the channel is newer than the mention",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1")},
			event: mentioned(alerts.Amended, func(d *alerts.EventData) { d.State = index.Confirmed }), as: alerts.Amended},
		{name: "confirmed by somebody, told, asked for",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1", all...)}, known: match.Known{"c1": 1},
			event: mentioned(alerts.Amended, func(d *alerts.EventData) { d.State = index.Confirmed }), as: alerts.Amended,
			want: []told{{"c1", alerts.Amended, "r1"}}},
		{name: "amended, told, not asked for",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1")}, known: match.Known{"c1": 1},
			event: mentioned(alerts.Amended), as: alerts.Amended},
		{name: "amended, told and asked for, though its confidence fell",
			rules: []alerts.Rule{rule("r1", sure(0.8))}, channels: []alerts.Channel{channel("c1", all...)}, known: match.Known{"c1": 1},
			event: mentioned(alerts.Amended, func(d *alerts.EventData) { d.Confidence, d.Unsure = 0.2, true }), as: alerts.Amended,
			want: []told{{"c1", alerts.Amended, "r1"}}},
		{name: "a rescan amends what was told, asked for",
			rules:    []alerts.Rule{rule("r1")},
			channels: []alerts.Channel{channel("c1", all...), channel("c2", all...)}, known: match.Known{"c1": 1},
			event: mentioned(alerts.Amended, func(d *alerts.EventData) { d.Backfill = true }), as: alerts.Amended,
			want: []told{{"c1", alerts.Amended, "r1"}}},
		{name: "dismissed, told, asked for",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1", all...), channel("c2", all...)}, known: match.Known{"c1": 1},
			event: mentioned(alerts.Dismissed, func(d *alerts.EventData) { d.State = index.Dismissed }), as: alerts.Dismissed,
			want: []told{{"c1", alerts.Dismissed, "r1"}}},
		{name: "dismissed, never told",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1", all...)},
			event: mentioned(alerts.Dismissed), as: alerts.Dismissed},
		{name: "removed by a rescan, told, asked for",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1", alerts.Removed)}, known: match.Known{"c1": 1},
			event: mentioned(alerts.Removed, func(d *alerts.EventData) { d.Backfill = true }), as: alerts.Removed,
			want: []told{{"c1", alerts.Removed, "r1"}}},
		{name: "amended, told by this very event",
			rules: []alerts.Rule{rule("r1")}, channels: []alerts.Channel{channel("c1", all...)}, known: match.Known{"c1": 2},
			event: mentioned(alerts.Amended), as: alerts.Amended},
		{name: "removed, told, but no rule leads to the channel any more",
			channels: []alerts.Channel{channel("c1", all...)}, known: match.Known{"c1": 1},
			event: mentioned(alerts.Removed), as: alerts.Removed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			matches, err := match.Matches(tt.rules, tt.channels, tt.known, tt.event, tt.as)
			if err != nil {
				t.Fatal(err)
			}
			var got []told
			for _, m := range matches {
				d := m.Delivery(tt.event, now)
				got = append(got, told{d.Channel, m.Event, strings.Join(d.Rules, " ")})
				if want := alerts.DeliveryID(d.Channel, tt.event.Data, m.Event); d.ID != want {
					t.Errorf("id %s, want %s", d.ID, want)
				}
				if d.State != alerts.Pending || !d.NotBefore.Equal(now) || d.Workspace != "default" || d.Rendered() {
					t.Errorf("not ready to go: %+v", d)
				}
				if diff := cmp.Diff([]alerts.Item{{Kind: alerts.MentionItem, Subject: "m1", Event: m.Event, Revision: 2}}, d.Items); diff != "" {
					t.Error(diff)
				}
				if as := m.As(tt.event); as.Type != alerts.EventType(m.Event) || as.Name() != m.Event {
					t.Errorf("the event says %s for a %s delivery", as.Type, m.Event)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("deliveries (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMatchesRefusesOtherThingsThanEvents(t *testing.T) {
	if _, err := match.Matches(nil, nil, nil, alerts.Event{}, alerts.Found); err == nil {
		t.Error("an event without a mention was taken")
	}
	if _, err := match.Matches(nil, nil, nil, mentioned(alerts.Found), "shouted"); err == nil {
		t.Error("an event of an unknown name was taken")
	}
}

func TestTheShortestWindowCounts(t *testing.T) {
	gathers := func(id string, seconds int) alerts.Rule {
		return rule(id, func(r *alerts.Rule) { r.GroupSeconds = seconds })
	}
	for _, tt := range []struct {
		name  string
		rules []alerts.Rule
		known match.Known
		as    alerts.EventName
		want  time.Duration
		none  bool
	}{
		{name: "one rule", rules: []alerts.Rule{gathers("a", 900)}, as: alerts.Found, want: 15 * time.Minute},
		{name: "the shorter of two", rules: []alerts.Rule{gathers("a", 900), gathers("b", 60)}, as: alerts.Found, want: time.Minute},
		{name: "one wants it at once", rules: []alerts.Rule{gathers("a", 900), gathers("b", 0)}, as: alerts.Found},
		{name: "a rule about others doesn't count", rules: []alerts.Rule{gathers("a", 900), rule("b", func(r *alerts.Rule) { r.Brands = []string{"fenwick"} })}, as: alerts.Found, want: 15 * time.Minute},
		{name: "amendments go at once", rules: []alerts.Rule{gathers("a", 900)}, known: match.Known{"c1": 1}, as: alerts.Amended},
		{name: "while it is gathered, nothing needs a message of its own", rules: []alerts.Rule{gathers("a", 900)}, known: match.Known{"c1": match.Gathering}, as: alerts.Amended, none: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := match.Matches(tt.rules, []alerts.Channel{channel("c1", alerts.Amended)}, tt.known, mentioned(tt.as), tt.as)
			if err != nil || tt.none != (len(got) == 0) {
				t.Fatalf("%v %+v", err, got)
			}
			if tt.none {
				return
			}
			if d := got[0].Delivery(mentioned(tt.as), now); got[0].Window != tt.want || !d.NotBefore.Equal(now.Add(tt.want)) {
				t.Errorf("window %s, due %s", got[0].Window, d.NotBefore)
			}
		})
	}
}
