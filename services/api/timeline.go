package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// TimelineQuery selects what a site counted, and the mentions beside it.
type TimelineQuery struct {
	SeriesQuery
	Brand []string `query:"brand" doc:"Ids of brands; the competitors of own ones are added. If it is left out, those that the site names, or all own ones. Without a site, the one by whose visits the first brand is judged."`
}

// TimelineView is what a site counted, with what may have moved it.
type TimelineView struct {
	Series   SeriesView        `json:"series"`
	Own      []int             `json:"own" doc:"How many mentions of your own brands each point of the series has. Documents that carry the same conversation count once."`
	Rivals   []int             `json:"rivals" doc:"The same for competitors."`
	Clicks   []int             `json:"clicks" doc:"How many clicks on short links that lead to the site each point of the series has. A click that another service counted by day is in its first hour."`
	Mentions []TimelineMention `json:"mentions" doc:"By time, at most 500. Where there are more, posts and passing mentions are left out before others."`
	More     int               `json:"more" doc:"How many mentions are counted but not listed."`
	Effects  []TimelineEffect  `json:"effects" doc:"Reports whose windows touch this time, the newest mention first."`
	Cut      bool              `json:"cut" doc:"Whether there are more reports or events than are listed."`
	Events   []TimelineEvent   `json:"events" doc:"Annotations and public holidays, by day."`
}

// TimelineMention is a mention on a timeline.
type TimelineMention struct {
	ID        string            `json:"id"`
	Brand     MentionBrand      `json:"brand"`
	Kind      feeds.Kind        `json:"kind" enum:"podcast,video,post,page"`
	Type      index.MentionType `json:"type"`
	Title     string            `json:"title"`
	Show      string            `json:"show" doc:"Name of the source."`
	Published time.Time         `json:"published"`
	Undated   bool              `json:"undated,omitempty" doc:"published is when it was first seen."`
	Report    *MentionGrade     `json:"report,omitempty"`
}

// TimelineEffect is what a report says, without its evidence.
type TimelineEffect struct {
	Report   string                `json:"report"`
	State    evidence.ReportState  `json:"state" enum:"open,ready"`
	Verdict  evidence.Verdict      `json:"verdict,omitempty" enum:"clear,likely,possible,cannot_tell,no_sign"`
	Brand    MentionBrand          `json:"brand"`
	Mention  string                `json:"mention"`
	Title    string                `json:"title"`
	Show     string                `json:"show"`
	Metric   string                `json:"metric"`
	Window   evidence.ReportWindow `json:"window"`
	Effect   *evidence.Interval    `json:"effect,omitempty" doc:"Over the window; absent where nothing could be computed."`
	Expected []ExpectedDay         `json:"expected" doc:"The days of the window: what was expected without the mention. Empty until there is a verdict."`
}

// ExpectedDay is what was expected on a day, with its 95 % interval.
type ExpectedDay struct {
	Day    string   `json:"day"`
	Low    *float64 `json:"low"`
	Middle *float64 `json:"middle"`
	High   *float64 `json:"high"`
}

// TimelineEvent is an annotation or a public holiday.
type TimelineEvent struct {
	ID       string `json:"id,omitempty" doc:"Id of the annotation; absent for a holiday."`
	Name     string `json:"name"`
	Kind     string `json:"kind" enum:"release,campaign,outage,other,holiday"`
	From     string `json:"from"`
	To       string `json:"to"`
	Counting string `json:"counting,omitempty" enum:"counted,not_counted"`
}

// What one answer holds at most.
const (
	mostMarkers = 500
	mostEffects = 300
	mostEvents  = 500
)

// longestWindow is more than any report's window has.
const longestWindow = 60 * 24 * time.Hour

func (a *API) timelineRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/timeline", "get-timeline", "Get what a site counted with the mentions, effects and events of the time", "sites", access.Read), a.getTimeline)
	huma.Register(a.huma, a.exportTimelineOperation(), a.exportTimeline)
}

func (a *API) getTimeline(ctx context.Context, in *TimelineQuery) (*Out[TimelineView], error) {
	v, _, err := a.timeline(ctx, *in)
	if err != nil {
		return nil, err
	}
	return &Out[TimelineView]{v}, nil
}

func (a *API) timeline(ctx context.Context, q TimelineQuery) (TimelineView, series, error) {
	v := TimelineView{Mentions: []TimelineMention{}, Effects: []TimelineEffect{}, Events: []TimelineEvent{}}
	brands, err := record.ListBrands(ctx, a.opts.Ledger, record.BrandFilter{Workspace: workspace(ctx)})
	if err != nil {
		return v, series{}, a.fail(ctx, "loading brands", err)
	}
	sites, err := evidence.ListSites(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return v, series{}, a.fail(ctx, "listing the sites", err)
	}
	if q.Site == "" && len(q.Brand) > 0 {
		if i := slices.IndexFunc(brands, func(b index.Brand) bool { return b.ID == q.Brand[0] }); i >= 0 {
			q.Site = evidence.SiteOf(sites, brands[i].ID, brands[i].Own)
		}
	}
	site, err := a.seriesSite(ctx, q.Site)
	if err != nil {
		return v, series{}, err
	}
	s, err := a.series(ctx, q.SeriesQuery, site)
	if err != nil {
		return v, s, err
	}
	v.Series = s.view
	shown := brandsOn(brands, site, q.Brand)
	for _, add := range []func(context.Context, series, []index.Brand, *TimelineView) error{a.addMentions, a.addClicks, a.addEffects, a.addEvents} {
		if err := add(ctx, s, shown, &v); err != nil {
			return v, s, a.fail(ctx, "loading the timeline", err)
		}
	}
	return v, s, nil
}

