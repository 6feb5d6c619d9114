package api

import (
	"context"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// HeardAsBody is a spelling that speech recognition writes for a name.
type HeardAsBody struct {
	As string `json:"as" minLength:"2" maxLength:"300" doc:"The spelling in transcripts, such as clay vio."`
}

func (a *API) addHeardAs(ctx context.Context, in *struct {
	BrandPath
	Body HeardAsBody
}) (*Tagged[BrandWritten], error) {
	as := strings.Join(strings.Fields(in.Body.As), " ")
	return a.editHeardAs(ctx, in.ID, "heard as "+as, func(b *index.Brand) error {
		if slices.ContainsFunc(b.HeardAs, func(s string) bool { return strings.EqualFold(s, as) }) {
			return heardAsExists.problem("name", b.Name, "as", as)
		}
		taught, err := detect.AddHeardAs(*b, as)
		if err != nil {
			return invalid(err)
		}
		*b = taught
		return nil
	})
}

func (a *API) deleteHeardAs(ctx context.Context, in *struct {
	BrandPath
	As string `query:"as" required:"true"`
}) (*struct{}, error) {
	_, err := a.editHeardAs(ctx, in.ID, "no longer heard as "+in.As, func(b *index.Brand) error {
		n := len(b.HeardAs)
		if *b = detect.RemoveHeardAs(*b, in.As); len(b.HeardAs) == n {
			return heardAsUnknown.problem()
		}
		return nil
	})
	return nil, err
}

// editHeardAs changes the list in the transaction that reads it, so that of two people who confirm
// at the same time both count.
func (a *API) editHeardAs(ctx context.Context, id, why string, edit func(*index.Brand) error) (*Tagged[BrandWritten], error) {
	var out BrandWritten
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		b, err := record.GetBrand(ctx, tx, workspace(ctx), id)
		if err != nil {
			return err
		}
		if err := edit(&b); err != nil {
			return err
		}
		if b, err = record.PutBrand(ctx, tx, b); err != nil {
			return err
		}
		job, err := archive.AddRescan(ctx, tx, archive.Rescan{Workspace: b.Workspace, Reason: b.Name + " " + why, Brands: []string{b.ID}})
		out = BrandWritten{Brand: b, Rescan: job.ID}
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the brand", err)
	}
	a.opts.BrandsChanged()
	return tagged(out, out.Revision), nil
}
