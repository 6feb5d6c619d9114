package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// SeriesQuery selects what was counted. Days are those of the site's time zone.
type SeriesQuery struct {
	Site    string        `query:"site" doc:"Id of the site; the oldest one if it is left out."`
	Metric  string        `query:"metric" default:"visits" doc:"visits, branded_clicks or branded_impressions."`
	Channel string        `query:"channel" maxLength:"100" doc:"One of the answer's channels; all of them together if it is left out."`
	Unit    evidence.Unit `query:"unit" enum:"hour,day,week" default:"day"`
	From    string        `query:"from" doc:"First day, as 2026-11-23; 89 days before the last one if it is left out. A week is always whole."`
	To      string        `query:"to" doc:"Last day; today if it is left out."`
}

// SeriesView is what a site counted, unit by unit, up to now.
type SeriesView struct {
	Site     SeriesSite    `json:"site"`
	Metric   string        `json:"metric"`
	Channel  string        `json:"channel,omitempty"`
	Unit     evidence.Unit `json:"unit" enum:"hour,day,week"`
	From     string        `json:"from" doc:"First day."`
	To       string        `json:"to" doc:"Last day that was asked for."`
	Feed     *SeriesFeed   `json:"feed" doc:"What counts the metric; null if nothing does."`
	Metrics  []string      `json:"metrics" doc:"The metrics that are counted on this site."`
	Channels []string      `json:"channels" doc:"The channels that the feed tells apart."`
	Spans    []feeds.Span  `json:"spans" doc:"What was counted in this time: hours, days or both. A site that is counted by day has no counts by hour."`
	Since    *time.Time    `json:"since" doc:"Start of the oldest sample of the feed; null without samples."`
	Until    *time.Time    `json:"until" doc:"Start of the newest one."`
	Other    bool          `json:"other_days" doc:"Whether some days are those of another time zone, because only they were counted."`
	Points   []SeriesPoint `json:"points"`
	Gaps     []SeriesGap   `json:"gaps" doc:"Times that were not counted, after the oldest sample."`
}

// SeriesSite is the site that was counted.
type SeriesSite struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Zone string `json:"zone"`
}

// SeriesFeed is the feed that counts a metric.
type SeriesFeed struct {
	ID   string           `json:"id"`
	Name string           `json:"name"`
	Type feeds.SampleType `json:"type"`
}

// SeriesPoint is an hour, a day or a week.
type SeriesPoint struct {
	Start   time.Time `json:"start"`
	Value   *float64  `json:"value" doc:"Null if nothing was counted."`
	Partial bool      `json:"partial,omitempty" doc:"Whether not all of it was counted, or it isn't over."`
}

// SeriesGap is a time that was not counted.
type SeriesGap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to" doc:"Not included."`
}

const (
	mostPoints = 5000
	seriesDays = 90 // that are shown if nobody says how many
)

func (a *API) seriesRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/series", "get-series", "Get what a site counted, by hour, day or week", "sites", access.Read), a.getSeries)
}

// series is what a site counted, on the grid that was asked for.
type series struct {
	view SeriesView
	site evidence.Site
	grid evidence.Grid
}

func (a *API) getSeries(ctx context.Context, in *SeriesQuery) (*Out[SeriesView], error) {
	site, err := a.seriesSite(ctx, in.Site)
	if err != nil {
		return nil, err
	}
	s, err := a.series(ctx, *in, site)
	if err != nil {
		return nil, err
	}
	return &Out[SeriesView]{s.view}, nil
}

// seriesSite returns the site with an id, or the oldest one.
func (a *API) seriesSite(ctx context.Context, id string) (evidence.Site, error) {
	if id != "" {
		site, err := evidence.GetSite(ctx, a.opts.Ledger, workspace(ctx), id)
		if errors.Is(err, ledger.ErrNotFound) {
			return site, noSite.problem("id", shortened(id))
		}
		return site, a.fail(ctx, "loading the site", err)
	}
	sites, err := evidence.ListSites(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return evidence.Site{}, a.fail(ctx, "listing the sites", err)
	}
	if len(sites) == 0 {
		return evidence.Site{}, seriesNoSite.problem()
	}
	return sites[0], nil
}

