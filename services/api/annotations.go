package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// AnnotationBody is an annotation in a request.
type AnnotationBody struct {
	Site     string `json:"site,omitempty" maxLength:"100" doc:"Id of a site; all sites if it is left out."`
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Kind     string `json:"kind,omitempty" enum:"release,campaign,outage,other" doc:"other by default."`
	From     string `json:"from" doc:"First day, as 2026-11-23."`
	To       string `json:"to,omitempty" doc:"Last day; the first one if it is left out."`
	Counting string `json:"counting,omitempty" enum:"counted,not_counted" doc:"not_counted by default for an outage, else counted."`
}

// AnnotationChange is a change of an annotation. Fields that are left out stay as they are.
type AnnotationChange struct {
	Site     *string `json:"site,omitempty" maxLength:"100"`
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Kind     *string `json:"kind,omitempty" enum:"release,campaign,outage,other"`
	From     *string `json:"from,omitempty"`
	To       *string `json:"to,omitempty"`
	Counting *string `json:"counting,omitempty" enum:"counted,not_counted"`
}

type AnnotationPath struct {
	ID string `path:"id"`
}

func (a *API) annotationRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/annotations", "list-annotations", "List annotations by day", "sites", access.Read), a.listAnnotations)
	huma.Register(a.huma, op(http.MethodPost, "/annotations", "add-annotation", "Note a release, a campaign or an outage", "sites", access.Write), a.addAnnotation)
	huma.Register(a.huma, op(http.MethodGet, "/annotations/{id}", "get-annotation", "Get an annotation", "sites", access.Read), a.getAnnotation)
	huma.Register(a.huma, op(http.MethodPatch, "/annotations/{id}", "change-annotation", "Change the given fields of an annotation", "sites", access.Write), a.changeAnnotation)
	huma.Register(a.huma, op(http.MethodDelete, "/annotations/{id}", "delete-annotation", "Delete an annotation", "sites", access.Write), a.deleteAnnotation)
}

func (a *API) listAnnotations(ctx context.Context, _ *struct{}) (*Out[List[evidence.Annotation]], error) {
	found, err := evidence.ListAnnotations(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing annotations", err)
	}
	return list(found, ""), nil
}

func (a *API) getAnnotation(ctx context.Context, in *AnnotationPath) (*Tagged[evidence.Annotation], error) {
	found, err := evidence.GetAnnotation(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the annotation", err)
	}
	return tagged(found, found.Revision), nil
}

func (b AnnotationBody) annotation(workspace string) (evidence.Annotation, error) {
	n := evidence.Annotation{Workspace: workspace, Site: b.Site, Name: b.Name, Kind: cmp.Or(b.Kind, evidence.Other), From: b.From, To: cmp.Or(b.To, b.From), Counting: b.Counting}
	if n.Counting == "" {
		n.Counting = "counted"
		if n.Kind == evidence.Outage {
			n.Counting = evidence.NotCounted
		}
	}
	return n, checkAnnotation(&n)
}

// checkAnnotation refuses days that can't be read or are in the wrong order.
func checkAnnotation(n *evidence.Annotation) (err error) {
	if n.Name, err = named(n.Name); err != nil {
		return err
	}
	for _, day := range []string{n.From, n.To} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return badDate.problem("date", shortened(day))
		}
	}
	if n.To < n.From {
		return daysReversed.problem("from", n.From, "to", n.To)
	}
	return nil
}

func (a *API) addAnnotation(ctx context.Context, in *struct{ Body AnnotationBody }) (*Tagged[evidence.Annotation], error) {
	n, err := in.Body.annotation(workspace(ctx))
	if err != nil {
		return nil, err
	}
	n.ID = newID("annotation")
	return a.writeAnnotation(ctx, n)
}

func (a *API) changeAnnotation(ctx context.Context, in *struct {
	AnnotationPath
	IfMatch
	Body AnnotationChange
}) (*Tagged[evidence.Annotation], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	return again(func() (*Tagged[evidence.Annotation], error) {
		n, err := evidence.GetAnnotation(ctx, a.opts.Ledger, workspace(ctx), in.ID)
		if err != nil {
			return nil, a.fail(ctx, "loading the annotation", err)
		}
		c := in.Body
		replace(&n.Site, c.Site)
		replace(&n.Name, c.Name)
		replace(&n.Kind, c.Kind)
		replace(&n.From, c.From)
		replace(&n.To, c.To)
		replace(&n.Counting, c.Counting)
		if err := checkAnnotation(&n); err != nil {
			return nil, err
		}
		if want >= 0 {
			n.Revision = want
		}
		return a.writeAnnotation(ctx, n)
	}, want < 0)
}

func (a *API) writeAnnotation(ctx context.Context, n evidence.Annotation) (*Tagged[evidence.Annotation], error) {
	if n.Site != "" {
		if _, err := evidence.GetSite(ctx, a.opts.Ledger, n.Workspace, n.Site); errors.Is(err, ledger.ErrNotFound) {
			return nil, noSite.problem("id", shortened(n.Site))
		} else if err != nil {
			return nil, a.fail(ctx, "looking for the site", err)
		}
	}
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		n, err = evidence.PutAnnotation(ctx, tx, n)
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the annotation", err)
	}
	return tagged(n, n.Revision), nil
}

func (a *API) deleteAnnotation(ctx context.Context, in *struct {
	AnnotationPath
	IfMatch
}) (*struct{}, error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		return evidence.DeleteAnnotation(ctx, tx, workspace(ctx), in.ID, max(want, 0))
	})
	return nil, a.fail(ctx, "deleting the annotation", err)
}
