package record_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

func delivery(channel string, n int) alerts.Delivery {
	m := fmt.Sprint("mention", n)
	return alerts.Delivery{
		ID: feeds.ID("delivery", channel, m), Channel: channel, Rules: []string{"r1"},
		Items: []alerts.Item{{Kind: alerts.MentionItem, Subject: m, Event: alerts.Found, Revision: 1}}, Purpose: alerts.NewMessage,
		MediaType: "application/json", Body: []byte(`{"n":` + fmt.Sprint(n) + `}`), NotBefore: noon.Add(time.Duration(n) * time.Millisecond),
	}
}

func schedule(t *testing.T, l *ledger.Ledger, ds ...alerts.Delivery) (created int) {
	t.Helper()
	write(t, l, func(tx *ledger.Tx) error {
		created = 0
		for _, d := range ds {
			isNew, err := record.AddDelivery(t.Context(), tx, d)
			if err != nil {
				return err
			}
			if isNew {
				created++
			}
		}
		return nil
	})
	return created
}

func TestADeliveryIsScheduledOnce(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		d := delivery("c", 1)
		second := d
		second.Rules, second.Body = []string{"r2", "r1"}, []byte("other bytes")
		if n := schedule(t, l, d, second); n != 1 {
			t.Errorf("%d new", n)
		}
		got, tries, err := record.GetDelivery(ctx, l, "", d.ID)
		want := d
		want.Workspace, want.Rules, want.State, want.Created = "default", []string{"r1", "r2"}, alerts.Pending, noon
		if diff := cmp.Diff(want, got); err != nil || diff != "" || len(tries) != 0 {
			t.Error(err, diff, tries)
		}
		if _, _, err := record.GetDelivery(ctx, l, "", "none"); !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestADeliveryFromClaimToEnd(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		d := delivery("c", 0)
		schedule(t, l, d)
		now := noon
		claim := func() []alerts.Delivery {
			return must(record.ClaimDeliveries(ctx, l, nil, now, 10, "one", time.Minute))(t)
		}
		finish := func(a alerts.Attempt, state alerts.DeliveryState, notBefore time.Time) {
			a.Delivery = d.ID
			write(t, l, func(tx *ledger.Tx) error { return record.FinishDelivery(ctx, tx, a, state, notBefore) })
		}
		if got := claim(); len(got) != 1 || string(got[0].Body) != string(d.Body) {
			t.Fatalf("claimed %+v", got)
		}
		if got := claim(); len(got) != 0 {
			t.Errorf("claimed twice: %+v", got)
		}
		failed := alerts.Attempt{At: noon, Took: 1500 * time.Microsecond, Status: 503, Reason: alerts.Server, Error: "unavailable", Answer: "later"}
		finish(failed, alerts.Pending, noon.Add(time.Minute))
		if got := claim(); len(got) != 0 {
			t.Errorf("before its time: %+v", got)
		}
		if due := must(record.NextDelivery(ctx, l, now))(t); !due.Equal(noon.Add(time.Minute)) {
			t.Errorf("next %s", due)
		}
		now = noon.Add(time.Minute)
		if got := claim(); len(got) != 1 || got[0].Attempts != 1 {
			t.Errorf("second try: %+v", got)
		}
		finish(alerts.Attempt{At: now, Status: 410, Reason: alerts.GoneAway, Error: "gone"}, alerts.Failed, time.Time{})
		got, tries, err := record.GetDelivery(ctx, l, "", d.ID)
		failed.Delivery, failed.Number = d.ID, 1
		if err != nil || got.State != alerts.Failed || got.Error != "gone" || got.Attempts != 2 || len(tries) != 2 || !cmp.Equal(failed, tries[0]) {
			t.Errorf("%v %+v %+v", err, got, tries)
		}
		write(t, l, func(tx *ledger.Tx) error { return record.RetryDelivery(ctx, tx, "", d.ID) })
		if got := claim(); len(got) != 1 || string(got[0].Body) != string(d.Body) {
			t.Errorf("sent again: %+v", got)
		}
		finish(alerts.Attempt{At: now, Status: 200}, alerts.Delivered, time.Time{})
		if diff := cmp.Diff(map[string]int{"delivered": 1}, must(record.DeliveryCounts(ctx, l))(t)); diff != "" {
			t.Error(diff)
		}
		write(t, l, func(tx *ledger.Tx) error {
			n, err := record.ReplayDeliveries(ctx, tx, record.DeliveryFilter{Channels: []string{"c"}, Rule: "r1"})
			if n != 1 {
				t.Errorf("%d replayed", n)
			}
			return err
		})
		if got := claim(); len(got) != 1 || got[0].ID != d.ID {
			t.Errorf("replayed: %+v", got)
		}
	})
}

