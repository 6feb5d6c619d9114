package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
)

// Paused is why nothing is read, detected or sent.
type Paused struct {
	Since  time.Time `json:"since"`
	Code   string    `json:"code" enum:"missing,other,older" doc:"The ledger is new although its folder, bus or index is not; it is another one; or it lost its last changes."`
	Detail string    `json:"detail" doc:"Problems with the mapping, as sentences."`
}

// Gate pauses and resumes the process.
type Gate interface {
	Paused() *Paused
	Resume(ctx context.Context) error
}

func (a *API) pauseRoutes() {
	huma.Register(a.huma, op(http.MethodPost, "/resume", "resume",
		"Confirm that this ledger is the right one: bus and index are made again from it, and work goes on", "status", access.Admin), a.resume)
}

// refusePaused refuses what would have to wait until the process is resumed.
func (a *API) refusePaused() error {
	if a.opts.Gate == nil || a.opts.Gate.Paused() == nil {
		return nil
	}
	return pausedNow.problem()
}

func (a *API) resume(ctx context.Context, _ *struct{}) (*Out[Status], error) {
	if a.opts.Gate == nil || a.opts.Gate.Paused() == nil {
		return nil, notPaused.problem()
	}
	if err := a.opts.Gate.Resume(ctx); err != nil {
		return nil, a.fail(ctx, "resuming", err)
	}
	return a.getStatus(ctx, nil)
}
