package api

import (
	"context"
	"sync"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// PreviewBody is a text in which to find brands.
type PreviewBody struct {
	Text     string       `json:"text" maxLength:"1000000"`
	Title    string       `json:"title,omitempty" maxLength:"10000"`
	Notes    string       `json:"notes,omitempty" maxLength:"100000"`
	Language string       `json:"language,omitempty"`
	Origin   feeds.Origin `json:"origin,omitempty" enum:"publisher,captions,speech,none"`
	Brand    *BrandBody   `json:"brand,omitempty" doc:"An unsaved brand. By default the saved brands are used."`
}

// previewCache keeps the compiled brands of one workspace between previews.
type previewCache struct {
	mu        sync.Mutex
	workspace string
	revision  int64
	detector  *detect.Detector
}

func (a *API) previewBrand(ctx context.Context, in *struct{ Body PreviewBody }) (*Out[List[index.Hit]], error) {
	var d *detect.Detector
	var err error
	if in.Body.Brand != nil {
		b, err := in.Body.Brand.brand(workspace(ctx))
		if err != nil {
			return nil, err
		}
		if d, err = detect.New([]index.Brand{b}, detect.Options{}); err != nil {
			return nil, invalid(err)
		}
	} else if d, err = a.savedNames(ctx); err != nil {
		return nil, a.fail(ctx, "loading brands", err)
	}
	hits := d.Detect(&feeds.Document{
		Text: in.Body.Text, Title: in.Body.Title, Notes: in.Body.Notes, Language: in.Body.Language, Origin: in.Body.Origin,
	})
	return list(hits, ""), nil
}

func (a *API) savedNames(ctx context.Context) (*detect.Detector, error) {
	revision, err := record.BrandsRevision(ctx, a.opts.Ledger)
	if err != nil {
		return nil, err
	}
	a.preview.mu.Lock()
	defer a.preview.mu.Unlock()
	space := workspace(ctx)
	if a.preview.detector != nil && a.preview.revision == revision && a.preview.workspace == space {
		return a.preview.detector, nil
	}
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: space, Active: true})
	if err != nil {
		return nil, err
	}
	feedback, err := record.Feedback(ctx, a.opts.Ledger, space)
	if err != nil {
		return nil, err
	}
	dismissed, err := record.DismissedWords(ctx, a.opts.Ledger, space)
	if err != nil {
		return nil, err
	}
	d, err := detect.New(brands, detect.Options{Feedback: feedback, Dismissed: dismissed})
	if d == nil {
		return nil, invalid(err)
	}
	a.preview.workspace, a.preview.revision, a.preview.detector = space, revision, d
	return d, nil
}
