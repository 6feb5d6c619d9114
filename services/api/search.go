package api

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Index is the search index.
type Index interface {
	Search(ctx context.Context, r search.Request) (search.Page, error)
	Totals(ctx context.Context, r search.Request, facets ...search.Facet) (search.Totals, error)
	Export(ctx context.Context, w io.Writer, f search.Format, r search.Request) (rows int, err error)
	Rebuilding() []string
	Names(ctx context.Context, prefix string, most int, brands []index.Brand) ([]search.Name, error)
}

// SearchQuery is a search. Lists are separated by commas.
type SearchQuery struct {
	Q      string       `query:"q" maxLength:"10000" doc:"Words, \"phrases\", AND OR NOT, -, *, ~, NEAR/5, brand: source: kind: lang: speaker: before: after: and more."`
	Brand  []string     `query:"brand"`
	Kind   []feeds.Kind `query:"kind"`
	Source []string     `query:"source"`
	Lang   []string     `query:"lang"`
	From   string       `query:"from" doc:"Published on or after this day."`
	To     string       `query:"to" doc:"Published on or before this day."`
	Sort   search.Order `query:"sort" enum:"newest,oldest,relevance" default:"newest"`
}

// SearchPage is a page of results. Each is a document with its best passages.
type SearchPage struct {
	List[search.Result]
	Explain string `json:"explain" doc:"What the query looks for, in English."`
	Instead string `json:"instead,omitempty" doc:"If nothing matches the query itself, what the results match instead, in English: most of its words, with spelling corrections."`

	Explanation query.Explanation  `json:"explanation" doc:"What the query looks for, as codes with parameters."`
	Relaxed     *query.Explanation `json:"relaxed,omitempty" doc:"The content of instead, as codes with parameters."`

	Took int64 `json:"took" doc:"Milliseconds."`

	Rebuilding []string `json:"rebuilding,omitempty" doc:"Parts of the index that were damaged and are being rebuilt, whose documents may be missing here."`
}

func (a *API) searchRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/search", "search", "Search transcripts and articles", "search", access.Read), a.search)
	huma.Register(a.huma, op(http.MethodGet, "/search/suggest", "suggest", "Suggest shows, people and brands by the beginning of their name", "search", access.Read), a.suggest)
	huma.Register(a.huma, op(http.MethodGet, "/search/totals", "search-totals", "Count search results by brand, kind, month and other fields", "search", access.Read), a.searchTotals)
}

func (a *API) suggest(ctx context.Context, in *struct {
	Q     string `query:"q" minLength:"1" maxLength:"100" doc:"The beginning of a name."`
	Limit int    `query:"limit" default:"8" minimum:"1" maximum:"50"`
}) (*Out[List[search.Name]], error) {
	if a.opts.Index == nil {
		return nil, noSearchHere.problem()
	}
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: workspace(ctx)})
	if err != nil {
		return nil, a.fail(ctx, "loading brands", err)
	}
	names, err := a.opts.Index.Names(ctx, in.Q, in.Limit, brands)
	if err != nil {
		return nil, a.searchFailed(ctx, err)
	}
	return list(names, ""), nil
}

func (a *API) search(ctx context.Context, in *struct {
	SearchQuery
	Cursor  string `query:"cursor" doc:"The field next of the previous page."`
	Limit   int    `query:"limit" default:"20" minimum:"1" maximum:"200"`
	Explain bool   `query:"explain" doc:"Explain why each passage matched."`
}) (*Out[SearchPage], error) {
	r, err := a.request(ctx, in.SearchQuery)
	if err != nil {
		return nil, err
	}
	r.Cursor, r.Limit, r.Explain = in.Cursor, in.Limit, in.Explain
	page, err := a.opts.Index.Search(ctx, r)
	if err != nil {
		return nil, a.searchFailed(ctx, err)
	}
	if err := a.place(ctx, page.Results); err != nil {
		return nil, a.fail(ctx, "looking where the documents stand", err)
	}
	asked, err := query.ParseAt(in.Q, a.opts.Now()) // with the names of brands in place of their ids
	if err != nil {
		return nil, a.searchFailed(ctx, err)
	}
	explanation := asked.Explanation()
	return &Out[SearchPage]{SearchPage{
		List: list(page.Results, page.Next).Body, Explain: explanation.String(), Instead: page.Instead, Explanation: explanation, Relaxed: page.Relaxed,
		Took: page.Took.Milliseconds(), Rebuilding: page.Rebuilding,
	}}, nil
}

