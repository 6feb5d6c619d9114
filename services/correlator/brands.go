package correlator

import (
	"context"
	"slices"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// brandsOf returns the brands whose mentions are judged by the visits of a site: those that it
// names, or, if it names none, all own brands that no other site names. Of several sites that
// would take a brand, the oldest does: a mention has one report.
func brandsOf(ctx context.Context, r ledger.Reader, s evidence.Site) ([]index.Brand, error) {
	sites, err := evidence.ListSites(ctx, r, s.Workspace)
	if err != nil {
		return nil, err
	}
	brands, err := record.ListBrands(ctx, r, record.BrandFilter{Workspace: s.Workspace})
	if err != nil {
		return nil, err
	}
	var out []index.Brand
	for _, b := range brands {
		if evidence.SiteOf(sites, b.ID, b.Own) == s.ID {
			out = append(out, b)
		}
	}
	return slices.Clip(out), nil
}
