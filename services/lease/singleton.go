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

// Singleton is a named lease that one process at a time holds. It is not safe for concurrent use.
type Singleton struct {
	Leases Leases
	Name   string
	Holder string        // identifies this process
	Length time.Duration // of the lease; that of a killed process expires after this time

	renew time.Time // when to renew the lease; zero if this process doesn't hold it
}

// Acquire acquires or renews the lease, and reports whether this process holds it. It may be called
// often: while the lease is held, only one call in a quarter of its length reaches the ledger.
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

// Release releases the lease, so that another process doesn't have to wait until it expires. It does
// nothing if this process doesn't hold it.
func (s *Singleton) Release(ctx context.Context) error {
	if s.renew.IsZero() {
		return nil
	}
	s.renew = time.Time{}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), min(s.Length, 2*time.Second))
	defer cancel()
	return s.Leases.Release(ctx, s.Name, s.Holder)
}
