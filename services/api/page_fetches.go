package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// FetchView is how often a program fetched pages of a site.
type FetchView struct {
	Time    *time.Time       `json:"time,omitempty" doc:"The hour or minute, or by page the latest one; absent by name."`
	Kind    feeds.FetchKind  `json:"kind" enum:"preview,assistant,crawler" doc:"A chat that draws the preview of a link, an assistant that reads for a person, or a crawler. The three are never added up, and none is a visit."`
	Name    string           `json:"name" doc:"As slack, chatgpt or gptbot."`
	Page    string           `json:"page,omitempty" doc:"Its path. Absent where pages are added up, or were too many to be told apart."`
	Proof   feeds.FetchProof `json:"proof" enum:"listed,claimed,unlisted,scattered" doc:"Whether it came from published addresses, can't be checked, came from elsewhere, or from all over the internet. The last two don't count."`
	Fetches int64            `json:"fetches"`
	Minutes int64            `json:"minutes" doc:"In how many minutes there was at least one: of previews, the lower bound of shares."`
}

// FetchQuery selects fetches of a site's pages.
type FetchQuery struct {
	Site string   `query:"site" required:"true" minLength:"1" maxLength:"100" doc:"Id of the site."`
	Kind []string `query:"kind" enum:"preview,assistant,crawler" doc:"All three by default, which are never added up."`
	Name []string `query:"name" doc:"As slack or chatgpt."`
	Page string   `query:"page" maxLength:"300" doc:"Path of one page."`
	From string   `query:"from" doc:"Day or time; four weeks ago by default."`
	To   string   `query:"to"`
	By   string   `query:"by" enum:"name,page,hour,time" default:"name" doc:"What is told apart beside kind, name and proof. By time, the last seven days are by minute."`
	Most int      `query:"limit" minimum:"1" maximum:"1000" default:"200" doc:"Most rows: those with the most minutes, or the latest."`
}

func (a *API) fetchRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/page-fetches", "list-page-fetches", "List the fetches of a site's pages by chats that draw previews, by AI assistants and by crawlers", "sites", access.Read), a.listFetches)
}

func (a *API) listFetches(ctx context.Context, in *FetchQuery) (*Out[List[FetchView]], error) {
	site, err := evidence.GetSite(ctx, a.opts.Ledger, workspace(ctx), in.Site)
	if err != nil {
		return nil, a.fail(ctx, "loading the site", err)
	}
	f := evidence.FetchFilter{Kinds: in.Kind, Names: in.Name, Page: in.Page, Limit: in.Most}
	if f.From, err = moment(in.From, false); err == nil {
		f.To, err = moment(in.To, true)
	}
	if err != nil {
		return nil, err
	}
	if f.From.IsZero() {
		f.From = a.opts.Now().AddDate(0, 0, -28)
	}
	if f.Feeds, err = evidence.FetchFeeds(ctx, a.opts.Ledger, site); err != nil {
		return nil, a.fail(ctx, "looking for fetches", err)
	}
	found, err := evidence.FetchesBy(ctx, a.opts.Ledger, f, in.By)
	if err != nil {
		return nil, a.fail(ctx, "listing fetches", err)
	}
	views := make([]FetchView, len(found))
	for i, x := range found {
		views[i] = FetchView{Kind: x.Kind, Name: x.Name, Page: x.Page, Proof: x.Proof, Fetches: x.Count, Minutes: x.Minutes}
		if in.By != "name" {
			views[i].Time = known(x.Start)
		}
	}
	return list(views, ""), nil
}
