package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// VisitsType is a system that visits are read from, as its adapter describes it.
type VisitsType struct {
	Type    feeds.SampleType `json:"type"`
	Name    string           `json:"name"`
	Summary string           `json:"summary"`
	Limits  string           `json:"limits,omitempty" doc:"What it can't do."`
	Spans   []feeds.Span     `json:"spans" doc:"hour, day or both."`
	Polled  bool             `json:"polled" doc:"Whether it is polled: add a feed."`
	File    bool             `json:"file" doc:"Whether it is read from files: import one."`
	Pushed  bool             `json:"pushed" doc:"Whether it sends its samples by itself: add a feed."`
	Fields  []TypeField      `json:"fields"`
}

// VisitsFeedView is a feed of visits and its health.
type VisitsFeedView struct {
	feeds.SampleFeed
	Health   feeds.Health      `json:"health" enum:"waiting,healthy,failing,throttled,blocked,gone,broken,needs_key"`
	Error    string            `json:"error,omitempty" doc:"What went wrong and what helps."`
	Code     string            `json:"code,omitempty" doc:"Of error, for you to phrase it. More may be added."`
	Params   map[string]string `json:"params,omitempty" doc:"What varies in error, by name."`
	Details  []feeds.Warning   `json:"warning_details,omitempty" doc:"The first warnings of the last read; error has them as English text. Absent if they were stored by an older version."`
	Script   string            `json:"script,omitempty" doc:"Address of the script for the site's pages, for a tag, if the public side is on."`
	HasKey   bool              `json:"has_key" doc:"Whether a key is saved. It is never shown."`
	LastRead *time.Time        `json:"last_read,omitempty" doc:"Last successful read."`
	Due      *time.Time        `json:"due,omitempty" doc:"When it is read next."`
	First    *time.Time        `json:"first,omitempty" doc:"Start of the oldest sample."`
	Last     *time.Time        `json:"last,omitempty" doc:"Start of the newest sample."`
	Created  time.Time         `json:"created"`
}

func (a *API) viewVisitsFeed(f evidence.SampleFeedWithPoll) VisitsFeedView {
	script := ""
	if f.Type == tag.Type && a.opts.PublicURL != "" {
		script = a.opts.PublicURL + "/tag.js?f=" + url.QueryEscape(f.ID)
	}
	return VisitsFeedView{
		Script:     script,
		SampleFeed: f.SampleFeed, Health: f.Poll.Condition.Health, Error: f.Poll.Condition.Error,
		Code: f.Poll.Condition.Code, Params: f.Poll.Condition.Params, Details: f.Poll.Condition.WarningDetails, HasKey: f.Secret != "",
		LastRead: known(f.Poll.State.LastRead), Due: known(f.Poll.State.Due), First: known(f.First), Last: known(f.Last), Created: f.Created,
	}
}

// VisitsFeedBody is a feed in a request.
type VisitsFeedBody struct {
	Type     feeds.SampleType `json:"type" doc:"One that GET /visits/types calls polled."`
	Site     string           `json:"site" minLength:"1" maxLength:"100" doc:"Name of the site whose visits are counted. Several feeds may count the same site."`
	Zone     string           `json:"zone" minLength:"1" maxLength:"100" doc:"Time zone of the site, such as Europe/Amsterdam."`
	Name     string           `json:"name,omitempty" maxLength:"300" doc:"Name of the feed; by default that of its type."`
	URL      string           `json:"url,omitempty" maxLength:"2000"`
	Settings map[string]any   `json:"settings,omitempty" doc:"The type's fields by name, except url and the secret."`
	Secret   string           `json:"secret,omitempty" maxLength:"4000" doc:"The value of the type's secret field. It is never shown again."`
}

// VisitsFeedChange is a change of a feed. Fields that are left out stay as they are.
type VisitsFeedChange struct {
	Name   *string `json:"name,omitempty" minLength:"1" maxLength:"300"`
	Zone   *string `json:"zone,omitempty" minLength:"1" maxLength:"100" doc:"Existing samples don't change."`
	Paused *bool   `json:"paused,omitempty"`
	Secret *string `json:"secret,omitempty" minLength:"1" maxLength:"4000" doc:"A new key; the feed is read with it at once."`
}

