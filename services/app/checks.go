package app

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/services/health"
)

// checkTimeout is how long a look at everything may take: somebody waits for it.
const checkTimeout = time.Minute

// Checks looks at what this process works with.
func (a *App) Checks(ctx context.Context) []health.Finding {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	dir := a.opts.Config.Data
	out := []health.Finding{
		health.Say("data folder", health.Writable(dir), dir+" can be written to"+health.Space(dir)),
		health.Say("ledger", a.ledger.Check(ctx), "whole"),
	}
	if a.index != nil {
		out = append(out, health.Index(a.index.Check(ctx)))
	}
	if a.public != nil {
		out = append(out, a.checkPublic(ctx))
	}
	return out
}
