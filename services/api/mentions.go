package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// MentionQuery filters mentions. Lists are separated by commas.
type MentionQuery struct {
	Brand      []string `query:"brand"`
	Kind       []string `query:"kind"`
	Source     []string `query:"source"`
	Lang       []string `query:"lang"`
	State      []string `query:"state" doc:"new, seen, confirmed or dismissed. By default all but dismissed."`
	Type       []string `query:"type"`
	Confidence float64  `query:"conf" doc:"Minimum confidence." minimum:"0" maximum:"1"`
	Unsure     string   `query:"unsure" enum:"no,only,too" default:"no" doc:"Mentions with only unsure hits: exclude them, only them, or include them."`
	Starred    bool     `query:"starred"`
	Synthetic  string   `query:"synthetic" enum:"no,only,too" default:"too" doc:"Mentions in what AI made, as its publisher says: exclude them, only them, or include them."`
	Document   string   `query:"document"`
	From       string   `query:"from" doc:"Published on or after this day or time."`
	To         string   `query:"to" doc:"Published on or before this day, or before this time."`
	FoundTo    string   `query:"found_to" doc:"Found on or before this day, or at or before this time. With the time of a count, it leaves out what was found since."`
	Q          string   `query:"q" doc:"Words in the title or a quote."`
	Sort       string   `query:"sort" enum:"published,found" default:"published"`
	Copies     string   `query:"copies" enum:"folded,all" default:"folded" doc:"Documents that carry the same conversation share one row, or each mention is listed."`
}

func (q MentionQuery) filter(workspace string) (record.MentionFilter, error) {
	f := record.MentionFilter{
		Workspace: workspace, Brands: q.Brand, Kinds: q.Kind, Sources: q.Source, Languages: q.Lang, States: q.State, Types: q.Type,
		MinConfidence: q.Confidence, Document: q.Document, Query: q.Q, ByFound: q.Sort == "found",
		Rows: q.Copies != "all",
	}
	for _, list := range []struct {
		name         string
		given, known []string
	}{
		{"state", q.State, words(index.New, index.Seen, index.Confirmed, index.Dismissed)},
		{"kind", q.Kind, words(feeds.Kinds...)},
		{"type", q.Type, words(index.Passing, index.Discussed, index.Sponsor, index.Guest)},
	} {
		for _, v := range list.given {
			if !slices.Contains(list.known, v) {
				return f, wrongField("query."+list.name, "not_one_of", "values", strings.Join(list.known, ", "))
			}
		}
	}
	if len(f.States) == 0 {
		f.States = []string{string(index.New), string(index.Seen), string(index.Confirmed)}
	}
	yes, no := true, false
	switch q.Unsure {
	case "only":
		f.Unsure = &yes
	case "", "no":
		f.Unsure = &no
	}
	switch q.Synthetic {
	case "only":
		f.Synthetic = &yes
	case "no":
		f.Synthetic = &no
	}
	if q.Starred {
		f.Starred = &yes
	}
	var err error
	if f.From, err = moment(q.From, false); err != nil {
		return f, err
	}
	if f.To, err = moment(q.To, true); err != nil {
		return f, err
	}
	f.FoundTo, err = moment(q.FoundTo, true)
	return f, err
}

func words[W ~string](list ...W) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// moment parses a day or an RFC 3339 time. With end it returns the end of a day.
func moment(s string, end bool) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, badDate.problem("date", shortened(s))
	}
	return t, nil
}

// MentionTotals are the numbers of mentions that match a filter.
type MentionTotals struct {
	Total  int                       `json:"total"`
	Facets map[string]map[string]int `json:"facets" doc:"By facet and value. A facet counts what its other values would find: its own filter is left out."`
	At     time.Time                 `json:"at" doc:"When they were counted, for found_to."`
}

// mentionFacets are the facets of the inbox.
var mentionFacets = []string{record.ByBrand, record.ByKind, record.BySource, record.ByLanguage, record.ByState, record.ByType}

type MentionPath struct {
	ID string `path:"id"`
}

func (a *API) mentionRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/mentions", "list-mentions", "List mentions, newest first", "mentions", access.Read), a.listMentions)
	huma.Register(a.huma, op(http.MethodGet, "/mentions/totals", "count-mentions", "Count mentions by brand, kind, source and other fields", "mentions", access.Read), a.countMentions)
	huma.Register(a.huma, a.exportMentionsOperation(), a.exportMentions)
	huma.Register(a.huma, op(http.MethodGet, "/mentions/{id}", "get-mention", "Get a mention", "mentions", access.Read), a.getMention)
	huma.Register(a.huma, op(http.MethodPatch, "/mentions", "change-mentions", "Change several mentions, or all that match a filter, some at a time", "mentions", access.Write), a.changeMentions)
	huma.Register(a.huma, op(http.MethodPatch, "/mentions/{id}", "change-mention", "Confirm, dismiss, star, assign or annotate a mention", "mentions", access.Write), a.changeMention)
	huma.Register(a.huma, op(http.MethodPatch, "/mentions/{id}/hits/{hit}", "change-hit", "Dismiss or restore a hit", "mentions", access.Write), a.changeHit)
}

func (a *API) listMentions(ctx context.Context, in *struct {
	MentionQuery
	Paging
}) (*Out[List[MentionView]], error) {
	f, err := in.filter(workspace(ctx))
	if err != nil {
		return nil, err
	}
	f.Page = ledger.Page{Limit: in.Limit, After: in.Cursor}
	rows, next, err := record.ListMentions(ctx, a.opts.Ledger, f)
	if err != nil {
		return nil, a.fail(ctx, "listing mentions", err)
	}
	views, err := a.viewMentions(ctx, rows)
	if err != nil {
		return nil, err
	}
	return list(views, next), nil
}

func (a *API) countMentions(ctx context.Context, in *struct {
	MentionQuery
	Facets string `query:"facets" enum:"all,none" default:"all" doc:"Count by facet too, or the total alone, which is quicker."`
}) (*Out[MentionTotals], error) {
	f, err := in.filter(workspace(ctx))
	if err != nil {
		return nil, err
	}
	by := mentionFacets
	if in.Facets == "none" {
		by = nil
	}
	at := a.opts.Now().UTC()
	n, facets, err := record.CountMentions(ctx, a.opts.Ledger, f, by...)
	if err != nil {
		return nil, a.fail(ctx, "counting mentions", err)
	}
	return &Out[MentionTotals]{MentionTotals{n, facets, at}}, nil
}

func (a *API) getMention(ctx context.Context, in *MentionPath) (*Tagged[MentionView], error) {
	r, err := record.GetMentionRow(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the mention", err)
	}
	views, err := a.viewMentions(ctx, []record.MentionRow{r})
	if err != nil {
		return nil, err
	}
	dismissed, err := record.DismissedHits(ctx, a.opts.Ledger, r.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading dismissed hits", err)
	}
	for _, h := range dismissed {
		views[0].Dismissed = append(views[0].Dismissed, viewHit(ctx, r, h))
	}
	return tagged(views[0], r.Revision), nil
}
