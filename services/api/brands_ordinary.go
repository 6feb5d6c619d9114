package api

import (
	"context"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// BrandFinding is something about a brand that its owner should know, as a code.
type BrandFinding struct {
	Code   string            `json:"code" doc:"name_everyday or name_dictionary: a name is an ordinary word. More may be added."`
	Params map[string]string `json:"params" doc:"The variable parts of says, by name."`
	Says   string            `json:"says" doc:"The finding as an English sentence."`
}

// findings returns which names of a brand are ordinary words, in the languages of the archive.
func findings(ctx context.Context, r ledger.Reader, b index.Brand) ([]BrandFinding, error) {
	languages, err := archive.RecentLanguages(ctx, r)
	if err != nil {
		return nil, err
	}
	out := []BrandFinding{}
	for _, o := range detect.OrdinaryNames(b, languages...) {
		var f BrandFinding
		f.Code, f.Params, f.Says = o.Coded()
		out = append(out, f)
	}
	return out, nil
}

// BrandCheck is what can be said of a brand before it is saved, without a look at the archive.
type BrandCheck struct {
	Findings []BrandFinding `json:"findings"`
}

func (a *API) checkBrandDraft(ctx context.Context, in *struct{ Body BrandBody }) (*Out[BrandCheck], error) {
	b, err := in.Body.brand(workspace(ctx))
	if err != nil {
		return nil, err
	}
	found, err := findings(ctx, a.opts.Ledger, b)
	if err != nil {
		return nil, a.fail(ctx, "checking the brand", err)
	}
	return &Out[BrandCheck]{BrandCheck{found}}, nil
}
