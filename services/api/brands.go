package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// BrandBody is a brand in a request.
type BrandBody struct {
	ID           string   `json:"id,omitempty" doc:"Lower-case letters, digits and -. By default made from the name." maxLength:"64"`
	Name         string   `json:"name" minLength:"1" maxLength:"300"`
	Aliases      []string `json:"aliases,omitempty" doc:"Other names for it."`
	HeardAs      []string `json:"heard_as,omitempty" doc:"Spellings that speech recognition writes for it."`
	SoundsLike   []string `json:"sounds_like,omitempty" doc:"How its name is pronounced, in letters, such as clay vee oh. For English."`
	Handles      []string `json:"handles,omitempty" doc:"Accounts, such as @acme."`
	Domains      []string `json:"domains,omitempty" doc:"Its web addresses, such as acme.example."`
	Context      []string `json:"context,omitempty" doc:"Context words: they confirm the brand if its name is an ordinary word."`
	Exclude      []string `json:"exclude,omitempty" doc:"Words that rule the brand out when they are near."`
	Language     string   `json:"language,omitempty"`
	Own          *bool    `json:"own,omitempty" doc:"Whether it is your own brand. By default true, unless it competes with one."`
	CompetesWith string   `json:"competes_with,omitempty" doc:"Id of your own brand that it competes with."`
	Active       *bool    `json:"active,omitempty" doc:"Whether it is searched for. True by default."`
	Searches     []string `json:"searches,omitempty" maxItems:"20" doc:"Networks to search for it, by type of source, or all. Those that are on already stay on."`
}

// BrandChange is a change of a brand. Fields that are left out stay as they are.
type BrandChange struct {
	Name         *string   `json:"name,omitempty" minLength:"1" maxLength:"300"`
	Aliases      *[]string `json:"aliases,omitempty"`
	HeardAs      *[]string `json:"heard_as,omitempty"`
	SoundsLike   *[]string `json:"sounds_like,omitempty"`
	Handles      *[]string `json:"handles,omitempty"`
	Domains      *[]string `json:"domains,omitempty"`
	Context      *[]string `json:"context,omitempty"`
	Exclude      *[]string `json:"exclude,omitempty"`
	Language     *string   `json:"language,omitempty"`
	Own          *bool     `json:"own,omitempty" doc:"By default derived from competes_with, if that is given."`
	CompetesWith *string   `json:"competes_with,omitempty"`
	Active       *bool     `json:"active,omitempty"`
}

// apply returns the changed brand.
func (c BrandChange) apply(b index.Brand) (index.Brand, error) {
	replace(&b.Name, c.Name)
	b.Name = strings.TrimSpace(b.Name)
	replace(&b.Aliases, c.Aliases)
	replace(&b.HeardAs, c.HeardAs)
	replace(&b.SoundsLike, c.SoundsLike)
	replace(&b.Handles, c.Handles)
	replace(&b.Domains, c.Domains)
	replace(&b.Context, c.Context)
	replace(&b.Exclude, c.Exclude)
	replace(&b.Language, c.Language)
	if c.CompetesWith != nil {
		b.CompetesWith, b.Own = *c.CompetesWith, *c.CompetesWith == ""
	}
	replace(&b.Own, c.Own)
	replace(&b.Active, c.Active)
	return b, checkBrand(b)
}

// BrandView is a brand with the reviews of its mentions.
type BrandView struct {
	index.Brand
	Feedback BrandFeedback  `json:"feedback"`
	Findings []BrandFinding `json:"findings,omitempty" doc:"What its owner should know: a name that is an ordinary word. In the answer about one brand only."`
}

// BrandFeedback is how often detection was right about a brand, and the effect on its confidence.
type BrandFeedback struct {
	detect.Feedback
	Precision *float64 `json:"precision" doc:"Share of the reviewed mentions that were confirmed; null before the first review."`
	Detail    string   `json:"detail"`
	Effect    string   `json:"effect" enum:"raises,lowers,leaves" doc:"What the reviews do to the confidence of hits."`

	Learnt *archive.Learnt `json:"learnt,omitempty" doc:"What the last reviews changed in the newest mentions. In the answer about one brand only."`
}

func viewBrand(b index.Brand, f detect.Feedback) BrandView {
	v := BrandView{Brand: b, Feedback: BrandFeedback{Feedback: f, Detail: f.Explain(), Effect: string(f.Effect())}}
	if p, ok := f.Precision(); ok {
		v.Feedback.Precision = &p
	}
	return v
}

// BrandWritten is a saved brand with the rescan that this started.
type BrandWritten struct {
	index.Brand
	Rescan   string         `json:"rescan,omitempty" doc:"Id of the rescan that this started."`
	Findings []BrandFinding `json:"findings,omitempty" doc:"What its owner should know: a name that is an ordinary word."`
}

