package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// ReportView is a report.
type ReportView struct {
	ID       string               `json:"id"`
	Revision int64                `json:"revision"`
	State    evidence.ReportState `json:"state" enum:"open,ready" doc:"open until the window is over and was counted to its end."`
	Verdict  evidence.Verdict     `json:"verdict,omitempty" enum:"clear,likely,possible,cannot_tell,no_sign" doc:"Absent while the report is open."`
	Day      int                  `json:"day,omitempty" doc:"While it is open: the day of the window that it is today, from 1; the number of days once it is over."`
	Brand    MentionBrand         `json:"brand"`
	Created  time.Time            `json:"created"`
	Revised  time.Time            `json:"revised"`
	Picked   *ReportChoice        `json:"picked,omitempty" doc:"The numbers that metric and window ask for; absent without either."`
	evidence.ReportBody
}

// ReportItem is a report in a list.
type ReportItem struct {
	ID       string                 `json:"id"`
	Revision int64                  `json:"revision"`
	State    evidence.ReportState   `json:"state" enum:"open,ready"`
	Verdict  evidence.Verdict       `json:"verdict,omitempty" enum:"clear,likely,possible,cannot_tell,no_sign"`
	Day      int                    `json:"day,omitempty"`
	Brand    MentionBrand           `json:"brand"`
	Mention  evidence.ReportMention `json:"mention"`
	Site     evidence.ReportSite    `json:"site"`
	Window   evidence.ReportWindow  `json:"window"`
	Reasons  []string               `json:"reasons"`
	Lift     *evidence.Lift         `json:"lift"`
	Group    []string               `json:"group"`
	Days     *evidence.ReportDays   `json:"group_days,omitempty" doc:"Of a group: the days over which its effect is added up."`
	Caveats  []evidence.ReportNote  `json:"caveats"`
	DataTo   string                 `json:"data_to,omitempty"`
	Revised  time.Time              `json:"revised"`
}

// ReportTotals are the numbers of all reports that match, for a sentence such as "Of 12 mentions
// 3 stand out; by chance about 0.3 would". A group counts once.
type ReportTotals struct {
	Tested    int            `json:"tested" doc:"Mentions whose effect could be tested."`
	StandOut  int            `json:"stand_out" doc:"Those with more visits than expected and p below .05."`
	ByChance  float64        `json:"by_chance" doc:"How many of them would stand out by chance: 2.5 %."`
	Open      int            `json:"open" doc:"Reports without a verdict yet."`
	ByVerdict map[string]int `json:"by_verdict"`
}

// ReportList is a page of reports.
type ReportList struct {
	Items  []ReportItem `json:"items"`
	Next   string       `json:"next"`
	Totals ReportTotals `json:"totals"`
}

// ReportQuery filters reports.
type ReportQuery struct {
	Brand   []string `query:"brand"`
	Verdict []string `query:"verdict" doc:"clear, likely, possible, cannot_tell or no_sign."`
	State   string   `query:"state" enum:"open,ready"`
	Site    string   `query:"site" doc:"Id of a site."`
	Month   string   `query:"month" doc:"Of publication, as 2026-11."`
}

func (q ReportQuery) filter(workspace string) (evidence.ReportFilter, error) {
	f := evidence.ReportFilter{Workspace: workspace, Brands: q.Brand, Verdicts: q.Verdict, Site: q.Site}
	for _, v := range q.Verdict {
		if !slices.Contains(evidence.Verdicts, evidence.Verdict(v)) {
			return f, wrongField("query.verdict", "not_one_of", "values", strings.Join(words(evidence.Verdicts...), ", "))
		}
	}
	if q.State != "" {
		f.States = []string{q.State}
	}
	if q.Month != "" {
		from, err := time.Parse("2006-01", q.Month)
		if err != nil {
			return f, badMonth.problem("month", shortened(q.Month))
		}
		f.From, f.To = from, from.AddDate(0, 1, 0)
	}
	return f, nil
}

type ReportPath struct {
	ID string `path:"id"`
}

func (a *API) reportRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/reports", "list-reports", "List reports of what mentions moved, the newest mention first", "reports", access.Read), a.listReports)
	huma.Register(a.huma, op(http.MethodGet, "/reports/{id}", "get-report", "Get a report", "reports", access.Read), a.getReport)
	huma.Register(a.huma, op(http.MethodGet, "/mentions/{id}/report", "get-mention-report", "Get the report of a mention, or why there is none", "reports", access.Read), a.getMentionReport)
	huma.Register(a.huma, op(http.MethodPost, "/mentions/{id}/report", "choose-mention", "Ask for a report of a mention that gets none by itself, such as a post", "reports", access.Write), a.chooseMention)
}