// SamplesQuery filters samples.
type SamplesQuery struct {
	Feed   string     `query:"feed" required:"true" doc:"Id of the feed."`
	From   time.Time  `query:"from" doc:"Samples that start at this time or later."`
	To     time.Time  `query:"to" doc:"Samples that start before this time."`
	Span   feeds.Span `query:"span" enum:"hour,day"`
	Metric []string   `query:"metric" doc:"Such as visits."`
	Paging
}

type VisitsFeedPath struct {
	ID string `path:"id"`
}

func (a *API) visitsRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/visits/types", "list-visits-types", "List the types of visits feeds and their fields", "visits", access.Read), a.listVisitsTypes)
	huma.Register(a.huma, op(http.MethodGet, "/visits/feeds", "list-visits-feeds", "List feeds of visits and their health", "visits", access.Read), a.listVisitsFeeds)
	huma.Register(a.huma, op(http.MethodPost, "/visits/feeds", "add-visits-feed", "Add a feed of visits; its first read includes the past", "visits", access.Write), a.addVisitsFeed)
	huma.Register(a.huma, op(http.MethodGet, "/visits/feeds/{id}", "get-visits-feed", "Get a feed of visits", "visits", access.Read), a.getVisitsFeed)
	huma.Register(a.huma, op(http.MethodPatch, "/visits/feeds/{id}", "change-visits-feed", "Rename, pause or resume a feed, or change its key", "visits", access.Write), a.changeVisitsFeed)
	huma.Register(a.huma, op(http.MethodDelete, "/visits/feeds/{id}", "delete-visits-feed", "Delete a feed and its samples", "visits", access.Write), a.deleteVisitsFeed)
	huma.Register(a.huma, op(http.MethodPost, "/visits/feeds/{id}/fetch", "fetch-visits-feed", "Read it now", "visits", access.Write), a.fetchVisitsFeed)
	huma.Register(a.huma, op(http.MethodGet, "/samples", "list-samples", "List the samples of a feed by time", "visits", access.Read), a.listSamples)
}

func (a *API) visitsAdapter(t feeds.SampleType) (feeds.SampleAdapter, bool) {
	for _, v := range a.opts.Visits {
		if v.Type == t {
			return v, true
		}
	}
	return feeds.SampleAdapter{}, false
}

func (a *API) listVisitsTypes(context.Context, *struct{}) (*Out[List[VisitsType]], error) {
	var out []VisitsType
	for _, v := range a.opts.Visits {
		t := VisitsType{Type: v.Type, Name: v.Name, Summary: v.Summary, Limits: v.Limits, Spans: v.Spans, Polled: v.Reader != nil, File: v.File != nil, Pushed: v.Pushed, Fields: viewFields(v.Fields)}
		out = append(out, t)
	}
	return list(out, ""), nil
}

func (a *API) listVisitsFeeds(ctx context.Context, _ *struct{}) (*Out[List[VisitsFeedView]], error) {
	found, err := evidence.ListSampleFeeds(ctx, a.opts.Ledger, workspace(ctx))
	if err != nil {
		return nil, a.fail(ctx, "listing the feeds of visits", err)
	}
	views := make([]VisitsFeedView, len(found))
	for i, f := range found {
		views[i] = a.viewVisitsFeed(f)
	}
	return list(views, ""), nil
}

func (a *API) getVisitsFeed(ctx context.Context, in *VisitsFeedPath) (*Out[VisitsFeedView], error) {
	f, err := evidence.GetSampleFeed(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the feed", err)
	}
	return &Out[VisitsFeedView]{a.viewVisitsFeed(f)}, nil
}

func (a *API) addVisitsFeed(ctx context.Context, in *struct{ Body VisitsFeedBody }) (*Out[VisitsFeedView], error) {
	adapter, ok := a.visitsAdapter(in.Body.Type)
	switch {
	case !ok:
		return nil, noVisitsType.problem("type", shortened(string(in.Body.Type)))
	case adapter.Reader == nil && !adapter.Pushed:
		return nil, visitsNotPolled.problem("type", adapter.Name)
	}
	f, err := newSampleFeed(adapter.SampleSpec, in.Body)
	if err != nil {
		return nil, err
	}
	f.Workspace = workspace(ctx)
	f.ID = feeds.ID("visits", f.Workspace, f.Site, string(f.Type), strings.TrimRight(f.URL, "/"), string(f.Settings))
	var stored evidence.SampleFeedWithPoll
	err = a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		known, created, err := evidence.AddSampleFeed(ctx, tx, f)
		if err == nil && !created {
			return visitsExist.problem("id", known.ID)
		}
		stored = known
		return err
	})
	if err != nil {
		return nil, a.fail(ctx, "adding the feed", err)
	}
	a.opts.VisitsChanged()
	return &Out[VisitsFeedView]{a.viewVisitsFeed(stored)}, nil
}