// brandsOn returns the brands whose mentions a timeline shows: those that are asked for, or else those that the
// site names, or else all own ones; and in each case the competitors of the own ones among them.
func brandsOn(brands []index.Brand, site evidence.Site, wanted []string) []index.Brand {
	if len(wanted) == 0 {
		wanted = site.Brands
	}
	asked := func(b index.Brand) bool {
		if len(wanted) == 0 {
			return b.Own
		}
		return slices.Contains(wanted, b.ID)
	}
	own := map[string]bool{}
	for _, b := range brands {
		own[b.ID] = b.Own && asked(b)
	}
	var out []index.Brand
	for _, b := range brands {
		if asked(b) || !b.Own && own[b.CompetesWith] {
			out = append(out, b)
		}
	}
	return out
}

func (a *API) addMentions(ctx context.Context, s series, brands []index.Brand, v *TimelineView) error {
	v.Own, v.Rivals = make([]int, s.grid.Len()), make([]int, s.grid.Len())
	if len(brands) == 0 {
		return nil
	}
	byID := map[string]index.Brand{}
	no := false
	f := record.MentionFilter{
		Workspace: s.site.Workspace, States: words(index.New, index.Seen, index.Confirmed), Unsure: &no, Rows: true, From: s.grid.From(), To: s.grid.To(),
	}
	for _, b := range brands {
		byID[b.ID] = b
		f.Brands = append(f.Brands, b.ID)
	}
	total := 0
	err := record.EachPublished(ctx, a.opts.Ledger, f, func(brand string, published time.Time) {
		i := s.grid.At(published)
		if i < 0 {
			return
		}
		total++
		if byID[brand].Own {
			v.Own[i]++
		} else {
			v.Rivals[i]++
		}
	})
	if err != nil {
		return err
	}
	found, err := record.Foremost(ctx, a.opts.Ledger, f, mostMarkers)
	if err != nil {
		return err
	}
	v.More = max(total-len(found), 0)
	reports := make([]string, len(found))
	for i, m := range found {
		reports[i] = evidence.ReportID(s.site.Workspace, m.Brand, m.Cluster)
	}
	grades, err := evidence.Grades(ctx, a.opts.Ledger, reports)
	if err != nil {
		return err
	}
	for i, m := range found {
		b := byID[m.Brand]
		t := TimelineMention{
			ID: m.ID, Brand: MentionBrand{b.ID, b.Name, b.Own}, Kind: m.Kind, Type: m.Type, Title: m.Title, Show: m.Show, Published: m.Published.UTC(), Undated: m.Undated,
		}
		if g, ok := grades[reports[i]]; ok {
			t.Report = &MentionGrade{g.ID, g.State, g.Verdict}
		}
		v.Mentions = append(v.Mentions, t)
	}
	return nil
}

func (a *API) addEffects(ctx context.Context, s series, brands []index.Brand, v *TimelineView) error {
	if len(brands) == 0 {
		return nil
	}
	byID := map[string]index.Brand{}
	f := evidence.ReportFilter{
		Workspace: s.site.Workspace, Site: s.site.ID, From: s.grid.From().Add(-longestWindow), To: s.grid.To(), Page: ledger.Page{Limit: mostEffects},
	}
	for _, b := range brands {
		byID[b.ID] = b
		f.Brands = append(f.Brands, b.ID)
	}
	found, more, err := evidence.ListReports(ctx, a.opts.Ledger, f)
	if err != nil {
		return err
	}
	v.Cut = v.Cut || more != ""
	for _, r := range found {
		b, m := byID[r.Brand], r.Body.Mention
		if r.Body.Window.To < s.view.From || r.Body.Window.From > s.view.To {
			continue
		}
		e := TimelineEffect{
			Report: r.ID, State: r.State, Verdict: r.Verdict, Brand: MentionBrand{b.ID, b.Name, b.Own}, Mention: m.ID, Title: m.Title, Show: m.Show,
			Metric: r.Body.Metric, Window: r.Body.Window, Expected: []ExpectedDay{},
		}
		if l := r.Body.Lift; l != nil && r.State == evidence.Ready {
			e.Effect = &l.Effect
		}
		for _, row := range r.Body.Rows {
			if row.Window && r.State == evidence.Ready {
				e.Expected = append(e.Expected, ExpectedDay{row.Day, row.Low95, row.Middle, row.High95})
			}
		}
		v.Effects = append(v.Effects, e)
	}
	return nil
}

func (a *API) addEvents(ctx context.Context, s series, _ []index.Brand, v *TimelineView) error {
	notes, err := evidence.AnnotationsOf(ctx, a.opts.Ledger, s.site)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.To >= s.view.From && n.From <= s.view.To {
			v.Events = append(v.Events, TimelineEvent{n.ID, n.Name, n.Kind, n.From, n.To, n.Counting})
		}
	}
	first, last, err := endsOf(s.view)
	if err != nil {
		return err
	}
	for _, h := range a.opts.Holidays(s.site.Holidays, first, last) {
		v.Events = append(v.Events, TimelineEvent{Name: h.Name, Kind: h.Kind, From: h.From, To: h.To})
	}
	slices.SortStableFunc(v.Events, func(a, b TimelineEvent) int { return slices.Compare([]string{a.From, a.To}, []string{b.From, b.To}) })
	if over := len(v.Events) - mostEvents; over > 0 {
		v.Events, v.Cut = v.Events[over:], true
	}
	return nil
}

// endsOf returns the first and the last day of a series.
func endsOf(v SeriesView) (first, last time.Time, err error) {
	if first, err = time.Parse(time.DateOnly, v.From); err == nil {
		last, err = time.Parse(time.DateOnly, v.To)
	}
	return first, last, err
}
