package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// accounts implements [feeds.Accounts] over the ledger.
type accounts struct {
	ledger *ledger.Ledger
	specs  []feeds.AccountSpec
	holder string
	now    func() time.Time

	mu    sync.Mutex
	locks map[string]chan struct{}
}

// While an account is locked no transaction is open: its session may be made by a request that takes seconds.
const (
	accountLocked   = time.Minute
	accountPatience = 30 * time.Second
	accountTry      = 200 * time.Millisecond
)

func newAccounts(l *ledger.Ledger, specs []feeds.AccountSpec, holder string, now func() time.Time) *accounts {
	return &accounts{ledger: l, specs: specs, holder: holder, now: now, locks: map[string]chan struct{}{}}
}

// Get implements [feeds.Accounts].
func (a *accounts) Get(ctx context.Context, id string) (feeds.Account, error) {
	stored, err := a.get(ctx, a.ledger, id)
	return stored.Account, err
}

func (a *accounts) get(ctx context.Context, r ledger.Reader, id string) (archive.StoredAccount, error) {
	stored, err := archive.GetAccount(ctx, r, id)
	if errors.Is(err, ledger.ErrNotFound) {
		return stored, feeds.NoAccount("The network")
	}
	return stored, err
}

// Update implements [feeds.Accounts].
func (a *accounts) Update(ctx context.Context, id string, change func(*feeds.Account) error) error {
	unlock, err := a.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	stored, err := a.get(ctx, a.ledger, id)
	if err != nil {
		return err
	}
	changed := stored.Account
	changed.Settings, changed.Secrets = slices.Clone(changed.Settings), maps.Clone(changed.Secrets)
	if err := change(&changed); err != nil {
		return err
	}
	if changed.Expires.Equal(stored.Expires) && maps.Equal(changed.Secrets, stored.Secrets) && string(changed.Settings) == string(stored.Settings) {
		return nil
	}
	return a.ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.UpdateAccount(ctx, tx, changed, stored.Revision) })
}

// lock keeps all others from an account: those in this process by a channel, other processes by a lease.
func (a *accounts) lock(ctx context.Context, id string) (unlock func(), err error) {
	a.mu.Lock()
	turn := a.locks[id]
	if turn == nil {
		turn = make(chan struct{}, 1)
		a.locks[id] = turn
	}
	a.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, accountPatience)
	defer cancel()
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for account %s: %w", id, ctx.Err())
	}
	if !a.ledger.Postgres() { // one process has the file
		return func() { <-turn }, nil
	}
	name := "account " + id
	for {
		ok, err := a.ledger.Lease(ctx, name, a.holder, accountLocked)
		if ok {
			return func() {
				_ = a.ledger.Release(context.WithoutCancel(ctx), name, a.holder) // it ends by itself too
				<-turn
			}, nil
		}
		if err == nil {
			select {
			case <-time.After(accountTry):
				continue
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		<-turn
		return nil, fmt.Errorf("waiting for account %s: %w", id, err)
	}
}

// Spend implements [feeds.Accounts].
func (a *accounts) Spend(ctx context.Context, id, unit string, n int64) error {
	return a.ledger.Write(ctx, func(tx *ledger.Tx) error {
		stored, err := a.get(ctx, tx, id)
		if err != nil {
			return err
		}
		budget, ok := a.budget(stored.Type, unit)
		if !ok {
			return fmt.Errorf("account type %s has no budget of %s", stored.Type, unit)
		}
		now := a.now()
		sum, err := archive.AddSpent(ctx, tx, id, unit, budget.Period.Name(now), n)
		if err != nil {
			return err
		}
		if limit := budget.Limit(stored.Account); n > 0 && limit >= 0 && sum > limit {
			return budget.Exhausted(stored.Account, limit, now) // and nothing was counted
		}
		return nil
	})
}

func (a *accounts) budget(accountType, unit string) (feeds.Budget, bool) {
	for _, s := range a.specs {
		for _, b := range s.Budgets {
			if s.Type == accountType && b.Unit == unit {
				return b, true
			}
		}
	}
	return feeds.Budget{}, false
}
