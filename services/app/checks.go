package app

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/health"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// checkTimeout limits Checks: a person is waiting for the result.
const checkTimeout = time.Minute

// Checks checks the data folder, the ledger, the index, the speech engine and the public side.
func (a *App) Checks(ctx context.Context) []health.Finding {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	dir := a.opts.Config.Data
	out := []health.Finding{
		health.NewFinding("data folder", health.Writable(dir), dir+" can be written to"+health.Space(dir)),
		health.NewFinding("ledger", a.ledger.Check(ctx), "whole"),
	}
	if a.index != nil {
		out = append(out, health.Index(a.index.Check(ctx)))
	}
	if s := a.outside.env.Speech; s != nil && s.On() {
		out = append(out, a.checkSpeech(ctx))
	}
	if a.public != nil {
		out = append(out, a.checkPublic(ctx))
	}
	if a.told() != "" {
		out = append(out, a.checkHubs(ctx))
	}
	return out
}

// checkHubs counts the feeds that a hub tells about.
func (a *App) checkHubs(ctx context.Context) health.Finding {
	wanted, alive, err := archive.CountHubs(ctx, a.ledger, a.opts.Now())
	return health.NewFinding("hubs", err, fmt.Sprintf("feeds that name a hub: %d; confirmed by it: %d", wanted, alive))
}
