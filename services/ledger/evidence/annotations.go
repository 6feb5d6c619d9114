package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// The kinds of annotation.
const (
	Release  = "release"
	Campaign = "campaign"
	Outage   = "outage"
	Other    = "other"
)

// AnnotationKinds lists the kinds.
var AnnotationKinds = []string{Release, Campaign, Outage, Other}

// Annotation is something that a team knows about its own days, such as a campaign. From and To
// are dates in the site's time zone, To included.
type Annotation struct {
	ID        string    `json:"id"`
	Workspace string    `json:"-"`
	Site      string    `json:"site,omitempty" doc:"Id of the site; empty for all sites."`
	Name      string    `json:"name"`
	Kind      string    `json:"kind" enum:"release,campaign,outage,other"`
	From      string    `json:"from" doc:"First day, as 2026-11-23."`
	To        string    `json:"to" doc:"Last day."`
	Counting  string    `json:"counting" enum:"counted,not_counted" doc:"Whether visits were counted in full on these days. If not, their counts are not used."`
	Revision  int64     `json:"revision"`
	Created   time.Time `json:"created"`
	Updated   time.Time `json:"updated"`
}

// NotCounted is the effect on counting of an annotation whose days can't be used.
const NotCounted = "not_counted"

const annotationColumns = `id, workspace, site, name, kind, first_day, last_day, counting, revision, created, updated`

func selectAnnotations(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Annotation, error) {
	out := []Annotation{}
	err := r.Each(ctx, `SELECT `+annotationColumns+` FROM annotations`+tail, args, func(scan query.Scan) error {
		var a Annotation
		err := scan(&a.ID, &a.Workspace, &a.Site, &a.Name, &a.Kind, &a.From, &a.To, &a.Counting, &a.Revision, query.Time(&a.Created), query.Time(&a.Updated))
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading annotations: %w", err)
	}
	return out, nil
}

// PutAnnotation creates an annotation whose Revision is 0, or changes one whose Revision is the
// stored one; otherwise [ledger.ErrConflict]. The reports of the sites are looked at again.
func PutAnnotation(ctx context.Context, tx *ledger.Tx, a Annotation) (Annotation, error) {
	a.Workspace = ledger.WorkspaceOrDefault(a.Workspace)
	expected := a.Revision
	a.Revision++
	a.Updated = tx.Now()
	fields := []any{a.Site, a.Name, a.Kind, a.From, a.To, a.Counting, a.Revision, a.Updated}
	var n int64
	var err error
	if expected == 0 {
		a.Created = tx.Now()
		n, err = tx.Exec(ctx, `INSERT INTO annotations (site, name, kind, first_day, last_day, counting, revision, updated, created, id, workspace)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, append(fields, a.Created, a.ID, a.Workspace)...)
	} else {
		n, err = tx.Exec(ctx, `UPDATE annotations SET site = ?, name = ?, kind = ?, first_day = ?, last_day = ?, counting = ?, revision = ?, updated = ?
			WHERE workspace = ? AND id = ? AND revision = ?`, append(fields, a.Workspace, a.ID, expected)...)
	}
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, expected == 0, `SELECT COUNT(*) FROM annotations WHERE workspace = ? AND id = ?`, a.Workspace, a.ID)
	}
	if err != nil {
		return a, fmt.Errorf("saving annotation %s: %w", a.ID, err)
	}
	return a, SetSitesDue(ctx, tx, a.Workspace, tx.Now())
}

// DeleteAnnotation deletes an annotation; a revision of 0 deletes any revision.
func DeleteAnnotation(ctx context.Context, tx *ledger.Tx, workspace, id string, revision int64) error {
	workspace = ledger.WorkspaceOrDefault(workspace)
	n, err := tx.Exec(ctx, `DELETE FROM annotations WHERE workspace = ? AND id = ? AND (revision = ? OR CAST(? AS BIGINT) = 0)`, workspace, id, revision, revision)
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, false, `SELECT COUNT(*) FROM annotations WHERE workspace = ? AND id = ?`, workspace, id)
	}
	if err != nil {
		return fmt.Errorf("deleting annotation %s: %w", id, err)
	}
	return SetSitesDue(ctx, tx, workspace, tx.Now())
}

// GetAnnotation returns one annotation of a workspace.
func GetAnnotation(ctx context.Context, r ledger.Reader, workspace, id string) (Annotation, error) {
	found, err := selectAnnotations(ctx, r, ` WHERE workspace = ? AND id = ?`, ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("annotation %s: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return Annotation{}, err
	}
	return found[0], nil
}

// ListAnnotations lists the annotations of a workspace by day.
func ListAnnotations(ctx context.Context, r ledger.Reader, workspace string) ([]Annotation, error) {
	return selectAnnotations(ctx, r, ` WHERE workspace = ? ORDER BY first_day, id`, ledger.WorkspaceOrDefault(workspace))
}

// AnnotationsOf lists the annotations of a site, and those of all sites, by day.
func AnnotationsOf(ctx context.Context, r ledger.Reader, s Site) ([]Annotation, error) {
	return selectAnnotations(ctx, r, ` WHERE workspace = ? AND site IN ('', ?) ORDER BY first_day, id`, s.Workspace, s.ID)
}
