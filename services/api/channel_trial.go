package api

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Tested is the result of a test message.
type Tested struct {
	Delivered bool              `json:"delivered"`
	Status    int               `json:"status,omitempty"`
	Reason    alerts.Reason     `json:"reason,omitempty"`
	Error     string            `json:"error,omitempty" doc:"What went wrong and what helps, in English."`
	Code      string            `json:"code,omitempty" doc:"The exact failure, more specific than reason, such as no_such_host. More may be added."`
	Params    map[string]string `json:"params,omitempty" doc:"The variable parts of error, by name."`
	Answer    string            `json:"answer,omitempty" doc:"The first kilobyte of what came back."`
	Took      int64             `json:"took" doc:"Milliseconds."`
}

// testChannel sends an invented mention the way a real one is sent, or an invented report to a
// channel that gets only those. Its text says that it is a test.
func (a *API) testChannel(ctx context.Context, in *ChannelPath) (*Out[Tested], error) {
	c, err := record.GetChannel(ctx, a.opts.Ledger, workspace(ctx), in.ID)
	if err != nil {
		return nil, a.fail(ctx, "loading the channel", err)
	}
	adapter, err := a.channelType(c.Type)
	if err != nil {
		return nil, err
	}
	d := alerts.Delivery{ID: newID("test"), Workspace: c.Workspace, Channel: c.ID, Purpose: alerts.NewMessage}
	m := alerts.Message{Delivery: d.ID, BaseURL: a.opts.BaseURL}
	if c.Gets(alerts.Mentions) {
		m.Events = []alerts.Event{testEvent(c.Workspace, a.opts.BaseURL, a.opts.Now())}
	} else {
		m.Report = testReport(c.Workspace, a.opts.BaseURL, a.opts.Now())
	}
	r, err := adapter.Render(c, m)
	if err != nil {
		return nil, a.fail(ctx, "rendering the test message", err)
	}
	d.MediaType, d.Body = r.MediaType, r.Body
	attempt, err := adapter.Send(ctx, c, d)
	out := Tested{Delivered: err == nil, Status: attempt.Status, Reason: attempt.Reason, Answer: attempt.Answer, Took: attempt.Took.Milliseconds()}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return nil, a.fail(ctx, "sending the test message", err)
		}
		out.Error, out.Code, out.Params = cmp.Or(attempt.Error, err.Error()), attempt.Code, attempt.Params
	}
	return &Out[Tested]{out}, nil
}

func testEvent(workspace, desk string, now time.Time) alerts.Event {
	second := 761.0
	m := index.Mention{
		ID: "test", Workspace: workspace, Brand: "test", Revision: 1, Type: index.Discussed, Confidence: 1, State: index.New,
		Hits: []index.Hit{{
			Brand: "test", Field: index.InText, Surface: "Acme", Second: &second, Speaker: "Host", Confidence: 1,
			Quote: "This is a test message from Namedrop: we moved to Acme and stayed.", Reason: "a test",
		}},
	}
	d := feeds.Document{ID: "test", Kind: feeds.Podcast, Network: "podcast", URL: "https://show.example/88", Title: "A test message", Published: now, Language: "en"}
	return alerts.NewEvent(alerts.Found, m, index.Brand{ID: "test", Name: "Acme", Own: true}, d, []feeds.Source{{ID: "test", Name: "Test show"}}, desk, now)
}

func testReport(workspace, desk string, now time.Time) *alerts.ReportEvent {
	observed, expected, effect, low, high := 1540.0, 1000.0, 540.0, 310.0, 780.0
	day := func(ago int) string { return now.UTC().AddDate(0, 0, -ago).Format(time.DateOnly) }
	ev := alerts.NewReportEvent(alerts.ReportReady, alerts.ReportEventData{
		Workspace: workspace, Report: "test", Revision: 1, Brand: alerts.EventBrand{ID: "test", Name: "Acme", Own: true},
		Mention: alerts.ReportMention{
			ID: "test", Cluster: "test", Kind: feeds.Podcast, Title: "A test message from Namedrop", Source: "Test show", URL: "https://show.example/88",
			Published: now.UTC().AddDate(0, 0, -8),
		},
		Site: alerts.EventSource{ID: "test", Name: "acme.example"}, Verdict: "likely", Reasons: []string{}, Metric: feeds.VisitsMetric,
		Window: alerts.ReportWindow{Days: 7, From: day(8), To: day(2)}, Lift: &alerts.ReportLift{Observed: &observed, Expected: &expected, Effect: &effect, Low: &low, High: &high},
		Group: []string{}, Caveats: []alerts.ReportCaveat{}, Link: desk + "/mentions/test/report",
	}, now)
	return &ev
}
