package searchconsole

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/google"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

// plan is how much is read. Numbers are complete after two or three days, and stay for three more.
var plan = pull.Plan{Days: 400, Chunk: 30, Revised: 6, Settled: 6 * 24 * time.Hour}

const pageSize = 25_000

// Options are what a reader needs.
type Options struct {
	pull.Options
	API    string // base URL
	Tokens string // address at which statements are exchanged
}

// Reader reads feeds from Search Console. It implements [feeds.SampleReader].
type Reader struct {
	client *pull.Client
	auth   *google.Auth
	api    string
}

// New returns a reader. The error says what is missing.
func New(o Options) (*Reader, error) {
	c, err := pull.NewClient("Search Console", o.Options)
	if err != nil {
		return nil, err
	}
	return &Reader{c, google.New(c, o.Tokens), o.API}, nil
}

// read is one read of some days.
type read struct {
	*Reader
	pull.Window
	feed     feeds.SampleFeed
	settings Settings
	counts   pull.Counts
	until    time.Time // the first day that is incomplete, if Google says so
}

// Samples reads the next days: see [feeds.SampleReader].
func (r *Reader) Samples(ctx context.Context, feed feeds.SampleFeed, at feeds.Position) (feeds.SampleBatch, error) {
	s, err := settings(feed)
	if err != nil {
		return feeds.SampleBatch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "visits_settings_unreadable", Reason: "The feed's settings can't be read", Help: "Add the feed again.", Err: err}
	}
	w, err := plan.Window(feed, at, r.client.Now())
	if err != nil {
		return feeds.SampleBatch{}, err
	}
	p := read{Reader: r, Window: w, feed: feed, settings: s, counts: pull.Counts{}}
	if err := p.report(ctx, "", "clicks", "impressions"); err != nil {
		return feeds.SampleBatch{}, err
	}
	if !p.counts.Any() {
		// Google answers alike before the property existed, before a day is ready, and without a search.
		var warnings []feeds.Warning
		if p.Began {
			warnings = append(warnings, pull.NoneYet("Search Console"))
		}
		return p.Batch(p.counts, false, warnings)
	}
	if err := p.report(ctx, s.pattern(), "branded_clicks", "branded_impressions"); err != nil {
		return feeds.SampleBatch{}, err
	}
	p.zeros()
	b, err := p.Batch(p.counts, true, nil)
	for i, sample := range b.Samples {
		if !p.until.IsZero() && !sample.Start.Before(p.until) && sample.State == feeds.Final {
			b.Samples[i].State = feeds.Provisional
		}
	}
	return b, err
}

// zeros adds zeros of the names for days with other searches, and of all for days between those.
func (p *read) zeros() {
	first, last := p.counts.First("impressions", feeds.DaySpan)
	for t := first; !first.IsZero() && !t.After(last); t = feeds.SpanEnd(t, feeds.DaySpan, p.Zone) {
		for _, metric := range []string{"clicks", "impressions", "branded_clicks", "branded_impressions"} {
			key := feeds.SampleKey{Start: t.Unix(), Span: feeds.DaySpan, Metric: metric, Channel: channel.Search}
			if _, ok := p.counts[key]; !ok && (p.until.IsZero() || t.Before(p.until)) {
				p.counts[key] = 0
			}
		}
	}
}

// query is the body of a request.
type query struct {
	From       string           `json:"startDate"`
	To         string           `json:"endDate"`
	Dimensions []string         `json:"dimensions"`
	State      string           `json:"dataState"`
	Type       string           `json:"type"`
	Filters    []map[string]any `json:"dimensionFilterGroups,omitempty"`
	Limit      int              `json:"rowLimit"`
	Start      int              `json:"startRow"`
}

