package app

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestAccountsAreChangedUnderALockAndSpendingIsCapped(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		specs := []feeds.AccountSpec{{Type: "toll", Budgets: []feeds.Budget{{Unit: "cost", Period: feeds.PerMonth, Money: true,
			Limit: func(a feeds.Account) int64 { return int64(a.Number("cap") * 1e6) }}}}}
		now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
		a := newAccounts(l, specs, "one", func() time.Time { return now })
		add := feeds.Account{ID: "a", Type: "toll", Name: "ours", Settings: []byte(`{"cap":1}`), Secrets: map[string]feeds.Secret{"key": "k"}}
		if err := l.Write(t.Context(), func(tx *ledger.Tx) error { return archive.AddAccount(t.Context(), tx, add) }); err != nil {
			t.Fatal(err)
		}
		// Twenty that want a session make one.
		var made atomic.Int32
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				err := a.Update(t.Context(), "a", func(acc *feeds.Account) error {
					if acc.Secrets["session"] == "" {
						made.Add(1)
						acc.Secrets["session"], acc.Expires = "s", now
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		got, err := a.Get(t.Context(), "a")
		if err != nil || made.Load() != 1 || got.Secrets["session"] != "s" || got.Secrets["key"] != "k" || !got.Expires.Equal(now) {
			t.Fatalf("made %d: %+v %v", made.Load(), got, err)
		}
		// What a person entered meanwhile isn't replaced.
		err = a.Update(t.Context(), "a", func(acc *feeds.Account) error {
			acc.Secrets["session"] = "late"
			return l.Write(t.Context(), func(tx *ledger.Tx) error {
				entered := add
				entered.Secrets = map[string]feeds.Secret{"key": "new"}
				return archive.UpdateAccount(t.Context(), tx, entered, 2)
			})
		})
		if got, _ = a.Get(t.Context(), "a"); !errors.Is(err, ledger.ErrConflict) || got.Secrets["key"] != "new" || got.Secrets["session"] != "" {
			t.Errorf("%v: %v", err, got.Secrets["key"].Reveal())
		}
		// At the same time, no more is spent than is allowed.
		var refused atomic.Int32
		for range 30 {
			wg.Go(func() {
				if err := a.Spend(context.WithoutCancel(t.Context()), "a", "cost", 100_000); feeds.FaultOf(err) == feeds.FaultQuota {
					refused.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		spent, err := archive.Spent(t.Context(), l, "a", "cost", "2026-11")
		if err != nil || spent != 1_000_000 || refused.Load() != 20 {
			t.Errorf("spent %d, refused %d: %v", spent, refused.Load(), err)
		}
		err = a.Spend(t.Context(), "a", "cost", 1)
		if code, params := feeds.CodeOf(err); code != "budget_month" || params["limit"] != "$1.00" || feeds.RetryAfterOf(err) != 12*time.Hour {
			t.Errorf("%s %v %v", code, params, err)
		}
		if err := a.Spend(t.Context(), "a", "cost", -50_000); err != nil {
			t.Error(err)
		}
		now = now.Add(24 * time.Hour)
		if err := a.Spend(t.Context(), "a", "cost", 900_000); err != nil {
			t.Errorf("in another month: %v", err)
		}
		if _, err := a.Get(t.Context(), "b"); feeds.FaultOf(err) != feeds.FaultCredentials {
			t.Errorf("of an account that isn't there: %v", err)
		}
	})
}
