package archive_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestAddresses(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		write := func(do func(tx *ledger.Tx) error) {
			t.Helper()
			if err := l.Write(ctx, do); err != nil {
				t.Fatal(err)
			}
		}
		// What a source mentions waits behind what a person added, and is taken once.
		var many []string
		for i := range 60 {
			many = append(many, fmt.Sprintf("https://a.example/%d", i))
		}
		for _, want := range []int{50, 0} {
			write(func(tx *ledger.Tx) error {
				n, err := archive.AddFound(ctx, tx, "alerts", many)
				if n != want {
					t.Errorf("%d added, want %d", n, want)
				}
				return err
			})
		}
		var typed archive.Address
		write(func(tx *ledger.Tx) (err error) {
			var src feeds.Source
			typed, src, err = archive.AddAddress(ctx, tx, "https://b.example/post", json.RawMessage(`{"text":"x"}`))
			if src.Type != feeds.SingleSource {
				t.Errorf("%+v", src)
			}
			return err
		})
		now := time.Now().Add(time.Minute)
		due, err := archive.DueAddresses(ctx, l, now, 20)
		if err != nil || len(due) != 20 || due[0].ID != typed.ID || string(due[0].Pasted) != `{"text":"x"}` || due[1].FoundBy != "alerts" {
			t.Fatalf("%v %+v", err, due)
		}
		failed := due[0]
		failed.State, failed.Tries, failed.Finished = archive.AddressFailed, 1, now
		failed.Fault.SetFault(&feeds.Fault{Kind: feeds.FaultAbsent, Code: "post_absent", Host: "b.example", Reason: "It is gone"})
		write(func(tx *ledger.Tx) error { return archive.SaveAddress(ctx, tx, failed) })
		got, err := archive.GetAddress(ctx, l, typed.ID)
		if err != nil || got.State != archive.AddressFailed || got.Fault.Code != "post_absent" || got.Fault.Params["host"] != "b.example" {
			t.Errorf("%v %+v", err, got)
		}
		if list, err := archive.ListAddresses(ctx, l, "failed", 10); err != nil || len(list) != 1 {
			t.Errorf("%v %+v", err, list)
		}
		// Added again, it is read again; what an earlier read says of it then doesn't count.
		write(func(tx *ledger.Tx) error {
			_, _, err := archive.AddAddress(ctx, tx, "https://b.example/post", nil)
			return err
		})
		write(func(tx *ledger.Tx) error { return archive.SaveAddress(ctx, tx, failed) })
		if got, err := archive.GetAddress(ctx, l, typed.ID); err != nil || got.State != archive.AddressWaiting || got.Fault.Error != "" || len(got.Pasted) != 0 {
			t.Errorf("%v %+v", err, got)
		}
		if next, err := archive.NextAddress(ctx, l); err != nil || next.IsZero() || next.After(now) {
			t.Errorf("%v %s", err, next)
		}
	})
}
