package lease

import (
	"context"
	"time"
)

// Leases is the part of the ledger that a Singleton needs.
type Leases interface {
	Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
	Release(ctx context.Context, name, holder string) error
}

// Singleton is a lease by name, which one process at a time has. It is used from one
// goroutine.
type Singleton struct {
	Leases Leases
	Name   string
	Holder string        // identifies this process
	Length time.Duration // for how long the lease is acquired; what a killed process had is free after that

	renew time.Time
}

// Acquire acquires or renews the lease, and reports whether this process has it. It may be
// called often: the ledger is asked when a quarter of the length is over.
func (s *Singleton) Acquire(ctx context.Context) (bool, error) {
	now := time.Now()
	if now.Before(s.renew) {
		return true, nil
	}
	ok, err := s.Leases.Lease(ctx, s.Name, s.Holder, s.Length)
	if ok && err == nil {
		s.renew = now.Add(s.Length / 4)
	}
	return ok && err == nil, err
}

// Release gives the lease up, so that another process need not wait until it expires. A
// process that never had it has nothing to release.
func (s *Singleton) Release(ctx context.Context) error {
	if s.renew.IsZero() {
		return nil
	}
	s.renew = time.Time{}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), min(s.Length, 2*time.Second))
	defer cancel()
	return s.Leases.Release(ctx, s.Name, s.Holder)
}
