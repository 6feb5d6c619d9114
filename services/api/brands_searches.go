package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// BrandSearchView is the search for a brand on one network, as it is or could be.
type BrandSearchView struct {
	Type    feeds.SourceType `json:"type"`
	Name    string           `json:"name" doc:"Of the network."`
	Limits  string           `json:"limits,omitempty" doc:"What it can't do."`
	On      bool             `json:"on"`
	Finds   []string         `json:"finds" doc:"What is searched for, one for each source."`
	Sources []SearchSource   `json:"sources" doc:"The sources that it is or was read by."`
}

// SearchSource is a source that follows a brand.
type SearchSource struct {
	ID     string       `json:"id"`
	Name   string       `json:"name"`
	Health feeds.Health `json:"health"`
	Paused bool         `json:"paused,omitempty"`
}

// BrandSearchBody turns a search on or off.
type BrandSearchBody struct {
	On bool `json:"on"`
}

func (a *API) brandSearchRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/brands/{id}/searches", "list-brand-searches", "List the networks that can be searched for a brand", "brands", access.Read), a.listBrandSearches)
	huma.Register(a.huma, op(http.MethodPut, "/brands/{id}/searches/{type}", "set-brand-search",
		"Turn the search for a brand on a network on or off; it follows the brand's names and domains", "brands", access.Write), a.setBrandSearch)
}

// searchesOf returns the sources that search a network for a brand. A network that needs an account has none here.
func (a *API) searchesOf(spec feeds.Spec, b index.Brand) []feeds.Source {
	if spec.Searches == nil || spec.Account != "" || !spec.Addable() {
		return nil
	}
	var out []feeds.Source
	for _, s := range spec.Searches(feeds.Searched{Names: append([]string{b.Name}, b.Aliases...), Domains: b.Domains}) {
		title := ""
		if spec.Recognize != nil {
			if known, ok := spec.Recognize(s.URL); ok {
				title = known.Name
			}
		}
		src, err := a.newSource(SourceBody{Type: spec.Type, URL: s.URL, Query: s.Query, Title: title})
		if err != nil {
			continue // a name that the network can't search for
		}
		out = append(out, src)
	}
	return out
}

func (a *API) listBrandSearches(ctx context.Context, in *BrandPath) (*Out[List[BrandSearchView]], error) {
	b, err := record.GetBrand(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the brand", err)
	}
	views, err := a.viewSearches(ctx, b)
	if err != nil {
		return nil, a.fail(ctx, "listing the brand's searches", err)
	}
	return list(views, ""), nil
}

func (a *API) viewSearches(ctx context.Context, b index.Brand) ([]BrandSearchView, error) {
	chosen, err := archive.BrandSearches(ctx, a.opts.Ledger, b.Workspace, b.ID)
	if err != nil {
		return nil, err
	}
	views := []BrandSearchView{}
	for _, spec := range a.opts.SourceTypes {
		wanted := a.searchesOf(spec, b)
		if len(wanted) == 0 {
			continue
		}
		v := BrandSearchView{Type: spec.Type, Name: spec.Name, Limits: spec.Limits, Finds: []string{}, Sources: []SearchSource{}}
		for _, w := range wanted {
			v.Finds = append(v.Finds, cmp.Or(w.Query, w.Title))
		}
		if i := slices.IndexFunc(chosen, func(s archive.BrandSearch) bool { return s.Type == spec.Type }); i >= 0 {
			v.On = chosen[i].Active
			for _, id := range chosen[i].Sources {
				s, err := archive.GetSource(ctx, a.opts.Ledger, id)
				if err != nil {
					return nil, err
				}
				v.Sources = append(v.Sources, SearchSource{ID: s.ID, Name: s.Name, Health: viewSource(ctx, s).Health, Paused: s.Paused})
			}
		}
		views = append(views, v)
	}
	return views, nil
}

func (a *API) setBrandSearch(ctx context.Context, in *struct {
	BrandPath
	Type feeds.SourceType `path:"type"`
	Body BrandSearchBody
}) (*Out[List[BrandSearchView]], error) {
	spec, known := a.typeOf(in.Type)
	if !known || spec.Searches == nil {
		return nil, noBrandSearch.problem("type", shortened(string(in.Type)))
	}
	var b index.Brand
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		if b, err = record.GetBrand(ctx, tx, workspace(ctx), in.ID); err != nil {
			return err
		}
		return a.followOn(ctx, tx, b, spec, in.Body.On)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the brand's search", err)
	}
	a.opts.SourceAdded()
	views, err := a.viewSearches(ctx, b)
	if err != nil {
		return nil, a.fail(ctx, "listing the brand's searches", err)
	}
	return list(views, ""), nil
}

func (a *API) followOn(ctx context.Context, tx *ledger.Tx, b index.Brand, spec feeds.Spec, on bool) error {
	removed, err := archive.SetBrandSearch(ctx, tx, b.Workspace, b.ID, spec.Type, on, a.searchesOf(spec, b))
	if err != nil {
		return err
	}
	return chooseLeads(ctx, tx, removed)
}

func chooseLeads(ctx context.Context, tx *ledger.Tx, removed []string) error {
	for _, id := range removed {
		if err := record.ChooseLeadsOfSource(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// follow makes the searches of a brand those of its names as they are now, and turns on those of wanted: types of
// sources, or "all".
func (a *API) follow(ctx context.Context, tx *ledger.Tx, b index.Brand, wanted []string) error {
	chosen, err := archive.BrandSearches(ctx, tx, b.Workspace, b.ID)
	if err != nil {
		return err
	}
	for _, spec := range a.opts.SourceTypes {
		i := slices.IndexFunc(chosen, func(s archive.BrandSearch) bool { return s.Type == spec.Type })
		asked := slices.Contains(wanted, string(spec.Type)) || slices.Contains(wanted, "all") && i < 0 && len(a.searchesOf(spec, b)) > 0
		if asked || i >= 0 && chosen[i].Active {
			if err := a.followOn(ctx, tx, b, spec, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkSearches returns a problem if a network can't be searched.
func (a *API) checkSearches(wanted []string) error {
	for _, t := range wanted {
		spec, known := a.typeOf(feeds.SourceType(t))
		if t != "all" && (!known || spec.Searches == nil || spec.Account != "") {
			return noBrandSearch.problem("type", shortened(t))
		}
	}
	return nil
}

// withFollowers adds the brands that sources follow.
func (a *API) withFollowers(ctx context.Context, views []SourceView) error {
	ids := make([]string, len(views))
	for i, v := range views {
		ids[i] = v.ID
	}
	followed, err := archive.Followers(ctx, a.opts.Ledger, workspace(ctx), ids)
	if err != nil {
		return err
	}
	for i := range views {
		views[i].Follows = followed[views[i].ID]
	}
	return nil
}
