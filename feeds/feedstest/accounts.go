package feedstest

import (
	"context"
	"sync"

	"github.com/namedrop/namedrop/feeds"
)

// Accounts keeps one account in memory, and what was spent of its budget.
type Accounts struct {
	mu      sync.Mutex
	one     feeds.Account
	spent   int64
	limit   int64
	updates int
}

// NewAccounts returns accounts with that one, which may spend so much in all.
func NewAccounts(a feeds.Account, limit int64) *Accounts {
	if a.Secrets == nil {
		a.Secrets = map[string]feeds.Secret{}
	}
	return &Accounts{one: a, limit: limit}
}

// Get implements [feeds.Accounts].
func (a *Accounts) Get(_ context.Context, id string) (feeds.Account, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if id != a.one.ID {
		return feeds.Account{}, feeds.NoAccount("The network")
	}
	return a.copied(), nil
}

func (a *Accounts) copied() feeds.Account {
	c := a.one
	c.Secrets = map[string]feeds.Secret{}
	for name, secret := range a.one.Secrets {
		c.Secrets[name] = secret
	}
	return c
}

// Update implements [feeds.Accounts].
func (a *Accounts) Update(_ context.Context, _ string, change func(*feeds.Account) error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	c := a.copied()
	if err := change(&c); err != nil {
		return err
	}
	a.one = c
	a.updates++
	return nil
}

// Spend implements [feeds.Accounts].
func (a *Accounts) Spend(_ context.Context, _, _ string, n int64) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if n > 0 && a.spent+n > a.limit {
		return &feeds.Fault{Kind: feeds.FaultQuota, Unsent: true}
	}
	a.spent += n
	return nil
}

// Spent returns what was spent.
func (a *Accounts) Spent() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.spent
}
