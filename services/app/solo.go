package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// The singleton lease "bus" keeps two processes with embedded buses from sharing a ledger.
// Only one relay at a time publishes, on the bus of its own process, so the consumers of the
// other process would never get those messages. A process with an embedded bus therefore
// needs this lease to start, and renews it while it runs.
const (
	busPlace = "bus"
	busTTL   = 8 * time.Second
	busRenew = busTTL / 4
)

// placeOf names who has the place: the data folder, which is locked, so that another start
// on it has the place of a killed process at once; and the machine, should the folder be copied.
func placeOf(node string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return node + "@" + host
}

func (a *App) ownBus() bool { return a.ledger.Postgres() && len(a.opts.Config.NATS.URLs) == 0 }

// takePlace refuses to start beside another process with a bus of its own. One that was
// killed doesn't renew its claim, and is waited for.
func (a *App) takePlace(ctx context.Context) error {
	node, err := a.node()
	if err != nil {
		return err
	}
	a.place = placeOf(node)
	var other ledger.Holder
	for {
		ok, err := a.ledger.Lease(ctx, busPlace, a.place, busTTL)
		if err != nil {
			return err
		}
		if ok {
			break
		}
		now, err := a.ledger.Holder(ctx, busPlace)
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
	a.life.started("place of the bus", a.leavePlace)
	return nil
}

// leavePlace gives the place up, so that a start elsewhere need not wait until it runs out.
func (a *App) leavePlace(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, busTTL)
	defer cancel()
	if err := a.ledger.Release(ctx, busPlace, a.place); err != nil {
		a.opts.Logger.Warn("the place of the bus was not given up and will run out", "error", err)
	}
	return nil
}

func taken(by ledger.Holder) error {
	return fmt.Errorf("another Namedrop (%s) works on this database with a bus of its own, and each would hear only a part of what happens: "+
		"stop one of the two, talk to the running one with --server, or give both the same NATS servers with nats.urls", by.Name)
}

// keepPlace renews the place until ctx is done. A process that was stopped in its tracks for
// so long that another took its place ends.
func (a *App) keepPlace(ctx context.Context) error {
	tick := time.NewTicker(busRenew)
	defer tick.Stop()
	for {
		ok, err := a.ledger.Lease(ctx, busPlace, a.place, busTTL)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			a.opts.Logger.Warn("the place of the bus is not renewed; trying again", "error", err)
		case !ok:
			by, err := a.ledger.Holder(ctx, busPlace)
			if err == nil {
				return taken(by)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
