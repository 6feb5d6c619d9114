package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
)

// The singleton lease "bus" keeps two processes with embedded buses from sharing a ledger.
// Only one relay at a time publishes, on the bus of its own process, so the consumers of the
// other process would never get those messages. A process with an embedded bus therefore
// needs this lease to start, and renews it while it runs.
const (
	busLease = "bus"
	busTTL   = 8 * time.Second
	busRenew = busTTL / 4
)

// busHolder identifies the holder: by the data folder, which is locked, so that another start
// on it has the lease of a killed process at once; and by the machine, since the folder may be
// copied to another.
func busHolder(node string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return node + "@" + host
}

func (a *App) ownBus() bool { return a.ledger.Postgres() && len(a.opts.Config.NATS.URLs) == 0 }

// acquireBus refuses to start beside another process with a bus of its own. One that was
// killed doesn't renew its lease, and is waited for.
func (a *App) acquireBus(ctx context.Context) error {
	node, err := a.node()
	if err != nil {
		return err
	}
	a.soleBus = &lease.Singleton{Leases: a.ledger, Name: busLease, Holder: busHolder(node), Length: busTTL}
	var other ledger.Holder
	for {
		ok, err := a.soleBus.Acquire(ctx)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		now, err := a.ledger.Holder(ctx, busLease)
		switch {
		case errors.Is(err, ledger.ErrNotFound): // given up meanwhile
		case err != nil:
			return err
		case other.Name != "" && now != other:
			return taken(now)
		default:
			other = now
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	a.life.started("lease of the bus", a.releaseBus)
	return nil
}

// releaseBus gives the lease up, so that a start elsewhere need not wait until it expires.
func (a *App) releaseBus(ctx context.Context) error {
	if err := a.soleBus.Release(ctx); err != nil {
		a.opts.Logger.Warn("releasing lease failed, it will expire", "lease", busLease, "error", err)
	}
	return nil
}

func taken(by ledger.Holder) error {
	return fmt.Errorf("another Namedrop (%s) works on this database with a bus of its own, and each would receive only a part of the messages: "+
		"stop one of the two, talk to the running one with --server, or give both the same NATS servers with nats.urls", by.Name)
}

// renewBusLease renews the lease until ctx is done. It returns an error if another process has it:
// this one was suspended for longer than the lease is long.
func (a *App) renewBusLease(ctx context.Context) error {
	lost := make(chan error, 1)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	lease.Loop{
		Poll: busRenew,
		Work: func(ctx context.Context) (int, error) {
			ok, err := a.soleBus.Acquire(ctx)
			if ok || err != nil {
				return 0, err
			}
			by, err := a.ledger.Holder(ctx, busLease)
			if err == nil {
				lost <- taken(by)
				stop()
			}
			return 0, err
		},
		Failed: func(err error) {
			a.opts.Logger.Warn("renewing lease failed, trying again", "lease", busLease, "error", err)
		},
	}.Run(ctx)
	select {
	case err := <-lost:
		return err
	default:
		return nil
	}
}
