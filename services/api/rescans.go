package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

type RescanPath struct {
	ID string `path:"id"`
}

// RescanBody is the reason for a rescan.
type RescanBody struct {
	Reason string `json:"reason,omitempty" maxLength:"200"`
}

func (a *API) rescanRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/rescans", "list-rescans", "List rescans, newest first", "rescans", access.Read), a.listRescans)
	huma.Register(a.huma, op(http.MethodPost, "/rescans", "add-rescan", "Start a rescan of the whole archive", "rescans", access.Write), a.addRescan)
	huma.Register(a.huma, op(http.MethodGet, "/rescans/{id}", "get-rescan", "Get the progress and result of a rescan", "rescans", access.Read), a.getRescan)
	huma.Register(a.huma, op(http.MethodDelete, "/rescans/{id}", "stop-rescan", "Stop a rescan", "rescans", access.Write), a.stopRescan)
}

func (a *API) listRescans(ctx context.Context, _ *struct{}) (*Out[List[archive.Rescan]], error) {
	items, err := archive.ListRescans(ctx, a.opts.Ledger, workspace(ctx), 100)
	if err != nil {
		return nil, a.fail(ctx, "listing rescans", err)
	}
	return list(items, ""), nil
}

func (a *API) getRescan(ctx context.Context, in *RescanPath) (*Out[archive.Rescan], error) {
	s, err := archive.GetRescan(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the rescan", err)
	}
	return &Out[archive.Rescan]{s}, nil
}

func (a *API) addRescan(ctx context.Context, in *struct{ Body RescanBody }) (*Out[archive.Rescan], error) {
	if err := a.refusePaused(); err != nil {
		return nil, err
	}
	reason := in.Body.Reason
	if reason == "" {
		reason = "asked for"
	}
	var s archive.Rescan
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		s, err = archive.AddRescan(ctx, tx, archive.Rescan{Workspace: workspace(ctx), Reason: reason})
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "queueing the rescan", err)
	}
	a.opts.BrandsChanged()
	return &Out[archive.Rescan]{s}, nil
}

func (a *API) stopRescan(ctx context.Context, in *RescanPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.StopRescan(ctx, tx, workspace(ctx), in.ID) })
	return nil, a.fail(ctx, "stopping the rescan", err)
}