// grid returns the units of a query, up to now.
func (q SeriesQuery) grid(zone *time.Location, now time.Time) (evidence.Grid, error) {
	y, m, d := now.In(zone).Date()
	last := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if err := dayInto(q.To, &last); err != nil {
		return evidence.Grid{}, err
	}
	first := last.AddDate(0, 0, 1-seriesDays)
	if err := dayInto(q.From, &first); err != nil {
		return evidence.Grid{}, err
	}
	if last.Before(first) {
		return evidence.Grid{}, daysReversed.problem("from", first.Format(time.DateOnly), "to", last.Format(time.DateOnly))
	}
	g, ok := evidence.NewGrid(q.Unit, zone, first, last, mostPoints)
	if !ok {
		return g, seriesTooLong.problem("most", strconv.Itoa(mostPoints))
	}
	return g, nil
}

// dayInto parses a day, if there is one.
func dayInto(day string, t *time.Time) error {
	if day == "" {
		return nil
	}
	parsed, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return badDate.problem("date", shortened(day))
	}
	*t = parsed
	return nil
}

func (a *API) series(ctx context.Context, q SeriesQuery, site evidence.Site) (series, error) {
	s := series{site: site}
	if !slices.Contains(evidence.ReportMetrics, q.Metric) {
		return s, wrongField("query.metric", "not_one_of", "values", strings.Join(evidence.ReportMetrics, ", "))
	}
	zone, err := site.Location()
	if err != nil {
		return s, a.fail(ctx, "reading the time zone", err)
	}
	now := a.opts.Now()
	all, err := q.grid(zone, now)
	if err != nil {
		return s, err
	}
	s.grid = all.Until(now)
	first, last := all.Days()
	s.view = SeriesView{
		Site: SeriesSite{site.ID, site.Name, site.Zone}, Metric: q.Metric, Channel: q.Channel, Unit: q.Unit,
		From: first, To: last, Metrics: []string{}, Channels: []string{}, Spans: []feeds.Span{}, Points: []SeriesPoint{}, Gaps: []SeriesGap{},
	}
	counts, feed, err := a.counted(ctx, &s, q)
	if err != nil {
		return s, a.fail(ctx, "reading the counts", err)
	}
	filled := s.grid.Fill(counts, feed, now)
	s.view.Spans, s.view.Other = append(s.view.Spans, filled.Spans...), filled.OtherDays
	for _, p := range filled.Points {
		s.view.Points = append(s.view.Points, SeriesPoint{p.Start.UTC(), p.Value, p.Partial})
	}
	if s.view.Since != nil {
		for _, p := range filled.Missing(*s.view.Since, now) {
			s.view.Gaps = append(s.view.Gaps, SeriesGap{p.Start.UTC(), p.End.UTC()})
		}
	}
	return s, nil
}

// counted reads the counts of a metric, with the time zone of their days, and says in the view what counts it. Every
// metric is counted by a feed so far; one that the ledger counts itself, such as leads, would be read here.
func (a *API) counted(ctx context.Context, s *series, q SeriesQuery) ([]evidence.Count, *time.Location, error) {
	primary, err := evidence.PrimaryFeeds(ctx, a.opts.Ledger, s.site)
	if err != nil {
		return nil, nil, err
	}
	for _, metric := range evidence.ReportMetrics {
		if _, ok := primary[metric]; ok {
			s.view.Metrics = append(s.view.Metrics, metric)
		}
	}
	f, ok := primary[q.Metric]
	if !ok {
		return nil, s.grid.Zone, nil
	}
	s.view.Feed = &SeriesFeed{f.ID, f.Name, f.Type}
	stored, err := evidence.GetSampleFeed(ctx, a.opts.Ledger, s.site.Workspace, f.ID)
	if err != nil {
		return nil, nil, err
	}
	s.view.Since, s.view.Until = known(stored.First), known(stored.Last)
	channels, err := evidence.Channels(ctx, a.opts.Ledger, f.ID, q.Metric)
	if err != nil {
		return nil, nil, err
	}
	s.view.Channels = append(s.view.Channels, channels[:min(len(channels), mostChannels)]...)
	zone, err := f.Location()
	if err != nil {
		return nil, nil, err
	}
	// A day of another time zone may begin up to a day before or after ours.
	counts, err := evidence.CountsBy(ctx, a.opts.Ledger, evidence.CountFilter{
		Feed: f.ID, Metric: q.Metric, Channel: q.Channel, From: s.grid.From().AddDate(0, 0, -2), To: s.grid.To().AddDate(0, 0, 2),
	})
	return counts, zone, err
}

// mostChannels is how many channels are offered.
const mostChannels = 100