type BrandPath struct {
	ID string `path:"id"`
}

func (a *API) brandRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/brands", "list-brands", "List brands", "brands", access.Read), a.listBrands)
	huma.Register(a.huma, op(http.MethodPost, "/brands", "add-brand", "Add a brand; the archive is rescanned", "brands", access.Write), a.addBrand)
	huma.Register(a.huma, op(http.MethodGet, "/brands/{id}", "get-brand", "Get a brand", "brands", access.Read), a.getBrand)
	huma.Register(a.huma, op(http.MethodPut, "/brands/{id}", "put-brand", "Replace a brand; the archive is rescanned", "brands", access.Write), a.putBrand)
	huma.Register(a.huma, op(http.MethodPatch, "/brands/{id}", "change-brand", "Change the given fields of a brand; the archive is rescanned", "brands", access.Write), a.changeBrand)
	huma.Register(a.huma, op(http.MethodDelete, "/brands/{id}", "delete-brand", "Delete a brand", "brands", access.Write), a.deleteBrand)
	huma.Register(a.huma, op(http.MethodPost, "/brands/suggest", "suggest-brand", "Find suggestions for a brand in the archive: domains, context words, exclusions, aliases, mis-hearings; and show what its inbox would look like", "brands", access.Read), a.suggestBrand)
	huma.Register(a.huma, op(http.MethodPost, "/brands/check", "check-brand", "Check a brand before it is saved: whether a name is an ordinary word", "brands", access.Read), a.checkBrandDraft)
	huma.Register(a.huma, op(http.MethodPost, "/brands/{id}/heard-as", "add-heard-as", "Add a mis-hearing; the archive is rescanned", "brands", access.Write), a.addHeardAs)
	huma.Register(a.huma, op(http.MethodDelete, "/brands/{id}/heard-as", "delete-heard-as", "Remove a mis-hearing; the archive is rescanned", "brands", access.Write), a.deleteHeardAs)
	preview := op(http.MethodPost, "/brands/preview", "preview-brand", "Show what a brand would find in a text, and why", "brands", access.Read)
	preview.MaxBodyBytes = maxText
	huma.Register(a.huma, preview, a.previewBrand)
	a.brandSearchRoutes()
}

func (a *API) listBrands(ctx context.Context, _ *struct{}) (*Out[List[BrandView]], error) {
	feedback, err := record.Feedback(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing brands", err)
	}
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: workspace(ctx)})
	if err != nil {
		return nil, a.fail(ctx, "listing brands", err)
	}
	views := make([]BrandView, len(brands))
	for i, b := range brands {
		views[i] = viewBrand(b, feedback[b.ID])
	}
	return list(views, ""), nil
}

func (a *API) getBrand(ctx context.Context, in *BrandPath) (*Tagged[BrandView], error) {
	b, err := record.GetBrand(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the brand", err)
	}
	feedback, err := record.Feedback(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "loading the brand", err)
	}
	view := viewBrand(b, feedback[b.ID])
	if view.Feedback.Learnt, err = archive.LastJudged(ctx, a.opts.Ledger, b.Workspace, b.ID); err != nil {
		return nil, a.fail(ctx, "loading the brand", err)
	}
	if view.Findings, err = findings(ctx, a.opts.Ledger, b); err != nil {
		return nil, a.fail(ctx, "loading the brand", err)
	}
	return tagged(view, b.Revision), nil
}

func (a *API) addBrand(ctx context.Context, in *struct{ Body BrandBody }) (*Tagged[BrandWritten], error) {
	b, err := in.Body.brand(workspace(ctx))
	if err != nil {
		return nil, err
	}
	if err := a.competitor(ctx, b, ""); err != nil {
		return nil, err
	}
	return a.writeBrand(ctx, b, "added "+b.Name, in.Body.Searches...)
}

func (a *API) putBrand(ctx context.Context, in *struct {
	BrandPath
	IfMatch
	Body BrandBody
}) (*Tagged[BrandWritten], error) {
	in.Body.ID = in.ID
	b, err := in.Body.brand(workspace(ctx))
	if err != nil {
		return nil, err
	}
	have, err := record.GetBrand(ctx, a.opts.Ledger, b.Workspace, b.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the brand", err)
	}
	if err := a.competitor(ctx, b, have.CompetesWith); err != nil {
		return nil, err
	}
	b.Revision = have.Revision
	if want, err := in.expected(); err != nil {
		return nil, err
	} else if want >= 0 {
		b.Revision = want
	}
	return a.writeBrand(ctx, b, "edited "+b.Name, in.Body.Searches...)
}

