package api

import (
	"context"
	"errors"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// suggestTimeout limits the walk through a large archive. What was found by then is returned.
const suggestTimeout = time.Minute

// BrandSuggestion is what the archive suggests, and how much of it was checked.
type BrandSuggestion struct {
	detect.Suggestion
	Documents int  `json:"documents" doc:"Number of documents checked."`
	Whole     bool `json:"whole" doc:"Whether the whole archive was checked."`
}

// suggestBrand runs detection over the archive with this brand alone. Nothing is saved.
func (a *API) suggestBrand(ctx context.Context, in *struct{ Body BrandBody }) (*Out[BrandSuggestion], error) {
	b, err := in.Body.brand(workspace(ctx))
	if err != nil {
		return nil, err
	}
	if saved, err := record.GetBrand(ctx, a.opts.Ledger, b.Workspace, b.ID); err == nil {
		b = saved
	}
	d, err := detect.New([]index.Brand{b}, detect.Options{})
	if err != nil {
		return nil, invalid(err)
	}
	limited, cancel := context.WithTimeout(ctx, suggestTimeout)
	defer cancel()
	out := BrandSuggestion{Whole: true}
	var failed error
	enough := errors.New("enough")
	out.Suggestion = detect.Suggest(b, func(yield func(*feeds.Document, []index.Hit) bool) {
		failed = archive.EachDocument(limited, a.opts.Ledger, 0, 50, func(docs []archive.DocumentMeta) error {
			for i := range docs {
				out.Documents++
				if !yield(&docs[i].Document, d.Detect(&docs[i].Document)) {
					return enough
				}
			}
			return nil
		})
	})
	switch {
	case failed == nil:
	case errors.Is(failed, enough), limited.Err() != nil && ctx.Err() == nil:
		out.Whole = false
	default:
		return nil, a.fail(ctx, "going through the archive", failed)
	}
	return &Out[BrandSuggestion]{out}, nil
}
