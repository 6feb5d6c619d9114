package match_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/match"
)

func reportEvent(name alerts.ReportEventName, revision int64, change ...func(*alerts.ReportEventData)) alerts.ReportEvent {
	low, high := 310.0, 780.0
	d := alerts.ReportEventData{
		Workspace: "default", Report: "r", Revision: revision, Brand: alerts.EventBrand{ID: "fernwick", Name: "Fernwick", Own: true}, Verdict: "likely",
		Window: alerts.ReportWindow{Days: 7, From: "2026-11-20", To: "2026-11-26"}, Lift: &alerts.ReportLift{Low: &low, High: &high},
	}
	for _, c := range change {
		c(&d)
	}
	return alerts.NewReportEvent(name, d, time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC))
}

// sentTo is what channel a has after it got the event.
func sentTo(a string, ev alerts.ReportEvent) map[string]alerts.Item {
	return map[string]alerts.Item{a: match.ReportDelivery(alerts.Channel{ID: a}, ev, ev.Time).Items[0]}
}

func TestWhoGetsAReport(t *testing.T) {
	asks := alerts.Channel{ID: "asks", Topics: []alerts.Topic{alerts.Mentions, alerts.Reports}, Active: true}
	channels := []alerts.Channel{
		{ID: "mentions", Active: true},
		{ID: "off", Topics: []alerts.Topic{alerts.Reports}},
		{ID: "elsewhere", Workspace: "other", Topics: []alerts.Topic{alerts.Reports}, Active: true},
		asks,
	}
	ready := reportEvent(alerts.ReportReady, 2)
	other := func(d *alerts.ReportEventData) { d.Verdict = "possible" }
	long := reportEvent(alerts.ReportReady, 2)
	long.Time = long.Time.AddDate(0, 2, 0)
	for _, tt := range []struct {
		name string
		ev   alerts.ReportEvent
		sent map[string]alerts.Item
		want bool
	}{
		{"ready", ready, nil, true},
		{"ready, back catalogue", reportEvent(alerts.ReportReady, 2, func(d *alerts.ReportEventData) { d.Backfill = true }), nil, false},
		{"ready, of a window long past", long, nil, false},
		{"ready again", ready, sentTo("asks", ready), false},
		{"revised, and not had", reportEvent(alerts.ReportRevised, 3, other), nil, false},
		{"revised, the same headline", reportEvent(alerts.ReportRevised, 3), sentTo("asks", ready), false},
		{"revised, another grade", reportEvent(alerts.ReportRevised, 3, other), sentTo("asks", ready), true},
		{"revised, older than what was sent", reportEvent(alerts.ReportRevised, 1, other), sentTo("asks", ready), false},
		{"back after it was gone, the same", reportEvent(alerts.ReportReady, 5), sentTo("asks", ready), false},
		{"back after it was gone, another grade", reportEvent(alerts.ReportReady, 5, other), sentTo("asks", ready), true},
	} {
		got, err := match.Reports(channels, tt.sent, tt.ev, tt.ev.Name())
		if err != nil {
			t.Fatal(err)
		}
		want := []alerts.Channel(nil)
		if tt.want {
			want = []alerts.Channel{asks}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", tt.name, diff)
		}
	}
	for name, ev := range map[string]alerts.ReportEvent{
		"no report": reportEvent(alerts.ReportReady, 1, func(d *alerts.ReportEventData) { d.Report = "" }),
		"no window": reportEvent(alerts.ReportReady, 1, func(d *alerts.ReportEventData) { d.Window.To = "soon" }),
		"no name":   reportEvent("opened", 1),
	} {
		if _, err := match.Reports(channels, nil, ev, ev.Name()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A channel that asks for reports only gets no mention.
func TestMentionsGoToChannelsThatAskForThem(t *testing.T) {
	rules := []alerts.Rule{{ID: "r", Channels: []string{"both", "reports", "usual"}, Active: true}}
	channels := []alerts.Channel{
		{ID: "both", Topics: []alerts.Topic{alerts.Mentions, alerts.Reports}, Active: true},
		{ID: "reports", Topics: []alerts.Topic{alerts.Reports}, Active: true},
		{ID: "usual", Active: true},
	}
	ev := alerts.Event{ID: "m.1", Data: alerts.EventData{Workspace: "default", Mention: "m", Revision: 1}}
	matches, err := match.Matches(rules, channels, nil, ev, alerts.Found)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range matches {
		got = append(got, m.Channel.ID)
	}
	if diff := cmp.Diff([]string{"both", "usual"}, got); diff != "" {
		t.Error(diff)
	}
}

// However often the events of a report are repeated, a channel gets each revision once, in order, and
// never two with the same headline in a row.
func TestAReportIsNotRepeated(t *testing.T) {
	channels := []alerts.Channel{{ID: "a", Topics: []alerts.Topic{alerts.Reports}, Active: true}}
	rapid.Check(t, func(t *rapid.T) {
		var stream []alerts.ReportEvent
		for i, verdict := range rapid.SliceOfN(rapid.SampledFrom([]string{"likely", "possible", "no_sign"}), 1, 8).Draw(t, "verdicts") {
			name := alerts.ReportRevised
			if i == 0 {
				name = alerts.ReportReady
			}
			stream = append(stream, reportEvent(name, int64(i+1), func(d *alerts.ReportEventData) { d.Verdict = verdict }))
		}
		sent := map[string]alerts.Item{}
		var got []alerts.ReportEvent
		handle := func(ev alerts.ReportEvent) {
			to, err := match.Reports(channels, sent, ev, ev.Name())
			if err != nil {
				t.Fatal(err)
			}
			for _, ch := range to {
				got = append(got, ev)
				sent = sentTo(ch.ID, ev)
			}
		}
		for i, ev := range stream {
			handle(ev)
			for range rapid.IntRange(0, 2).Draw(t, "repeats") {
				handle(stream[rapid.IntRange(0, i).Draw(t, "which")])
			}
		}
		if len(got) == 0 || got[0].Data.Revision != 1 {
			t.Fatalf("the first event was not sent: %v", got)
		}
		for i := 1; i < len(got); i++ {
			if got[i].Data.Revision <= got[i-1].Data.Revision || got[i].Data.Verdict == got[i-1].Data.Verdict {
				t.Fatalf("%s after %s", got[i].ID, got[i-1].ID)
			}
		}
		if got[len(got)-1].Data.Verdict != stream[len(stream)-1].Data.Verdict {
			t.Fatal("the channel doesn't have the last grade")
		}
	})
}
