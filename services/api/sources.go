package api

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/opml"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// SourceView is a source and its health.
type SourceView struct {
	feeds.Source
	Health    feeds.Health      `json:"health" enum:"waiting,healthy,failing,throttled,blocked,gone,broken,needs_key"`
	Error     string            `json:"error,omitempty" doc:"What went wrong and what helps."`
	Code      string            `json:"code,omitempty" doc:"Of error, for you to phrase it; absent where error is about warnings. More may be added."`
	Params    map[string]string `json:"params,omitempty" doc:"What varies in error, by name."`
	Failures  int               `json:"failures,omitempty" doc:"Number of consecutive failures."`
	LastRead  *time.Time        `json:"last_read,omitempty" doc:"Last successful read."`
	LastTried *time.Time        `json:"last_tried,omitempty"`
	Due       *time.Time        `json:"due,omitempty" doc:"When it is read next."`
	Every     int64             `json:"every,omitempty" doc:"Seconds between reads, learned from the feed."`
	Items     int               `json:"items,omitempty" doc:"Number of items listed at the last read."`
	Warnings  int               `json:"warnings,omitempty" doc:"Number of warnings of the last read."`
	Details   []feeds.Warning   `json:"warning_details,omitempty" doc:"The first warnings; error has them as English text. Absent if they were stored by an older version."`
	Documents int               `json:"documents"`
	Created   time.Time         `json:"created"`

	Follows []archive.Follower `json:"follows,omitempty" doc:"Brands for whose search it is read: it changes with their names."`
}

func viewSource(ctx context.Context, s archive.SourceWithPoll) SourceView {
	v := SourceView{
		Source: sourceFor(ctx, s.Source), Health: s.Poll.Condition.Health, Error: s.Poll.Condition.Error,
		Code: s.Poll.Condition.Code, Params: s.Poll.Condition.Params, Failures: s.Poll.State.Failures,
		LastRead: known(s.Poll.State.LastRead), LastTried: known(s.Poll.State.LastTried), Due: known(s.Poll.State.Due),
		Every: int64(s.Poll.State.Interval / time.Second), Items: s.Poll.Condition.Items, Warnings: s.Poll.Condition.Warnings, Details: s.Poll.Condition.WarningDetails,
		Documents: s.Documents, Created: s.Created,
	}
	if v.Health == "" {
		v.Health = feeds.Waiting
	}
	return v
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// SourceChange is a change of a source. Fields that are left out stay as they are.
type SourceChange struct {
	Name   *string `json:"name,omitempty" maxLength:"300" doc:"Kept even if the feed's title changes. Empty restores the feed's own title."`
	Paused *bool   `json:"paused,omitempty"`

	Account *string `json:"account,omitempty" maxLength:"100" doc:"Id of the account to read it with, or none."`
}

type SourcePath struct {
	ID string `path:"id"`
}

// SourceQuery filters sources.
type SourceQuery struct {
	Health []string `query:"health" enum:"waiting,healthy,failing,throttled,blocked,gone,broken,needs_key"`
	Q      string   `query:"q" doc:"Words in the name or address. With the scope read, in the name only."`
}

func (a *API) sourceRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/sources", "list-sources", "List sources and their health", "sources", access.Read), a.listSources)
	huma.Register(a.huma, op(http.MethodGet, "/sources/types", "list-source-types", "List the types of source and their fields", "sources", access.Read), a.listSourceTypes)
	huma.Register(a.huma, op(http.MethodPost, "/sources", "add-source", "Add a source; an existing one only takes new credentials", "sources", access.Write), a.addSource)
	a.addressRoutes()
	a.sourceDetailRoutes()
	huma.Register(a.huma, op(http.MethodPatch, "/sources/{id}", "change-source", "Rename, pause or resume a source, or give it another account", "sources", access.Write), a.changeSource)
	huma.Register(a.huma, op(http.MethodDelete, "/sources/{id}", "delete-source", "Delete a source; its documents stay", "sources", access.Write), a.deleteSource)
	huma.Register(a.huma, op(http.MethodPost, "/sources/{id}/restore", "restore-source", "Restore a source that was deleted within the last hour", "sources", access.Write), a.restoreSource)
	huma.Register(a.huma, op(http.MethodPost, "/sources/{id}/fetch", "fetch-source", "Read it now", "sources", access.Write), a.fetchSource)
	huma.Register(a.huma, op(http.MethodPost, "/sources/lookup", "lookup-source", "Find the feed of a page or an Apple Podcasts link", "sources", access.Write), a.lookupSource)
	huma.Register(a.huma, op(http.MethodGet, "/sources/export", "export-sources", "Export all sources as OPML", "sources", access.Read), a.exportSources)
	a.messageRoute()
	a.checkRoute()
	imp := op(http.MethodPost, "/sources/import", "import-sources", "Add the feeds of an OPML file or of a list of addresses", "sources", access.Write)
	imp.MaxBodyBytes, imp.BodyReadTimeout = 16<<20, fileTimeout
	huma.Register(a.huma, imp, a.importSources)
}

