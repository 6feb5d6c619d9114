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

// busHolder returns the name under which this process holds the bus lease. It names the data
// folder rather than the process: the folder is locked, so a restart after a kill gets the
// lease at once. It also names the machine, because the folder may be copied to another one.
func busHolder(node string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return node + "@" + host
}

// ownBus reports whether this process has an embedded bus on a ledger that others may share.
func (a *App) ownBus() bool { return a.ledger.Postgres() && len(a.opts.Config.NATS.URLs) == 0 }

// acquireBus acquires the bus lease, or returns an error if another process with an embedded
// bus is running. It distinguishes that from a killed one by watching the lease: if the lease
// changes while we wait, its holder is alive and renews it; otherwise it expires.
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

// releaseBus releases the lease, so that a process elsewhere can start without waiting for it
// to expire.
func (a *App) releaseBus(ctx context.Context) error {
	if err := a.soleBus.Release(ctx); err != nil {
		a.opts.Logger.Warn("releasing lease failed, it will expire", "lease", busLease, "error", err)
	}
	return nil
}

func taken(by ledger.Holder) error {
	return fmt.Errorf("another Namedrop (%s) uses this database with a bus of its own, and each would receive only a part of the messages: "+
		"stop one of the two, talk to the running one with --server, or give both the same NATS servers with nats.urls", by.Name)
}

// renewBusLease renews the lease until ctx is done. It returns an error if another process has
// it, which happens if this one was suspended for longer than the lease lasts.
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
