package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Status is the status of the installation.
type Status struct {
	Version     string          `json:"version"`
	Desk        string          `json:"desk"`
	Bus         string          `json:"bus,omitempty" doc:"Where outside clients subscribe to mention.> and report.>."`
	Public      string          `json:"public,omitempty" doc:"Address of the public side; absent if it is off."`
	Database    string          `json:"database" enum:"sqlite,postgres"`
	Documents   map[string]int  `json:"documents" doc:"By kind."`
	Mentions    int             `json:"mentions"`
	Sources     map[string]int  `json:"sources" doc:"By health."`
	Accounts    map[string]int  `json:"accounts" doc:"By health."`
	Transcripts map[string]int  `json:"transcripts" doc:"Number of transcripts that are pending, and that failed."`
	Deliveries  map[string]int  `json:"deliveries" doc:"Number of deliveries by state: pending, delivered, dead."`
	Failed      int             `json:"failed" doc:"Number of alerts of the last seven days that could not be delivered."`
	SwitchedOff int             `json:"switched_off" doc:"Number of channels that Namedrop switched off, because their receiver is gone or refuses us."`
	Outbox      int64           `json:"outbox" doc:"Number of messages that are not on the bus yet."`
	OutboxAge   int64           `json:"outbox_age" doc:"How long the oldest of them has waited, in seconds."`
	DeadLetters int             `json:"dead_letters" doc:"Messages of the bus that could not be processed or not published, and were set aside. GET /api/v1/dead-letters lists them."`
	Unreadable  int             `json:"unreadable" doc:"Documents whose stored text is damaged: nothing new is found in them. namedrop doctor lists them."`
	Unclustered int             `json:"unclustered,omitempty" doc:"Documents from an earlier version that have not been compared with others yet, to find copies. The number falls by itself."`
	Reindex     json.RawMessage `json:"reindex,omitempty"`
	Rebuilding  []string        `json:"rebuilding,omitempty" doc:"Parts of the search index that were damaged and are being rebuilt: months, years, undated, or all."`
	Paused      *Paused         `json:"paused,omitempty" doc:"Why nothing is read, detected or sent until an Admin resumes."`
}

// failedShown is how long a failed delivery counts as something to look at.
const failedShown = 7 * 24 * time.Hour

func (a *API) statusRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/status", "get-status", "Get the status of the installation", "status", access.Read), a.getStatus)
	huma.Register(a.huma, op(http.MethodGet, "/status/checks", "check", "Check each part of the installation; reads the whole ledger and the whole index", "status", access.Admin), a.getChecks)
	huma.Register(a.huma, op(http.MethodPost, "/reindex", "start-reindex", "Rebuild the search index while the old one serves", "status", access.Admin), a.startReindex)
	huma.Register(a.huma, op(http.MethodDelete, "/reindex", "stop-reindex", "Stop the rebuild; the old index stays in use", "status", access.Admin), a.stopReindex)
}

func (a *API) getStatus(ctx context.Context, _ *struct{}) (*Out[Status], error) {
	s := Status{Version: a.opts.Version, Desk: a.opts.BaseURL, Bus: a.opts.BusAddr, Public: a.opts.PublicURL, Database: "sqlite"}
	if a.opts.Ledger.Postgres() {
		s.Database = "postgres"
	}
	var err error
	for _, read := range []func() error{
		func() error { s.Documents, err = archive.DocumentKinds(ctx, a.opts.Ledger); return err },
		func() error { s.Sources, err = archive.SourceHealth(ctx, a.opts.Ledger); return err },
		func() error { s.Accounts, err = archive.AccountHealth(ctx, a.opts.Ledger, workspace(ctx)); return err },
		func() error { s.Transcripts, err = archive.PartCounts(ctx, a.opts.Ledger); return err },
		func() error { s.Deliveries, err = record.DeliveryCounts(ctx, a.opts.Ledger); return err },
		func() error {
			s.Failed, err = record.CountFailed(ctx, a.opts.Ledger, workspace(ctx), a.opts.Now().Add(-failedShown))
			return err
		},
		func() error {
			channels, err := record.ListChannels(ctx, a.opts.Ledger, workspace(ctx))
			for _, c := range channels {
				if c.SwitchedOff != nil {
					s.SwitchedOff++
				}
			}
			return err
		},
		func() error { s.Outbox, err = a.opts.Ledger.OutboxDepth(ctx); return err },
		func() error {
			oldest, err := a.opts.Ledger.OldestWaiting(ctx)
			if err == nil && !oldest.IsZero() {
				s.OutboxAge = max(0, int64(a.opts.Now().Sub(oldest).Seconds()))
			}
			return err
		},
		func() error { s.DeadLetters, err = a.opts.Ledger.CountDeadLetters(ctx); return err },
		func() error { s.Unreadable, err = a.opts.Ledger.CountCorrupt(ctx); return err },
		func() error { s.Unclustered, err = archive.CountUnclustered(ctx, a.opts.Ledger); return err },
		func() error {
			s.Mentions, _, err = record.CountMentions(ctx, a.opts.Ledger, record.MentionFilter{Workspace: workspace(ctx), Rows: true})
			return err
		},
	} {
		if err := read(); err != nil {
			return nil, a.fail(ctx, "looking at the installation", err)
		}
	}
	if a.opts.Reindexer != nil {
		s.Reindex = a.opts.Reindexer.ProgressJSON()
	}
	if a.opts.Index != nil {
		s.Rebuilding = a.opts.Index.Rebuilding()
	}
	if a.opts.Gate != nil {
		s.Paused = a.opts.Gate.Paused()
	}
	return &Out[Status]{s}, nil
}

func (a *API) startReindex(ctx context.Context, _ *struct{}) (*Out[Status], error) {
	if a.opts.Reindexer == nil {
		return nil, noSearchHere.problem()
	}
	if err := a.refusePaused(); err != nil {
		return nil, err
	}
	if err := a.opts.Reindexer.Start(); err != nil {
		return nil, reindexing.problem()
	}
	return a.getStatus(ctx, nil)
}

func (a *API) stopReindex(context.Context, *struct{}) (*struct{}, error) {
	if a.opts.Reindexer != nil {
		a.opts.Reindexer.StopReindex()
	}
	return nil, nil
}