func (a *API) listSources(ctx context.Context, in *struct {
	SourceQuery
	Paging
}) (*Out[List[SourceView]], error) {
	sources, next, err := archive.ListSources(ctx, a.opts.Ledger, archive.SourceFilter{
		Health: in.Health, Query: in.Q, NamesOnly: viewer(ctx), Page: ledger.Page{Limit: in.Limit, After: in.Cursor},
	})
	if err != nil {
		return nil, a.fail(ctx, "listing sources", err)
	}
	views := make([]SourceView, len(sources))
	for i, s := range sources {
		views[i] = viewSource(ctx, s)
	}
	if err := a.withFollowers(ctx, views); err != nil {
		return nil, a.fail(ctx, "listing sources", err)
	}
	return list(views, next), nil
}

// sourceAnswer returns a source after a change.
func (a *API) sourceAnswer(ctx context.Context, in *SourcePath) (*Tagged[SourceView], error) {
	s, err := archive.GetSource(ctx, a.opts.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	return &Tagged[SourceView]{sourceTag(s.Source), viewSource(ctx, s)}, nil
}

// sourceTag returns the ETag of what people can change of a source. Reading the source doesn't
// change it.
func sourceTag(s feeds.Source) string {
	return `"` + feeds.ID("source tag", withoutPassword(s.URL), s.Name, strconv.FormatBool(s.Paused), s.Account) + `"`
}

// unchanged returns a problem if a write is based on another version of the source.
func (m IfMatch) unchanged(s feeds.Source) error {
	if tag := strings.TrimPrefix(strings.TrimSpace(m.IfMatch), "W/"); tag != "" && tag != "*" && tag != sourceTag(s) {
		return ledger.ErrConflict
	}
	return nil
}

func (a *API) changeSource(ctx context.Context, in *struct {
	SourcePath
	IfMatch
	Body SourceChange
}) (*Tagged[SourceView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := archive.GetSource(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if err := in.unchanged(s.Source); err != nil {
			return err
		}
		if in.Body.Name != nil {
			s.Name = cmp.Or(strings.TrimSpace(*in.Body.Name), s.Title, s.Name)
		}
		if in.Body.Paused != nil {
			s.Paused = *in.Body.Paused
		}
		if in.Body.Account != nil {
			s.Account = ""
			if err := a.chooseAccount(ctx, tx, &s.Source, cmp.Or(*in.Body.Account, noAccountWanted)); err != nil {
				return err
			}
			if err := archive.SetDue(ctx, tx, s.ID, tx.Now()); err != nil {
				return err
			}
		}
		return archive.UpdateSource(ctx, tx, s.Source)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the source", err)
	}
	a.opts.SourceAdded()
	return a.sourceAnswer(ctx, &in.SourcePath)
}

func (a *API) deleteSource(ctx context.Context, in *struct {
	SourcePath
	IfMatch
}) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := archive.GetSource(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		if err := in.unchanged(s.Source); err != nil {
			return err
		}
		if err := archive.DeleteSource(ctx, tx, in.ID); err != nil {
			return err
		}
		return record.ChooseLeadsOfSource(ctx, tx, in.ID)
	})
	if err != nil {
		return nil, a.fail(ctx, "deleting the source", err)
	}
	return nil, nil
}

func (a *API) fetchSource(ctx context.Context, in *SourcePath) (*Tagged[SourceView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := archive.GetSource(ctx, tx, in.ID)
		switch {
		case err != nil:
			return err
		case !a.isRead(s.Type):
			return sourceImported.problem()
		case s.Paused:
			return sourcePaused.problem()
		}
		return archive.AskForRead(ctx, tx, in.ID)
	})
	if err != nil {
		return nil, a.fail(ctx, "asking for the source", err)
	}
	a.opts.SourceAdded()
	return a.sourceAnswer(ctx, in)
}

func (a *API) exportSources(ctx context.Context, _ *struct{}) (*huma.StreamResponse, error) {
	address := withoutSecrets // only with the scope write: they may take it to another installation
	if !viewer(ctx) {
		address = func(whole string) string { return whole }
	}
	var outlines []opml.Outline
	page := ledger.Page{Limit: 500}
	for {
		sources, next, err := archive.ListSources(ctx, a.opts.Ledger, archive.SourceFilter{Page: page, Types: a.outlined()})
		if err != nil {
			return nil, a.fail(ctx, "listing sources", err)
		}
		for _, s := range sources {
			outlines = append(outlines, opml.Outline{URL: address(s.URL), Title: s.Name, Site: pageFor(ctx, s.Site), Type: "rss"})
		}
		if page.After = next; next == "" {
			break
		}
	}
	var b bytes.Buffer
	if err := opml.Write(&b, "Namedrop", outlines); err != nil {
		return nil, a.fail(ctx, "writing OPML", err)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/x-opml; charset=utf-8")
		c.SetHeader("Content-Disposition", `attachment; filename="namedrop.opml"`)
		_, _ = c.BodyWriter().Write(b.Bytes())
	}}, nil
}
