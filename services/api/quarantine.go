package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// QuarantineView is a document or a source in quarantine.
type QuarantineView struct {
	ID     string    `json:"id" doc:"Name of the document or the source."`
	Kind   string    `json:"kind" enum:"detector,indexer,crawler,transcript" doc:"What the process was doing when it crashed."`
	Size   int       `json:"size,omitempty" doc:"Size of the text in bytes, for large documents."`
	Deaths int       `json:"deaths" doc:"How often the process crashed while it worked on it."`
	Since  time.Time `json:"since"`
}

func (a *API) quarantineRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/quarantine", "list-quarantine", "List documents and sources in quarantine, because the process crashed while it worked on them", "status", access.Read), a.listQuarantine)
	huma.Register(a.huma, op(http.MethodDelete, "/quarantine/{id}", "release", "Release a document or source from quarantine and retry it", "status", access.Admin), a.release)
}

func (a *API) listQuarantine(ctx context.Context, _ *struct{}) (*Out[List[QuarantineView]], error) {
	held, err := archive.Quarantine(ctx, a.opts.Ledger)
	if err != nil {
		return nil, a.fail(ctx, "listing what is set aside", err)
	}
	views := make([]QuarantineView, len(held))
	for i, q := range held {
		views[i] = QuarantineView{ID: q.ID, Kind: q.Kind, Size: q.Size, Deaths: q.Deaths, Since: q.Since}
	}
	return list(views, ""), nil
}

func (a *API) release(ctx context.Context, in *struct {
	ID string `path:"id"`
}) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := archive.Release(ctx, tx, in.ID); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Actor: access.From(ctx).Name, Action: "quarantine.release", Object: in.ID})
	})
	return nil, a.fail(ctx, "releasing it", err)
}