// newSampleFeed returns the checked feed of a request.
func newSampleFeed(spec feeds.SampleSpec, b VisitsFeedBody) (feeds.SampleFeed, error) {
	site, err := named(b.Site)
	if err != nil {
		return feeds.SampleFeed{}, emptySite.problem()
	}
	if err := checkZone(b.Zone); err != nil {
		return feeds.SampleFeed{}, err
	}
	f := feeds.SampleFeed{Site: site, Type: spec.Type, Name: cmp.Or(strings.TrimSpace(b.Name), spec.Name), URL: b.URL, Zone: b.Zone, Secret: feeds.Secret(strings.TrimSpace(b.Secret))}
	if f.Settings, err = json.Marshal(b.Settings); err != nil {
		return f, badSettings.problem()
	}
	if err := spec.Validate(&f); err != nil {
		return f, invalid(err)
	}
	return f, nil
}

func checkZone(zone string) error {
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		return badTimeZone.problem()
	}
	return nil
}

func (a *API) changeVisitsFeed(ctx context.Context, in *struct {
	VisitsFeedPath
	Body VisitsFeedChange
}) (*Out[VisitsFeedView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		f, err := evidence.GetSampleFeed(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		if in.Body.Name != nil {
			if f.Name, err = named(*in.Body.Name); err != nil {
				return err
			}
		}
		if in.Body.Zone != nil {
			if err := checkZone(*in.Body.Zone); err != nil {
				return err
			}
			f.Zone = *in.Body.Zone
		}
		if in.Body.Paused != nil {
			f.Paused = *in.Body.Paused
		}
		if in.Body.Secret != nil {
			f.Secret = feeds.Secret(strings.TrimSpace(*in.Body.Secret))
		}
		return evidence.UpdateSampleFeed(ctx, tx, f.SampleFeed)
	})
	if err != nil {
		return nil, a.fail(ctx, "saving the feed", err)
	}
	a.opts.VisitsChanged()
	return a.getVisitsFeed(ctx, &in.VisitsFeedPath)
}

func (a *API) deleteVisitsFeed(ctx context.Context, in *VisitsFeedPath) (*struct{}, error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.DeleteSampleFeed(ctx, tx, workspace(ctx), in.ID) })
	if err != nil {
		return nil, a.fail(ctx, "deleting the feed", err)
	}
	a.opts.VisitsChanged()
	return nil, nil
}

func (a *API) fetchVisitsFeed(ctx context.Context, in *VisitsFeedPath) (*Out[VisitsFeedView], error) {
	err := a.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		f, err := evidence.GetSampleFeed(ctx, tx, workspace(ctx), in.ID)
		if err != nil {
			return err
		}
		adapter, ok := a.visitsAdapter(f.Type)
		switch {
		case ok && adapter.Pushed:
			return visitsPushed.problem()
		case ok && adapter.Reader == nil:
			return visitsFromFile.problem()
		case f.Paused:
			return visitsPaused.problem()
		}
		return evidence.SetSampleFeedDue(ctx, tx, in.ID)
	})
	if err != nil {
		return nil, a.fail(ctx, "asking for the feed", err)
	}
	a.opts.VisitsChanged()
	return a.getVisitsFeed(ctx, in)
}

func (a *API) listSamples(ctx context.Context, in *SamplesQuery) (*Out[List[feeds.Sample]], error) {
	if _, err := evidence.GetSampleFeed(ctx, a.opts.Ledger, workspace(ctx), in.Feed); err != nil {
		return nil, a.fail(ctx, "loading the feed", err)
	}
	items, next, err := evidence.ListSamples(ctx, a.opts.Ledger, evidence.SampleFilter{
		Feed: in.Feed, From: in.From, To: in.To, Span: in.Span, Metrics: in.Metric, Page: ledger.Page{Limit: in.Limit, After: in.Cursor},
	})
	if err != nil {
		return nil, a.fail(ctx, "listing the samples", err)
	}
	return list(items, next), nil
}