func (a *API) listReports(ctx context.Context, in *struct {
	ReportQuery
	Paging
}) (*Out[ReportList], error) {
	f, err := in.filter(workspace(ctx))
	if err != nil {
		return nil, err
	}
	f.Page = ledger.Page{Limit: in.Limit, After: in.Cursor}
	found, next, err := evidence.ListReports(ctx, a.opts.Ledger, f)
	if err != nil {
		return nil, a.fail(ctx, "listing reports", err)
	}
	totals, err := evidence.CountReports(ctx, a.opts.Ledger, f)
	if err != nil {
		return nil, a.fail(ctx, "counting reports", err)
	}
	brands, err := a.brandNames(ctx)
	if err != nil {
		return nil, err
	}
	out := ReportList{Items: []ReportItem{}, Next: next, Totals: ReportTotals{
		Tested: totals.Tested, StandOut: totals.StandOut, ByChance: evidence.ByChance(totals.Tested), Open: totals.Open, ByVerdict: map[string]int{},
	}}
	for v, n := range totals.ByVerdict {
		out.Totals.ByVerdict[string(v)] = n
	}
	for _, r := range found {
		b := r.Body
		out.Items = append(out.Items, ReportItem{
			ID: r.ID, Revision: r.Revision, State: r.State, Verdict: r.Verdict, Day: r.Day(a.opts.Now()), Brand: brands(r.Brand), Mention: b.Mention, Site: b.Site,
			Window: b.Window, Reasons: b.Reasons, Lift: b.Lift, Group: b.Group, Days: b.GroupDays, Caveats: b.Caveats, DataTo: b.DataTo, Revised: r.Revised,
		})
	}
	return &Out[ReportList]{out}, nil
}

// brandNames returns a function that looks up brands.
func (a *API) brandNames(ctx context.Context) (func(id string) MentionBrand, error) {
	all, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: workspace(ctx), Deleted: true})
	if err != nil {
		return nil, a.fail(ctx, "loading brands", err)
	}
	return func(id string) MentionBrand {
		i := slices.IndexFunc(all, func(b index.Brand) bool { return b.ID == id })
		if i < 0 {
			return MentionBrand{ID: id, Name: id}
		}
		return MentionBrand{id, all[i].Name, all[i].Own}
	}, nil
}

func (a *API) viewReport(ctx context.Context, r evidence.Report, q ReportPick) (*Tagged[ReportView], error) {
	brands, err := a.brandNames(ctx)
	if err != nil {
		return nil, err
	}
	return tagged(ReportView{
		ID: r.ID, Revision: r.Revision, State: r.State, Verdict: r.Verdict, Day: r.Day(a.opts.Now()), Brand: brands(r.Brand),
		Created: r.Created, Revised: r.Revised, Picked: q.choose(r.Body), ReportBody: r.Body,
	}, r.Revision), nil
}

func (a *API) getReport(ctx context.Context, in *struct {
	ReportPath
	ReportPick
}) (*Tagged[ReportView], error) {
	r, err := evidence.GetReport(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the report", err)
	}
	return a.viewReport(ctx, r, in.ReportPick)
}

func (a *API) getMentionReport(ctx context.Context, in *struct {
	MentionPath
	ReportPick
}) (*Tagged[ReportView], error) {
	m, err := record.GetMention(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the mention", err)
	}
	r, err := evidence.GetReport(ctx, a.opts.Ledger, m.Workspace, evidence.ReportID(m.Workspace, m.Brand, m.Cluster))
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, a.whyNoReport(ctx, m)
	}
	if err != nil {
		return nil, a.fail(ctx, "loading the report", err)
	}
	return a.viewReport(ctx, r, in.ReportPick)
}

// whyNoReport returns why a mention has no report.
func (a *API) whyNoReport(ctx context.Context, m index.Mention) error {
	site, err := a.siteOf(ctx, m)
	if err != nil {
		return err
	}
	if counting, err := evidence.PrimaryFeeds(ctx, a.opts.Ledger, site); err != nil {
		return a.fail(ctx, "looking for visits", err)
	} else if _, ok := counting["visits"]; !ok {
		return reportNoVisits.problem("site", site.Name)
	}
	lead, found, err := record.LeadOf(ctx, a.opts.Ledger, m.Workspace, m.Brand, m.Cluster)
	if err != nil {
		return a.fail(ctx, "looking for copies", err)
	}
	if !found {
		lead = m
	}
	switch {
	case lead.State == index.Dismissed || lead.Removed:
		return reportDismissed.problem()
	case lead.Unsure:
		return reportUnsure.problem()
	case !record.IsMaterial(lead):
		return reportNotMaterial.problem()
	}
	return reportPending.problem()
}

// siteOf returns the site by whose visits the mentions of a brand are judged, or a problem.
func (a *API) siteOf(ctx context.Context, m index.Mention) (evidence.Site, error) {
	b, err := record.GetBrand(ctx, a.opts.Ledger, m.Workspace, m.Brand)
	if err != nil && !errors.Is(err, ledger.ErrNotFound) {
		return evidence.Site{}, a.fail(ctx, "loading the brand", err)
	}
	sites, err := evidence.ListSites(ctx, a.opts.Ledger, m.Workspace)
	if err != nil {
		return evidence.Site{}, a.fail(ctx, "listing the sites", err)
	}
	id := evidence.SiteOf(sites, m.Brand, b.Own)
	for _, s := range sites {
		if s.ID == id {
			return s, nil
		}
	}
	if len(sites) == 0 {
		return evidence.Site{}, reportNoSite.problem()
	}
	return evidence.Site{}, reportNotOwn.problem("brand", b.Name)
}

// ChosenReport is the report that will be made.
type ChosenReport struct {
	ID string `json:"id"`
}

func (a *API) chooseMention(ctx context.Context, in *MentionPath) (*Out[ChosenReport], error) {
	m, err := record.GetMention(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the mention", err)
	}
	site, err := a.siteOf(ctx, m)
	if err != nil {
		return nil, err
	}
	id := evidence.ReportID(m.Workspace, m.Brand, m.Cluster)
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.ChooseReport(ctx, tx, site, m.Brand, m.Cluster, m.ID) })
	if err != nil {
		return nil, a.fail(ctx, "asking for the report", err)
	}
	return &Out[ChosenReport]{ChosenReport{id}}, nil
}
