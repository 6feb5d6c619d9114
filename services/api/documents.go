package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

// DocumentView is a document with its text and what was found in it.
type DocumentView struct {
	feeds.Document
	Source   SourceRef     `json:"source"`
	Mentions []MentionView `json:"mentions"`
}

type DocumentPath struct {
	ID string `path:"id"`
}

func (a *API) documentRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/documents/{id}", "get-document", "A document with its text and its mentions", "documents", access.Read), a.getDocument)
	huma.Register(a.huma, op(http.MethodDelete, "/documents/{id}", "delete-document", "Delete a document with its mentions", "documents", access.Admin), a.deleteDocument)
}

func (a *API) getDocument(ctx context.Context, in *DocumentPath) (*Out[DocumentView], error) {
	d, err := a.Ledger.GetDocument(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the document", err)
	}
	v := DocumentView{Document: documentFor(ctx, d), Mentions: []MentionView{}}
	src, err := a.Ledger.SourceOf(ctx, d.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the source", err)
	}
	v.Source = SourceRef{src.ID, src.Name}
	rows, _, err := a.Ledger.ListMentions(ctx, ledger.MentionFilter{Workspace: workspace(ctx), Document: d.ID, Page: ledger.Page{Limit: 500}})
	if err != nil {
		return nil, a.fail(ctx, "loading mentions", err)
	}
	if v.Mentions, err = a.viewMentions(ctx, rows); err != nil {
		return nil, err
	}
	return &Out[DocumentView]{v}, nil
}

func (a *API) deleteDocument(ctx context.Context, in *DocumentPath) (*struct{}, error) {
	err := a.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.DeleteDocument(ctx, in.ID, a.Desk) })
	return nil, a.fail(ctx, "deleting the document", err)
}
