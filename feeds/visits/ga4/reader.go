package ga4

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/google"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

// plan is how much is read. Google says 48 hours; people have seen later changes.
var plan = pull.Plan{Days: 400, Chunk: 30, Revised: 4, Weekly: 29, Settled: 72 * time.Hour}

// metrics are what we call Google's metrics, in the order in which they are requested.
var metrics = []struct{ theirs, ours string }{{"sessions", feeds.VisitsMetric}, {"screenPageViews", "pageviews"}}

// Options are what a reader needs.
type Options struct {
	pull.Options
	API    string // base URL
	Tokens string // address at which statements are exchanged
}

// Reader reads feeds from Google Analytics. It implements [feeds.SampleReader].
type Reader struct {
	client *pull.Client
	auth   *google.Auth
	api    string
}

// New returns a reader. The error says what is missing.
func New(o Options) (*Reader, error) {
	c, err := pull.NewClient("Google Analytics", o.Options)
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
	withheld bool // small numbers may be missing
	warnings []feeds.Warning
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
	if err := p.report(ctx); err != nil {
		return feeds.SampleBatch{}, err
	}
	if !p.counts.Any() {
		if p.Began {
			p.warnings = append(p.warnings, pull.NoneYet("Google Analytics"))
		}
		return p.Batch(p.counts, false, p.warnings)
	}
	if !p.withheld {
		p.zeros()
	}
	return p.Batch(p.counts, true, p.warnings)
}

// zeros adds the hours without visits between others.
func (p *read) zeros() {
	first, last := p.counts.First(feeds.VisitsMetric, feeds.HourSpan)
	if first.IsZero() {
		return
	}
	if p.Began {
		first = p.From.UTC()
	}
	for _, m := range metrics {
		p.counts.Zeros(p.Window, m.ours, feeds.HourSpan, first, last)
	}
}

// add adds a row.
func (p *read) add(a pull.Answer, label, channel string, values []float64) error {
	wall, err := time.Parse("2006010215", label)
	if err != nil {
		return a.Unreadable(fmt.Errorf("%.20q is no hour", label))
	}
	start, twice := pull.LocalHour(wall, p.Zone)
	if start.Before(p.From) || !start.Before(p.To) {
		return a.Unreadable(fmt.Errorf("%s was not requested", label))
	}
	if twice {
		p.twice(start)
	}
	for i, n := range values {
		p.counts[feeds.SampleKey{Start: start.Unix(), Span: feeds.HourSpan, Metric: metrics[i].ours, Channel: feeds.ChannelName(channel)}] += n
	}
	return nil
}

// twice notes the two hours that Google puts into one.
func (p *read) twice(start time.Time) {
	p.Merge(start)
	if w := pull.Merged("Google Analytics", start, p.Zone); !slices.ContainsFunc(p.warnings, func(o feeds.Warning) bool { return o.Detail == w.Detail }) {
		p.warnings = append(p.warnings, w)
	}
}