// answer is the part of an answer that is read.
type answer struct {
	Rows []struct {
		Keys        []string `json:"keys"`
		Clicks      *float64 `json:"clicks"`
		Impressions *float64 `json:"impressions"`
	} `json:"rows"`
	Aggregation string `json:"responseAggregationType"`
	Metadata    struct {
		Snake string `json:"first_incomplete_date"`
		Camel string `json:"firstIncompleteDate"`
	} `json:"metadata"`
}

// report reads clicks and impressions of each day, of searches that match a pattern or of all.
func (p *read) report(ctx context.Context, pattern, clicks, impressions string) error {
	q := query{From: p.From.Format(pull.Day), To: p.Last().Format(pull.Day), Dimensions: []string{"date"}, State: "all", Type: "web", Limit: pageSize}
	if pattern != "" {
		q.Filters = []map[string]any{{"filters": []map[string]string{{"dimension": "query", "operator": "includingRegex", "expression": pattern}}}}
	}
	seen := map[string]bool{}
	for {
		a, got, err := p.ask(ctx, q)
		if err != nil {
			return err
		}
		if incomplete := got.Metadata.Snake + got.Metadata.Camel; incomplete != "" {
			day, err := time.ParseInLocation(pull.Day, incomplete[:min(len(incomplete), len(pull.Day))], p.Zone)
			if err != nil {
				return a.Unreadable(err)
			}
			p.until = day
		}
		for _, r := range got.Rows {
			if len(r.Keys) != 1 || r.Clicks == nil || r.Impressions == nil || !count(*r.Clicks) || !count(*r.Impressions) {
				return a.Unreadable(fmt.Errorf("a row has %d labels, or no numbers", len(r.Keys)))
			}
			day, err := time.ParseInLocation(pull.Day, r.Keys[0], p.Zone)
			switch {
			case err != nil:
				return a.Unreadable(err)
			case day.Before(p.From) || !day.Before(p.To):
				return a.Unreadable(fmt.Errorf("%s was not requested", r.Keys[0]))
			case seen[r.Keys[0]]:
				return a.Unreadable(fmt.Errorf("%s is there twice", r.Keys[0]))
			}
			seen[r.Keys[0]] = true
			for metric, n := range map[string]float64{clicks: *r.Clicks, impressions: *r.Impressions} {
				p.counts[feeds.SampleKey{Start: day.Unix(), Span: feeds.DaySpan, Metric: metric, Channel: channel.Search}] = n
			}
		}
		if len(got.Rows) < q.Limit {
			return nil
		}
		q.Start += len(got.Rows)
	}
}

func count(n float64) bool { return n >= 0 && n < 1e15 }

// ask sends a query. A token that was refused is replaced once.
func (p *read) ask(ctx context.Context, q query) (pull.Answer, answer, error) {
	body, err := json.Marshal(q)
	if err != nil {
		return pull.Answer{}, answer{}, fmt.Errorf("writing the query: %w", err)
	}
	address := strings.TrimRight(p.api, "/") + "/webmasters/v3/sites/" + url.PathEscape(p.settings.Property) + "/searchAnalytics/query"
	for again := false; ; again = true {
		token, err := p.auth.Token(ctx, p.feed.Secret, scope, again)
		if err != nil {
			return pull.Answer{}, answer{}, err
		}
		a, err := p.client.Do(ctx, http.MethodPost, address, body, map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/json"})
		if err != nil {
			return a, answer{}, err
		}
		if a.Status == http.StatusUnauthorized && !again {
			continue
		}
		switch a.Status {
		case http.StatusOK:
		case http.StatusForbidden:
			return a, answer{}, google.Forbidden(a)
		case http.StatusTooManyRequests: // the load of queries counts over ten minutes and over a day
			return a, answer{}, a.Pause(nil, feeds.FaultQuota, 15*time.Minute)
		default:
			return a, answer{}, a.Refused()
		}
		var got answer
		if err := json.Unmarshal(a.Body, &got); err != nil || got.Aggregation == "" {
			return a, got, a.Unreadable(err)
		}
		return a, got, nil
	}
}
