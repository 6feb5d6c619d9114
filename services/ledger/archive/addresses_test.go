package archive_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// The queue takes an address once a day, and is bounded for a host and in all.
func TestFoundAddresses(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		src := addSource(t, l, "ours")
		put := func(again bool, addresses ...string) (added, dropped int) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) (err error) {
				added, dropped, err = archive.AddFound(ctx, tx, src.ID, addresses, again)
				return err
			})
			return added, dropped
		}
		take := func() []archive.Address {
			t.Helper()
			return must(archive.TakeAddresses(ctx, l, 10, time.Minute))(t)
		}
		if a, d := put(true, "https://a.example/x#y", "http://a.example/x/", "file:///etc/passwd", "https://u:p@a.example/", "https://b.example/", "https://b.example/2"); a != 3 || d != 2 {
			t.Errorf("%d added, %d dropped", a, d)
		}
		taken := take()
		if len(taken) != 2 || taken[0].Tries != 1 || taken[0].Added || taken[0].Source != src.ID {
			t.Fatalf("one of each host: %+v", taken)
		}
		if again := take(); len(again) != 1 || again[0].URL != "https://b.example/2" {
			t.Errorf("taken twice: %+v", again)
		}
		now = noon.Add(2 * time.Minute)
		if free := must(archive.TakeAddresses(ctx, l, 10, -time.Minute, "b.example"))(t); len(free) != 1 || free[0].Host != "a.example" {
			t.Errorf("beside a busy host: %+v", free)
		}
		again := take()
		if len(again) != 2 || again[0].Tries < 2 {
			t.Errorf("those of a process that ended: %+v", again)
		}
		finish := func(a archive.Address, state archive.AddressState, taken time.Time) (done bool) {
			t.Helper()
			a.State, a.Finished = state, now
			write(t, l, func(tx *ledger.Tx) (err error) { done, err = archive.FinishAddress(ctx, tx, a, taken); return err })
			return done
		}
		if finish(taken[0], archive.AddressFailed, taken[0].Due) {
			t.Error("a process that was too slow saved an outcome")
		}
		for _, a := range again {
			if !finish(a, archive.AddressDropped, a.Due) {
				t.Errorf("%s not finished", a.URL)
			}
		}
		if a, _ := put(true, again[0].URL, again[1].URL); a != 0 {
			t.Error("an address was queued again within a day")
		}
		now = noon.Add(25 * time.Hour)
		if a, _ := put(false, again[0].URL); a != 0 {
			t.Error("what a feed still lists was queued again")
		}
		if a, _ := put(true, again[0].URL); a != 1 {
			t.Error("an address was not queued again after a day")
		}
		var many []string
		for i := range 300 {
			many = append(many, fmt.Sprintf("https://flood.example/%d", i))
		}
		if a, d := put(true, many...); a != 200 || d != 100 {
			t.Errorf("of one host %d were added and %d dropped", a, d)
		}
		if listed := must(archive.ListAddresses(ctx, l, archive.AddressFilter{Source: src.ID}, 500))(t); len(listed) != 203 {
			t.Errorf("%d listed", len(listed))
		}
		now = noon.Add(100 * 24 * time.Hour)
		if err := archive.ForgetAddresses(ctx, l); err != nil {
			t.Error(err)
		}
		if listed := must(archive.ListAddresses(ctx, l, archive.AddressFilter{State: "dropped"}, 500))(t); len(listed) != 0 {
			t.Errorf("%d old outcomes are kept", len(listed))
		}
	})
}

// What people add is read first, and a read that was overtaken by a person says nothing.
func TestAddedAddresses(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "ours")
		const address = "https://b.example/post"
		var typed archive.Address
		add := func(pasted string) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) (err error) {
				var of feeds.Source
				if typed, of, err = archive.AddAddress(ctx, tx, address, json.RawMessage(pasted)); of.Type != feeds.SingleSource {
					t.Errorf("%+v", of)
				}
				return err
			})
		}
		write(t, l, func(tx *ledger.Tx) error {
			_, _, err := archive.AddFound(ctx, tx, src.ID, []string{"https://a.example/", address}, true)
			return err
		})
		add(`{"text":"x"}`)
		first := must(archive.TakeAddresses(ctx, l, 1, time.Minute))(t)
		if len(first) != 1 || first[0].ID != typed.ID || !first[0].Added || string(first[0].Pasted) != `{"text":"x"}` {
			t.Fatalf("%+v", first)
		}
		finish := func(a archive.Address) (done bool) {
			t.Helper()
			taken := a.Due
			a.State, a.Finished = archive.AddressFailed, noon
			a.Fault.SetFault(&feeds.Fault{Kind: feeds.FaultAbsent, Code: "post_absent", Host: "b.example", Reason: "It is gone"})
			write(t, l, func(tx *ledger.Tx) (err error) { done, err = archive.FinishAddress(ctx, tx, a, taken); return err })
			return done
		}
		add("")
		if finish(first[0]) {
			t.Error("a read that a person overtook was saved")
		}
		if got := must(archive.GetAddress(ctx, l, typed.ID))(t); got.State != archive.AddressWaiting || len(got.Pasted) != 0 {
			t.Errorf("%+v", got)
		}
		second := must(archive.TakeAddresses(ctx, l, 10, time.Minute))(t)
		at := slices.IndexFunc(second, func(a archive.Address) bool { return a.ID == typed.ID })
		if len(second) != 2 || at < 0 || !finish(second[at]) {
			t.Fatalf("%+v", second)
		}
		if got := must(archive.GetAddress(ctx, l, typed.ID))(t); got.State != archive.AddressFailed || got.Fault.Code != "post_absent" || got.Fault.Params["host"] != "b.example" {
			t.Errorf("%+v", got)
		}
		if read, failed, err := archive.CountAddresses(ctx, l, typed.Source, noon); err != nil || read != 0 || failed != 1 {
			t.Errorf("%d read, %d failed, %v", read, failed, err)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.RetryAddress(ctx, tx, typed.ID) })
		if got := must(archive.GetAddress(ctx, l, typed.ID))(t); got.State != archive.AddressWaiting || got.Tries != 0 || got.Fault.Error != "" {
			t.Errorf("after a retry: %+v", got)
		}
		// What a paused source found waits.
		src.Paused = true
		write(t, l, func(tx *ledger.Tx) error { return archive.UpdateSource(ctx, tx, src) })
		write(t, l, func(tx *ledger.Tx) error {
			_, _, err := archive.AddFound(ctx, tx, src.ID, []string{"https://c.example/"}, true)
			return err
		})
		if third := must(archive.TakeAddresses(ctx, l, 10, time.Minute))(t); len(third) != 1 || third[0].ID != typed.ID {
			t.Errorf("%+v", third)
		}
	})
}
