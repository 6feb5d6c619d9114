package record_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// gathers is a delivery of one mention whose window closes after that.
func gathers(channel string, n int, window time.Duration, now time.Time) alerts.Delivery {
	d := delivery(channel, n)
	d.MediaType, d.Body, d.Created, d.NotBefore = "", nil, now, now.Add(window)
	return d
}

func TestMentionsAreGathered(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		gather := func(d alerts.Delivery, most int) (due bool) {
			write(t, l, func(tx *ledger.Tx) (err error) {
				due, err = record.GatherDelivery(ctx, tx, d, most)
				return err
			})
			return due
		}
		list := func() map[string]int {
			all, _, err := record.ListDeliveries(ctx, l, record.DeliveryFilter{})
			if err != nil {
				t.Fatal(err)
			}
			out := map[string]int{}
			for _, d := range all {
				out[fmt.Sprint(d.Channel, " ", d.NotBefore.Sub(noon))] = len(d.Items)
			}
			return out
		}
		hour := gathers("c", 1, time.Hour, now)
		gather(hour, 500)
		now = noon.Add(time.Minute)
		gather(gathers("c", 2, time.Hour, now), 500)      // joins
		gather(gathers("c", 3, 10*time.Minute, now), 500) // would wait too long: begins one of its own
		gather(gathers("c", 4, time.Hour, now), 500)      // joins the one that closes first
		gather(gathers("other", 5, time.Hour, now), 500)  // another channel
		other := gathers("c", 6, 10*time.Minute, now)
		other.Rules = []string{"r2"}
		gather(other, 500)
		if diff := cmp.Diff(map[string]int{"c 1h0m0s": 2, "c 11m0s": 3, "other 1h1m0s": 1}, list()); diff != "" {
			t.Error(diff)
		}
		third, _, err := record.GetDelivery(ctx, l, "", gathers("c", 3, 0, now).ID)
		var subjects []string
		for _, i := range third.Items {
			subjects = append(subjects, i.Subject)
		}
		if err != nil || !cmp.Equal(subjects, []string{"mention3", "mention4", "mention6"}) || !cmp.Equal(third.Rules, []string{"r1", "r2"}) {
			t.Errorf("%v %+v", err, third)
		}
		if found := must(record.FoundIn(ctx, l, "mention4"))(t); len(found) != 1 || found[0].Rendered || found[0].Delivery != third.ID {
			t.Errorf("%+v", found)
		}
		if all, _, err := record.ListDeliveries(ctx, l, record.DeliveryFilter{Mention: "mention4"}); err != nil || len(all) != 1 {
			t.Errorf("%v %+v", err, all)
		}
		if due := must(record.ClaimDeliveries(ctx, l, nil, now, 8, "x", time.Minute))(t); len(due) != 0 {
			t.Errorf("due before its window closes: %+v", due)
		}
		// A full one is due at once, and the next begins another.
		if gather(gathers("full", 7, time.Hour, now), 2) || !gather(gathers("full", 8, time.Hour, now), 2) || gather(gathers("full", 9, time.Hour, now), 2) {
			t.Error("due at another time than when it was full")
		}
		due := must(record.ClaimDeliveries(ctx, l, nil, now, 8, "x", time.Minute))(t)
		if len(due) != 1 || len(due[0].Items) != 2 || due[0].Rendered() {
			t.Fatalf("%+v", due)
		}
		// Once it is rendered nothing joins it, and it has the items that were rendered.
		due[0].MediaType, due[0].Body, due[0].Items = "text/plain", []byte("two"), []alerts.Item{{Kind: "mention", Subject: "mention8", Event: "found", Revision: 5}}
		write(t, l, func(tx *ledger.Tx) error {
			if ok, err := record.LockUnrendered(ctx, tx, due[0].ID); !ok || err != nil {
				t.Errorf("%v %v", ok, err)
			}
			if err := record.SaveRendered(ctx, tx, due[0]); err != nil {
				return err
			}
			if ok, err := record.LockUnrendered(ctx, tx, due[0].ID); ok || err != nil {
				t.Errorf("rendered, and not: %v %v", ok, err)
			}
			return record.DropDelivery(ctx, tx, third.ID)
		})
		if diff := cmp.Diff([]record.Sent{{Delivery: due[0].ID, Channel: "full", Mention: "mention8", Revision: 5, Rendered: true}}, must(record.FoundIn(ctx, l, "mention8"))(t)); diff != "" {
			t.Error(diff)
		}
		for _, forgotten := range []string{"mention7", "mention3", "mention6"} {
			if found := must(record.FoundIn(ctx, l, forgotten))(t); len(found) != 0 {
				t.Errorf("%s: %+v", forgotten, found)
			}
		}
	})
}

// During an upgrade older processes skip what only newer ones can send.
func TestUnknownTypesAreLeftToOthers(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		write(t, l, func(tx *ledger.Tx) error {
			for id, kind := range map[string]alerts.ChannelType{"a": "webhook", "b": "pigeon"} {
				if _, err := record.PutChannel(ctx, tx, alerts.Channel{ID: id, Name: id, Type: kind, Active: true}); err != nil {
					return err
				}
			}
			return nil
		})
		schedule(t, l, delivery("a", 0), delivery("b", 0), delivery("deleted", 0))
		claimed := func(types ...alerts.ChannelType) map[string]bool {
			out := map[string]bool{}
			for _, d := range must(record.ClaimDeliveries(ctx, l, types, noon.Add(time.Second), 16, "x", time.Minute))(t) {
				out[d.Channel] = true
			}
			return out
		}
		if diff := cmp.Diff(map[string]bool{"a": true, "deleted": true}, claimed("webhook")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[string]bool{"b": true}, claimed("webhook", "pigeon")); diff != "" {
			t.Error(diff)
		}
	})
}
