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

// SourceView is a source and how it is doing.
type SourceView struct {
	feeds.Source
	Health    feeds.Health `json:"health" enum:"waiting,healthy,failing,throttled,blocked,gone,broken,needs_key"`
	Error     string       `json:"error,omitempty" doc:"What happened and what helps."`
	Failures  int          `json:"failures,omitempty" doc:"In a row."`
	LastRead  *time.Time   `json:"last_read,omitempty" doc:"Last good read."`
	LastTried *time.Time   `json:"last_tried,omitempty"`
	Due       *time.Time   `json:"due,omitempty" doc:"When it is asked next."`
	Every     int64        `json:"every,omitempty" doc:"Seconds between polls, as learnt from the feed."`
	Items     int          `json:"items,omitempty" doc:"Listed at the last read."`
	Warnings  int          `json:"warnings,omitempty" doc:"Repaired or left out at the last read."`
	Documents int          `json:"documents"`
	Created   time.Time    `json:"created"`
}

func viewSource(ctx context.Context, s archive.SourceWithPoll) SourceView {
	v := SourceView{
		Source: sourceFor(ctx, s.Source), Health: s.Poll.Condition.Health, Error: s.Poll.Condition.Error, Failures: s.Poll.State.Failures,
		LastRead: known(s.Poll.State.LastRead), LastTried: known(s.Poll.State.LastTried), Due: known(s.Poll.State.Due),
		Every: int64(s.Poll.State.Interval / time.Second), Items: s.Poll.Condition.Items, Warnings: s.Poll.Condition.Warnings,
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

// SourceChange is what can be changed of a source; what is left out stays.
type SourceChange struct {
	Name   *string `json:"name,omitempty" maxLength:"300" doc:"It stays whatever the feed calls itself; empty gives the feed's own name back."`
	Paused *bool   `json:"paused,omitempty"`
}

type SourcePath struct {
	ID string `path:"id"`
}

// SourceQuery filters sources.
type SourceQuery struct {
	Health []string `query:"health" enum:"waiting,healthy,failing,throttled,blocked,gone,broken,needs_key"`
	Q      string   `query:"q" doc:"Words in the name or address; who may only read finds by name."`
}

func (a *API) sourceRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/sources", "list-sources", "What is crawled, and how it is doing", "sources", access.Read), a.listSources)
	huma.Register(a.huma, op(http.MethodGet, "/sources/types", "list-source-types", "What can be added, and what has to be filled in", "sources", access.Read), a.listSourceTypes)
	huma.Register(a.huma, op(http.MethodPost, "/sources", "add-source", "Add a source; of one that is there already only the credentials are taken", "sources", access.Write), a.addSource)
	huma.Register(a.huma, op(http.MethodGet, "/sources/{id}", "get-source", "One source", "sources", access.Read), a.getSource)
	huma.Register(a.huma, op(http.MethodPatch, "/sources/{id}", "change-source", "Rename, pause or resume", "sources", access.Write), a.changeSource)
	huma.Register(a.huma, op(http.MethodDelete, "/sources/{id}", "delete-source", "Stop crawling; what was read stays", "sources", access.Write), a.deleteSource)
	huma.Register(a.huma, op(http.MethodPost, "/sources/{id}/restore", "restore-source", "Undo a deletion, for an hour", "sources", access.Write), a.restoreSource)
	huma.Register(a.huma, op(http.MethodPost, "/sources/{id}/fetch", "fetch-source", "Read it now", "sources", access.Write), a.fetchSource)
	huma.Register(a.huma, op(http.MethodPost, "/sources/lookup", "lookup-source", "Find the feed behind a page or an Apple link", "sources", access.Write), a.lookupSource)
	huma.Register(a.huma, op(http.MethodGet, "/sources/export", "export-sources", "All sources as OPML", "sources", access.Read), a.exportSources)
	imp := op(http.MethodPost, "/sources/import", "import-sources", "Add the feeds of an OPML file or of a list of addresses", "sources", access.Write)
	imp.MaxBodyBytes, imp.BodyReadTimeout = 16<<20, fileTimeout
	huma.Register(a.huma, imp, a.importSources)
}

func (a *API) listSources(ctx context.Context, in *struct {
	SourceQuery
	Paging
}) (*Out[List[SourceView]], error) {
	sources, next, err := archive.ListSources(ctx, a.Ledger, archive.SourceFilter{
		Health: in.Health, Query: in.Q, NamesOnly: viewer(ctx), Page: ledger.Page{Limit: in.Limit, After: in.Cursor},
	})
	if err != nil {
		return nil, a.fail(ctx, "listing sources", err)
	}
	views := make([]SourceView, len(sources))
	for i, s := range sources {
		views[i] = viewSource(ctx, s)
	}
	return list(views, next), nil
}

func (a *API) getSource(ctx context.Context, in *SourcePath) (*Tagged[SourceView], error) {
	s, err := archive.GetSource(ctx, a.Ledger, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	return &Tagged[SourceView]{sourceTag(s.Source), viewSource(ctx, s)}, nil
}

// sourceTag is the ETag of what people can change of a source; a read of it moves nothing.
func sourceTag(s feeds.Source) string {
	return `"` + feeds.ID("source tag", withoutPassword(s.URL), s.Name, strconv.FormatBool(s.Paused)) + `"`
}

// unchanged holds a write back that was made on another version of the source.
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
	err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
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
		return archive.UpdateSource(ctx, tx, s.Source)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the source", err)
	}
	a.SourceAdded()
	return a.getSource(ctx, &in.SourcePath)
}

func (a *API) deleteSource(ctx context.Context, in *struct {
	SourcePath
	IfMatch
}) (*struct{}, error) {
	err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
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
	err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		s, err := archive.GetSource(ctx, tx, in.ID)
		switch {
		case err != nil:
			return err
		case !a.isRead(s.Type):
			return sourceImported.problem()
		case s.Paused:
			return sourcePaused.problem()
		}
		return archive.SetDue(ctx, tx, in.ID, tx.Now())
	})
	if err != nil {
		return nil, a.fail(ctx, "asking for the source", err)
	}
	a.SourceAdded()
	return a.getSource(ctx, in)
}

func (a *API) exportSources(ctx context.Context, _ *struct{}) (*huma.StreamResponse, error) {
	address := withoutSecrets // but for those who may write: it is their way to another installation
	if !viewer(ctx) {
		address = func(whole string) string { return whole }
	}
	var outlines []opml.Outline
	page := ledger.Page{Limit: 500}
	for {
		sources, next, err := archive.ListSources(ctx, a.Ledger, archive.SourceFilter{Page: page, Types: a.outlined()})
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
