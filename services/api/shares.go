package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

const (
	shareDays    = 30 // without days and expires
	longestShare = 366 * 24 * time.Hour
)

// ShareBody is a new link to a report.
type ShareBody struct {
	Days    int       `json:"days,omitempty" minimum:"0" maximum:"366" doc:"Expires after this many days; 30 unless expires is given."`
	Expires time.Time `json:"expires,omitzero" doc:"When it expires, in place of days; a year from now at the latest."`
}

// ShareView is a link to a report that is read without signing in.
type ShareView struct {
	ID      string    `json:"id"`
	Report  string    `json:"report" doc:"Id of the report."`
	Creator string    `json:"creator" doc:"Who made it."`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
}

// ShareMade is a new link. Its address is shown only now.
type ShareMade struct {
	ID      string    `json:"id"`
	Report  string    `json:"report"`
	Expires time.Time `json:"expires"`
	URL     string    `json:"url" doc:"Whoever has it can read the report. It isn't shown again."`
}

type SharePath struct {
	ID string `path:"id"`
}

func (a *API) shareRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/reports/{id}/shares", "list-report-shares", "List the links to a report that still work", "reports", access.Read), a.listReportShares)
	huma.Register(a.huma, secret(op(http.MethodPost, "/reports/{id}/shares", "share-report", "Make a link by which anyone can read a report until it expires, shown once", "reports", access.Write)), a.shareReport)
	huma.Register(a.huma, op(http.MethodGet, "/shares", "list-shares", "List the links to reports that still work, the newest first", "reports", access.Read), a.listShares)
	huma.Register(a.huma, op(http.MethodDelete, "/shares/{id}", "revoke-share", "Revoke a link to a report immediately", "reports", access.Write), a.revokeShare)
}

func (a *API) listShares(ctx context.Context, _ *struct{}) (*Out[List[ShareView]], error) {
	return a.liveShares(ctx, "")
}

func (a *API) listReportShares(ctx context.Context, in *ReportPath) (*Out[List[ShareView]], error) {
	if _, err := evidence.GetReport(ctx, a.opts.Ledger, workspace(ctx), in.ID); err != nil {
		return nil, a.fail(ctx, "loading the report", err)
	}
	return a.liveShares(ctx, in.ID)
}

func (a *API) liveShares(ctx context.Context, report string) (*Out[List[ShareView]], error) {
	found, err := evidence.LiveShares(ctx, a.opts.Ledger, workspace(ctx), report, a.opts.Now())
	if err != nil {
		return nil, a.fail(ctx, "listing the links", err)
	}
	views := make([]ShareView, len(found))
	for i, s := range found {
		views[i] = ShareView{ID: s.ID, Report: s.Report, Creator: s.Creator, Created: s.Created, Expires: s.Expires}
	}
	return list(views, ""), nil
}

func (a *API) shareReport(ctx context.Context, in *struct {
	ReportPath
	Body ShareBody
}) (*Out[ShareMade], error) {
	if a.opts.PublicURL == "" {
		return nil, publicOff.problem()
	}
	now, expires := a.opts.Now(), in.Body.Expires
	switch {
	case in.Body.Days > 0 && !expires.IsZero():
		return nil, shareExpires.problem()
	case in.Body.Days > 0:
		expires = now.AddDate(0, 0, in.Body.Days)
	case expires.IsZero():
		expires = now.AddDate(0, 0, shareDays)
	case !expires.After(now) || expires.After(now.Add(longestShare)):
		return nil, shareExpires.problem()
	}
	token, hash := evidence.NewShareToken()
	s := evidence.Share{ID: newID("share"), Workspace: workspace(ctx), Report: in.ID, Hash: hash, Creator: access.From(ctx).Name, Expires: expires.UTC().Truncate(time.Second)}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if _, err := evidence.GetReport(ctx, tx, s.Workspace, s.Report); err != nil {
			return err
		}
		live, err := evidence.LiveShares(ctx, tx, s.Workspace, s.Report, now)
		if err != nil {
			return err
		}
		if len(live) >= evidence.MostShares {
			return tooManyShares.problem()
		}
		if err := evidence.AddShare(ctx, tx, s); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: s.Workspace, Actor: s.Creator, Action: "share.made", Object: s.ID, Detail: s.Report})
	})
	if err != nil {
		return nil, a.fail(ctx, "sharing the report", err)
	}
	return &Out[ShareMade]{ShareMade{ID: s.ID, Report: s.Report, Expires: s.Expires, URL: a.opts.PublicURL + "/shared/" + token}}, nil
}

func (a *API) revokeShare(ctx context.Context, in *SharePath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := evidence.RevokeShare(ctx, tx, workspace(ctx), in.ID); err != nil {
			return err
		}
		return record.Audit(ctx, tx, record.AuditEntry{Workspace: workspace(ctx), Actor: access.From(ctx).Name, Action: "share.revoked", Object: in.ID})
	})
	return nil, a.fail(ctx, "revoking the link", err)
}
