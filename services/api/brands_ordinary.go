package api

import (
	"context"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// BrandFinding is something about a brand that its owner should know, as a code.
type BrandFinding struct {
	Code   string            `json:"code" doc:"name_everyday or name_dictionary: a name is an ordinary word. More may be added."`
	Params map[string]string `json:"params" doc:"The variable parts of says, by name."`
	Says   string            `json:"says" doc:"The finding as an English sentence."`
}

// findings returns which names of a brand are ordinary words.
func findings(b index.Brand) []BrandFinding {
	out := []BrandFinding{}
	for _, o := range detect.OrdinaryNames(b) {
		var f BrandFinding
		f.Code, f.Params, f.Says = o.Coded()
		out = append(out, f)
	}
	return out
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
	return &Out[BrandCheck]{BrandCheck{findings(b)}}, nil
}