func (a *API) changeBrand(ctx context.Context, in *struct {
	BrandPath
	IfMatch
	Body BrandChange
}) (*Tagged[BrandWritten], error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	return again(func() (*Tagged[BrandWritten], error) {
		have, err := record.GetBrand(ctx, a.opts.Ledger, workspace(ctx), in.ID)
		if err != nil {
			return nil, a.fail(ctx, "loading the brand", err)
		}
		b, err := in.Body.apply(have)
		if err != nil {
			return nil, err
		}
		if err := a.competitor(ctx, b, have.CompetesWith); err != nil {
			return nil, err
		}
		if want >= 0 {
			b.Revision = want
		}
		return a.writeBrand(ctx, b, "edited "+b.Name)
	}, want < 0)
}

// competitor refuses a brand that competes with itself or with a brand that doesn't exist. The
// brand that it competed with before may have been deleted since.
func (a *API) competitor(ctx context.Context, b index.Brand, before string) error {
	switch b.CompetesWith {
	case "", before:
		return nil
	case b.ID:
		return brandOwnRival.problem()
	}
	_, err := record.GetBrand(ctx, a.opts.Ledger, b.Workspace, b.CompetesWith)
	if errors.Is(err, ledger.ErrNotFound) {
		return a.noBrand(ctx, b.Workspace, b.CompetesWith)
	}
	return a.fail(ctx, "loading the brand", err)
}

// writeBrand saves the brand and queues the rescan, in one transaction.
func (a *API) writeBrand(ctx context.Context, b index.Brand, why string, searches ...string) (*Tagged[BrandWritten], error) {
	if err := a.checkSearches(searches); err != nil {
		return nil, err
	}
	var out BrandWritten
	created := b.Revision == 0
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		saved, err := record.PutBrand(ctx, tx, b)
		if err != nil {
			return err
		}
		job, err := archive.AddRescan(ctx, tx, archive.Rescan{Workspace: b.Workspace, Reason: why, Brands: []string{b.ID}})
		out = BrandWritten{Brand: saved, Rescan: job.ID}
		if err != nil {
			return err
		}
		return a.follow(ctx, tx, saved, searches)
	})
	if created && isConflict(err) {
		return nil, brandExists.problem("id", b.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, "saving the brand", err)
	}
	a.opts.BrandsChanged()
	a.opts.SourceAdded()
	if out.Findings, err = findings(ctx, a.opts.Ledger, out.Brand); err != nil {
		return nil, a.fail(ctx, "checking the brand", err)
	}
	return tagged(out, out.Revision), nil
}

func (a *API) deleteBrand(ctx context.Context, in *struct {
	BrandPath
	IfMatch
}) (*struct{}, error) {
	want, err := in.expected()
	if err != nil {
		return nil, err
	}
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if err := record.DeleteBrand(ctx, tx, workspace(ctx), in.ID, max(want, 0)); err != nil {
			return err
		}
		removed, err := archive.EndBrandSearches(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		if err := chooseLeads(ctx, tx, removed); err != nil {
			return err
		}
		_, err = archive.AddRescan(ctx, tx, archive.Rescan{Workspace: workspace(ctx), Reason: "deleted " + in.ID, Brands: []string{in.ID}})
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "deleting the brand", err)
	}
	a.opts.BrandsChanged()
	return nil, nil
}

var brandID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// brand returns the checked brand with its defaults.
func (b BrandBody) brand(workspace string) (index.Brand, error) {
	out := index.Brand{
		ID: b.ID, Workspace: workspace, Name: strings.TrimSpace(b.Name), Aliases: b.Aliases, HeardAs: b.HeardAs, SoundsLike: b.SoundsLike, Handles: b.Handles,
		Domains: b.Domains, Context: b.Context, Exclude: b.Exclude, Language: b.Language, CompetesWith: b.CompetesWith,
		Own: b.CompetesWith == "", Active: true,
	}
	if b.Own != nil {
		out.Own = *b.Own
	}
	if b.Active != nil {
		out.Active = *b.Active
	}
	if out.ID == "" {
		if out.ID = slug(out.Name); out.ID == "" {
			out.ID = feeds.ID("brand", workspace, out.Name)
		}
	}
	if !brandID.MatchString(out.ID) {
		return out, badBrandID.problem("id", shortened(out.ID))
	}
	return out, checkBrand(out)
}

// checkBrand returns a problem with a sentence if a brand is invalid.
func checkBrand(b index.Brand) error {
	if err := detect.Check(b); err != nil {
		return invalid(err)
	}
	for _, heard := range b.HeardAs {
		if err := detect.CheckHeardAs(b, heard); err != nil {
			return invalid(err)
		}
	}
	return nil
}

// slug makes an id from a name: lower-case letters and digits, and one dash for everything else.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := strings.Trim(b.String(), "-")
	return s[:min(len(s), 40)]
}