// place gives each source its present name and each document its present address: the index has
// those of the time when the document was indexed.
func (a *API) place(ctx context.Context, results []search.Result) error {
	var ids []string
	for _, r := range results {
		ids = append(ids, r.Document)
		for _, s := range r.Similar {
			ids = append(ids, s.Document)
		}
	}
	places, err := archive.Locations(ctx, a.opts.Ledger, ids)
	if err != nil {
		return err
	}
	for i := range results {
		r := &results[i]
		if p, ok := places[r.Document]; ok {
			r.Show, r.URL = cmp.Or(p.Show, r.Show), p.URL
			for j := range r.Passages {
				f := &r.Passages[j]
				second := f.From
				if f.Second != nil {
					second = *f.Second
				}
				f.Link = passage.At(r.Kind, r.Network, p.URL, recordingFor(ctx, p.Audio), second)
			}
		}
		for j := range r.Similar {
			if p, ok := places[r.Similar[j].Document]; ok {
				r.Similar[j].Show, r.Similar[j].URL = cmp.Or(p.Show, r.Similar[j].Show), p.URL
			}
		}
	}
	return nil
}

// SearchTotals are the numbers of results, and how long counting took.
type SearchTotals struct {
	search.Totals
	Took int64 `json:"took" doc:"Milliseconds."`
}

func (a *API) searchTotals(ctx context.Context, in *SearchQuery) (*Out[SearchTotals], error) {
	r, err := a.request(ctx, *in)
	if err != nil {
		return nil, err
	}
	t, err := a.opts.Index.Totals(ctx, r, search.ByBrand, search.BySource, search.ByKind, search.ByLanguage, search.BySpeaker)
	if err != nil {
		return nil, a.searchFailed(ctx, err)
	}
	return &Out[SearchTotals]{SearchTotals{t, t.Took.Milliseconds()}}, nil
}

// request parses the query and replaces brand names by ids.
func (a *API) request(ctx context.Context, in SearchQuery) (search.Request, error) {
	r := search.Request{Brands: in.Brand, Kinds: in.Kind, Sources: in.Source, Languages: in.Lang, Order: in.Sort, Relax: true}
	if a.opts.Index == nil {
		return r, noSearchHere.problem()
	}
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: workspace(ctx)})
	if err != nil {
		return r, a.fail(ctx, "loading brands", err)
	}
	if r.From, err = moment(in.From, false); err != nil {
		return r, err
	}
	if r.To, err = moment(in.To, true); err != nil {
		return r, err
	}
	if r.Query, err = query.ParseAt(in.Q, a.opts.Now()); err != nil {
		return r, a.searchFailed(ctx, err)
	}
	if r.Query, err = r.Query.Resolve(brands); err != nil {
		return r, a.searchFailed(ctx, err)
	}
	wanted := slices.Concat(in.Brand, r.Query.Brands())
	for _, b := range brands {
		r.Watched = append(append(append(r.Watched, b.Name), b.Aliases...), b.HeardAs...)
		if slices.Contains(wanted, b.ID) {
			r.Names = slices.Concat(r.Names, []string{b.Name}, b.Aliases, b.HeardAs, b.Handles, b.Domains)
		}
	}
	r.Document = func(id string) *feeds.Document {
		d, err := archive.GetDocument(ctx, a.opts.Ledger, id)
		if err != nil {
			return nil // it was deleted or is damaged: the index still has its passages
		}
		return &d
	}
	return r, nil
}

// searchFailed returns a problem that points at the mistake in a query.
func (a *API) searchFailed(ctx context.Context, err error) error {
	var m *query.Error
	switch {
	case errors.As(err, &m):
		p := problem(http.StatusUnprocessableEntity, sentence(m.Message)).because(err)
		p.At, p.Length = &m.At, &m.Length
		return p
	case errors.Is(err, search.ErrRequest):
		return invalid(err)
	case errors.Is(err, search.ErrTooCostly), errors.Is(err, context.DeadlineExceeded):
		return tooCostly.problem()
	}
	return a.fail(ctx, "searching", err)
}
