package record

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// BrandFilter narrows a list of brands. An empty workspace means all.
type BrandFilter struct {
	Workspace string
	Active    bool // only those that are detected
	Deleted   bool // also deleted ones
}

// brandData are the fields of a brand that no query needs.
type brandData struct {
	Aliases  []string `json:"aliases,omitempty"`
	HeardAs  []string `json:"heard_as,omitempty"`
	Sounds   []string `json:"sounds_like,omitempty"`
	Handles  []string `json:"handles,omitempty"`
	Domains  []string `json:"domains,omitempty"`
	Context  []string `json:"context,omitempty"`
	Exclude  []string `json:"exclude,omitempty"`
	Language string   `json:"language,omitempty"`
}

const brandColumns = `workspace, id, name, own, competes_with, active, revision, data`

func scanBrand(scan query.Scan) (index.Brand, error) {
	var b index.Brand
	var d brandData
	err := scan(&b.Workspace, &b.ID, &b.Name, query.Flag(&b.Own), &b.CompetesWith, query.Flag(&b.Active), &b.Revision, query.JSON(&d))
	b.Aliases, b.HeardAs, b.SoundsLike, b.Handles, b.Domains = d.Aliases, d.HeardAs, d.Sounds, d.Handles, d.Domains
	b.Context, b.Exclude, b.Language = d.Context, d.Exclude, d.Language
	return b, err
}

const brandsCounter = "brands"

// PutBrand creates a brand whose Revision is 0, or changes one whose Revision is the stored
// one; otherwise [ledger.ErrConflict]. It returns the brand with its new revision, which is
// also the new revision of the set of all brands. A deleted brand can be created again.
func PutBrand(ctx context.Context, tx *ledger.Tx, b index.Brand) (index.Brand, error) {
	b.Workspace = ledger.WorkspaceOrDefault(b.Workspace)
	revision, err := tx.Bump(ctx, brandsCounter, 1)
	if err != nil {
		return b, err
	}
	data := query.AsJSON(brandData{b.Aliases, b.HeardAs, b.SoundsLike, b.Handles, b.Domains, b.Context, b.Exclude, b.Language})
	var n int64
	if b.Revision == 0 {
		n, err = tx.Exec(ctx, `INSERT INTO brands (workspace, id, name, own, competes_with, active, deleted, revision, data, created, updated)
			VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
			ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, own = excluded.own, competes_with = excluded.competes_with,
				active = excluded.active, deleted = 0, revision = excluded.revision, data = excluded.data, updated = excluded.updated
			WHERE brands.deleted <> 0`,
			b.Workspace, b.ID, b.Name, b.Own, b.CompetesWith, b.Active, revision, data, tx.Now(), tx.Now())
	} else {
		n, err = tx.Exec(ctx, `UPDATE brands SET name = ?, own = ?, competes_with = ?, active = ?, revision = ?, data = ?, updated = ?
			WHERE workspace = ? AND id = ? AND revision = ? AND deleted = 0`,
			b.Name, b.Own, b.CompetesWith, b.Active, revision, data, tx.Now(), b.Workspace, b.ID, b.Revision)
	}
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, b.Revision == 0, `SELECT COUNT(*) FROM brands WHERE workspace = ? AND id = ? AND deleted = 0`, b.Workspace, b.ID)
	}
	if err != nil {
		return b, fmt.Errorf("saving brand %s: %w", b.ID, err)
	}
	b.Revision = revision
	return b, nil
}

// DeleteBrand ends the detection of a brand. Its row stays, for its mentions and reports to
// show the name. A revision of 0 deletes any revision.
func DeleteBrand(ctx context.Context, tx *ledger.Tx, workspace, id string, revision int64) error {
	bumped, err := tx.Bump(ctx, brandsCounter, 1)
	if err != nil {
		return err
	}
	workspace = ledger.WorkspaceOrDefault(workspace)
	n, err := tx.Exec(ctx, `UPDATE brands SET deleted = 1, active = 0, revision = ?, updated = ?
		WHERE workspace = ? AND id = ? AND deleted = 0 AND (revision = ? OR CAST(? AS BIGINT) = 0)`, bumped, tx.Now(), workspace, id, revision, revision)
	if err == nil && n == 0 {
		err = tx.Conflict(ctx, false, `SELECT COUNT(*) FROM brands WHERE workspace = ? AND id = ? AND deleted = 0`, workspace, id)
	}
	if err != nil {
		return fmt.Errorf("deleting brand %s: %w", id, err)
	}
	return nil
}

// GetBrand returns a brand that is not deleted.
func GetBrand(ctx context.Context, r ledger.Reader, workspace, id string) (index.Brand, error) {
	var b index.Brand
	found := false
	err := r.Each(ctx, `SELECT `+brandColumns+` FROM brands WHERE workspace = ? AND id = ? AND deleted = 0`,
		[]any{ledger.WorkspaceOrDefault(workspace), id}, func(scan query.Scan) (err error) {
			found = true
			b, err = scanBrand(scan)
			return err
		})
	if err == nil && !found {
		err = fmt.Errorf("brand %s: %w", id, ledger.ErrNotFound)
	}
	return b, err
}

// ListBrands lists brands by name.
func ListBrands(ctx context.Context, r ledger.Reader, f BrandFilter) ([]index.Brand, error) {
	var w query.Where
	if f.Workspace != "" {
		w.Add("workspace = ?", f.Workspace)
	}
	if !f.Deleted {
		w.Add("deleted = 0")
	}
	if f.Active {
		w.Add("active = 1")
	}
	out := []index.Brand{}
	err := r.Each(ctx, `SELECT `+brandColumns+` FROM brands`+w.String()+` ORDER BY LOWER(name), workspace, id`, w.Args,
		func(scan query.Scan) error {
			b, err := scanBrand(scan)
			out = append(out, b)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("listing brands: %w", err)
	}
	return out, nil
}

// BrandsRevision returns the revision of the set of all brands, which every write to a brand
// raises. Caches of names compare it.
func BrandsRevision(ctx context.Context, r ledger.Reader) (int64, error) {
	n, err := ledger.Counter(ctx, r, brandsCounter)
	if err != nil && !errors.Is(err, context.Canceled) {
		return 0, fmt.Errorf("reading the revision of the brands: %w", err)
	}
	return n, err
}
