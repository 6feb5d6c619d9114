package app

import (
	"context"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/health"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// checkSpeech says whether the speech engine answers, how much of today's budget is used, and how many episodes wait. An engine
// that is away is no fault of the installation: the episodes wait for it.
func (a *App) checkSpeech(ctx context.Context) health.Finding {
	const part = "speech"
	budget, err := a.outside.env.Speech.Budget(ctx)
	if err != nil {
		return health.NewFinding(part, err, "")
	}
	waiting, err := archive.CountPending(ctx, a.ledger, feeds.PartSpeech)
	if err != nil {
		return health.NewFinding(part, err, "")
	}
	rest := fmt.Sprintf("today %s were used, %d %s", budget, waiting, map[bool]string{true: "episode waits", false: "episodes wait"}[waiting == 1])
	f := health.NewFinding(part, nil, "the engine answers; "+rest)
	if err := a.outside.env.Speech.Check(ctx); err != nil {
		f.Warn, f.Detail = true, feeds.Explain(err)+" "+rest
	}
	return f
}
