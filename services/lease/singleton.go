package lease

import (
	"context"
	"errors"
	"time"
)

// ErrLost is returned when another process has the lease.
var ErrLost = errors.New("another process has the lease")

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

// Keep renews a lease that this process holds. It returns nil when ctx is done, and an error as soon
// as the lease is lost: ErrLost if another process has it, or why renewing has failed for two thirds
// of its length. The rest is a margin: this process must stop before the lease expires and another
// one starts.
func (s *Singleton) Keep(ctx context.Context) (lost error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	held := time.Now()
	Loop{
		Delay: s.Length / 4, Poll: s.Length / 4,
		Work: func(ctx context.Context) (int, error) {
			ok, err := s.Acquire(ctx)
			switch {
			case ctx.Err() != nil:
			case ok:
				held = time.Now()
			case err == nil:
				lost = ErrLost
				stop()
			case time.Since(held) > s.Length*2/3:
				lost = err
				stop()
			}
			return 0, nil
		},
	}.Run(ctx)
	return lost
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