// A process that was suspended for longer than its claim reports a failure late, or a
// channel is deleted while a message is being sent.
func TestALateFailureUndoesNothing(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		sent, cut := delivery("c1", 1), delivery("c2", 2)
		schedule(t, l, sent, cut)
		write(t, l, func(tx *ledger.Tx) error {
			if _, err := record.PutChannel(ctx, tx, alerts.Channel{ID: "c2", Name: "c2", Type: "webhook"}); err != nil {
				return err
			}
			if err := record.FinishDelivery(ctx, tx, alerts.Attempt{Delivery: sent.ID}, alerts.Delivered, time.Time{}); err != nil {
				return err
			}
			return record.DeleteChannel(ctx, tx, "", "c2", 0)
		})
		for d, want := range map[string]alerts.DeliveryState{sent.ID: alerts.Delivered, cut.ID: alerts.Failed} {
			for _, late := range []alerts.DeliveryState{alerts.Pending, alerts.Failed} {
				write(t, l, func(tx *ledger.Tx) error {
					return record.FinishDelivery(ctx, tx, alerts.Attempt{Delivery: d, Error: "too late"}, late, noon.Add(time.Hour))
				})
			}
			got, tries, err := record.GetDelivery(ctx, l, "", d)
			if err != nil || got.State != want || got.Error == "too late" || got.Attempts != len(tries) || len(tries) < 2 {
				t.Errorf("%+v after %d tries: %v", got, len(tries), err)
			}
		}
		write(t, l, func(tx *ledger.Tx) error {
			return record.FinishDelivery(ctx, tx, alerts.Attempt{Delivery: cut.ID}, alerts.Delivered, time.Time{})
		})
		if got, _, err := record.GetDelivery(ctx, l, "", cut.ID); err != nil || got.State != alerts.Delivered {
			t.Errorf("what did arrive is %s: %v", got.State, err)
		}
	})
}

func TestAHangingChannelHoldsNobodyUp(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		var all []alerts.Delivery
		for i := range 40 {
			all = append(all, delivery("hangs", i))
		}
		all = append(all, delivery("works", 100))
		schedule(t, l, all...)
		now := noon.Add(time.Second)
		count := map[string]int{}
		for range 3 {
			for _, d := range must(record.ClaimDeliveries(ctx, l, nil, now, 8, "one", time.Minute))(t) {
				count[d.Channel]++
			}
		}
		if diff := cmp.Diff(map[string]int{"hangs": 2, "works": 1}, count); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDeliveriesAreListedNewestFirst(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { now = now.Add(time.Second); return now }, func(t *testing.T, l *ledger.Ledger) {
		for i := range 5 {
			schedule(t, l, delivery("c", i))
		}
		f := record.DeliveryFilter{States: []string{"pending"}, Page: ledger.Page{Limit: 2}}
		var got []string
		for {
			items, next, err := record.ListDeliveries(t.Context(), l, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range items {
				got = append(got, d.Items[0].Subject)
			}
			if f.Page.After = next; next == "" {
				break
			}
		}
		if diff := cmp.Diff([]string{"mention4", "mention3", "mention2", "mention1", "mention0"}, got); diff != "" {
			t.Error(diff)
		}
		items, _, err := record.ListDeliveries(t.Context(), l, record.DeliveryFilter{Mention: "mention3"})
		if err != nil || len(items) != 1 {
			t.Errorf("%v %+v", err, items)
		}
	})
}

func TestRulesAndChannels(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		r := alerts.Rule{ID: "r", Name: "All", Brands: []string{"acme"}, Kinds: []feeds.Kind{feeds.Podcast}, MinConfidence: 0.5, Channels: []string{"c"}, Active: true}
		c := webhook.Channel("c", "Hook", "https://hook.example/", "whsec_x")
		c.Events = []alerts.EventName{alerts.Amended}
		write(t, l, func(tx *ledger.Tx) (err error) {
			if r, err = record.PutRule(ctx, tx, r); err != nil {
				return err
			}
			r2 := r
			r2.Revision = 0
			if _, err := record.PutRule(ctx, tx, r2); !errors.Is(err, ledger.ErrConflict) {
				t.Errorf("created twice: %v", err)
			}
			c, err = record.PutChannel(ctx, tx, c)
			return err
		})
		if diff := cmp.Diff(r, must(record.GetRule(ctx, l, "", "r"))(t)); diff != "" || r.Revision != 1 || r.Workspace != "default" {
			t.Error(diff, r)
		}
		if diff := cmp.Diff([]alerts.Channel{c}, must(record.ListChannels(ctx, l, ""))(t)); diff != "" || c.Secrets["secret"] != "whsec_x" || c.Text("url") != "https://hook.example/" {
			t.Error(diff)
		}
		c.Secrets, c.Active, c.Events = nil, false, nil
		write(t, l, func(tx *ledger.Tx) (err error) {
			c, err = record.PutChannel(ctx, tx, c)
			return err
		})
		if c.Secrets["secret"] != "whsec_x" || c.Active || c.Events != nil || c.Revision != 2 {
			t.Errorf("changed to %+v", c)
		}
		schedule(t, l, delivery("c", 1))
		for _, stale := range []int64{1} {
			err := l.Write(ctx, func(tx *ledger.Tx) error { return record.DeleteChannel(ctx, tx, "", "c", stale) })
			if !errors.Is(err, ledger.ErrConflict) {
				t.Error(err)
			}
		}
		write(t, l, func(tx *ledger.Tx) error {
			if err := record.DeleteRule(ctx, tx, "", "r", 0); err != nil {
				return err
			}
			return record.DeleteChannel(ctx, tx, "", "c", 2)
		})
		if rules := must(record.ListRules(ctx, l, "default"))(t); len(rules) != 0 {
			t.Errorf("%+v", rules)
		}
		if diff := cmp.Diff(map[string]int{"failed": 1}, must(record.DeliveryCounts(ctx, l))(t)); diff != "" {
			t.Error(diff)
		}
	})
}
