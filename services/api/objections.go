package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/mentions"
)

// ObjectionBody is a person who objects to being watched.
type ObjectionBody struct {
	Who     string `json:"who" minLength:"1" maxLength:"300" doc:"The handle or the name of an author, or the name of a show's host. Upper case and a leading @ don't matter."`
	Network string `json:"network,omitempty" maxLength:"100" doc:"Only on this network, such as mastodon. By default on all."`
	Note    string `json:"note,omitempty" maxLength:"1000" doc:"When and how they asked."`
}

// AddedObjection is an objection, and what was deleted for it.
type AddedObjection struct {
	archive.Objection
	Deleted int `json:"deleted" doc:"Number of stored documents that were deleted, with their mentions."`
}

func (a *API) objectionRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/objections", "list-objections", "List the people who are left out because they object", "objections", access.Write), a.listObjections)
	huma.Register(a.huma, op(http.MethodPost, "/objections", "add-objection", "Leave a person out from now on, and delete what is stored of them", "objections", access.Write), a.addObjection)
	huma.Register(a.huma, op(http.MethodDelete, "/objections/{id}", "delete-objection", "End an objection; what was deleted doesn't come back", "objections", access.Write), a.deleteObjection)
}

func (a *API) listObjections(ctx context.Context, _ *struct{}) (*Out[List[archive.Objection]], error) {
	all, err := archive.ListObjections(ctx, a.opts.Ledger)
	if err != nil {
		return nil, a.fail(ctx, "listing objections", err)
	}
	return list(all, ""), nil
}

// deletedAtOnce is how many documents are deleted in one transaction.
const deletedAtOnce = 100

func (a *API) addObjection(ctx context.Context, in *struct{ Body ObjectionBody }) (*Out[AddedObjection], error) {
	who, err := named(strings.TrimPrefix(strings.TrimSpace(in.Body.Who), "@"))
	if err != nil {
		return nil, err
	}
	var out AddedObjection
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		out.Objection, err = archive.AddObjection(ctx, tx, strings.ToLower(strings.TrimSpace(in.Body.Network)), who, strings.TrimSpace(in.Body.Note))
		return err
	})
	// Nothing new of them is stored from here on.
	for err == nil {
		var ids []string
		if ids, err = archive.ObjectedDocuments(ctx, a.opts.Ledger, out.Objection, deletedAtOnce); err != nil || len(ids) == 0 {
			break
		}
		n := 0
		err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
			n, err = mentions.DeleteDocuments(ctx, tx, ids, a.opts.BaseURL)
			return err
		})
		out.Deleted += n
	}
	if err != nil {
		return nil, a.fail(ctx, "adding the objection", err)
	}
	return &Out[AddedObjection]{out}, nil
}

func (a *API) deleteObjection(ctx context.Context, in *struct {
	ID string `path:"id"`
}) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.DeleteObjection(ctx, tx, in.ID) })
	if err != nil {
		return nil, a.fail(ctx, "ending the objection", err)
	}
	return nil, nil
}
