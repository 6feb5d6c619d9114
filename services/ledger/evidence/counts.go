package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Count is what a feed counted in an hour or a day: the sum over channels, landing classes and
// countries.
type Count struct {
	Start   time.Time
	Span    feeds.Span
	Value   float64
	Partial bool // the hour or day was not over
}

// CountFilter selects what a feed counted. To may be zero.
type CountFilter struct {
	Feed, Metric string
	Channel      string // empty for the sum of all
	From, To     time.Time
}

// Counts returns the counts of a metric from a time on, ordered by time.
func Counts(ctx context.Context, r ledger.Reader, feed, metric string, from time.Time) ([]Count, error) {
	return CountsBy(ctx, r, CountFilter{Feed: feed, Metric: metric, From: from})
}

// CountsBy returns counts ordered by time. Where a feed has both samples with a country and
// samples without, only the latter are added up: they count the same visits.
//
// Systems leave a channel out of an hour in which it had no visits. So a channel has a count of 0
// in an hour of which other channels were counted, and no count where no channel is known.
func CountsBy(ctx context.Context, r ledger.Reader, f CountFilter) ([]Count, error) {
	var w query.Where
	w.Add("feed = ?", f.Feed)
	w.Add("start >= ?", f.From)
	if !f.To.IsZero() {
		w.Add("start < ?", f.To)
	}
	w.Add("metric = ?", f.Metric)
	var out []Count
	// Grouped in the order of the primary key: with a further column, everything would be sorted.
	sum := func(of string) string {
		return `, COALESCE(SUM(CASE WHEN country = '' THEN ` + of + ` END), SUM(` + of + `))`
	}
	columns, args := `start, span, MAX(CASE WHEN state = 'partial' THEN 1 ELSE 0 END)`+sum(`value`), []any(nil)
	if f.Channel != "" {
		columns += sum(`CASE WHEN channel = CAST(? AS TEXT) THEN value ELSE 0.0 END`) + sum(`CASE WHEN channel = '' THEN 0.0 ELSE 1.0 END`)
		args = append(args, f.Channel, f.Channel)
	}
	err := r.Each(ctx, `SELECT `+columns+` FROM samples`+w.String()+` GROUP BY start, span ORDER BY start, span`, append(args, w.Args...),
		func(scan query.Scan) error {
			var c Count
			var ofChannel, named float64
			into := []any{query.Time(&c.Start), &c.Span, query.Flag(&c.Partial), &c.Value}
			if f.Channel != "" {
				into = append(into, &ofChannel, &named)
			}
			if err := scan(into...); err != nil {
				return err
			}
			if f.Channel != "" {
				if named == 0 && c.Value != 0 {
					return nil
				}
				c.Value = ofChannel
			}
			out = append(out, c)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("reading the counts of feed %s: %w", f.Feed, err)
	}
	return out, nil
}

// Channels lists the channels that a feed has had samples of a metric of lately.
func Channels(ctx context.Context, r ledger.Reader, feed, metric string) ([]string, error) {
	found, err := r.Column(ctx, `SELECT DISTINCT channel FROM samples
		WHERE feed = ? AND start >= (SELECT MAX(start) FROM samples WHERE feed = ?) - CAST(? AS BIGINT) AND metric = ? AND channel <> '' ORDER BY channel`,
		feed, feed, lately.Microseconds(), metric)
	if err != nil {
		return nil, fmt.Errorf("reading the channels of feed %s: %w", feed, err)
	}
	return found, nil
}

// PrimaryFeeds returns the feed that counts for each metric of a site: the one that the site
// names, or else the first one that has samples of the metric.
func PrimaryFeeds(ctx context.Context, r ledger.Reader, s Site) (map[string]feeds.SampleFeed, error) {
	all, err := SiteFeeds(ctx, r, s)
	if err != nil {
		return nil, err
	}
	out := map[string]feeds.SampleFeed{}
	for _, f := range all {
		metrics, err := Metrics(ctx, r, f.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range metrics {
			_, taken := out[m]
			if !taken || s.Primary[m] == f.ID {
				out[m] = f.SampleFeed
			}
		}
	}
	return out, nil
}

// Metrics lists the metrics that a feed has had samples of lately, among those that reports use.
func Metrics(ctx context.Context, r ledger.Reader, feed string) ([]string, error) {
	var out []string
	for _, m := range ReportMetrics {
		// Without the bound, all samples of the feed would be read for a metric that it lacks.
		found, err := r.Column(ctx, `SELECT metric FROM samples WHERE feed = ? AND start >= (SELECT MAX(start) FROM samples WHERE feed = ?) - CAST(? AS BIGINT) AND metric = ? LIMIT 1`,
			feed, feed, lately.Microseconds(), m)
		if err != nil {
			return nil, fmt.Errorf("reading the metrics of feed %s: %w", feed, err)
		}
		if len(found) > 0 {
			out = append(out, m)
		}
	}
	return out, nil
}

const lately = 35 * 24 * time.Hour

// ReportMetrics are the metrics that reports use.
var ReportMetrics = []string{feeds.VisitsMetric, "branded_clicks", "branded_impressions"}

// Gap is a run of days without a sample, both ends included.
type Gap struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Gaps returns the days in [from, to) without any sample of a metric, of those after the feed's
// first one.
func Gaps(ctx context.Context, r ledger.Reader, feed, metric string, zone *time.Location, from, to time.Time) ([]Gap, error) {
	counts, err := Counts(ctx, r, feed, metric, from.AddDate(0, 0, -1))
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	first := ""
	for _, c := range counts {
		day := c.Start.In(zone).Format(time.DateOnly)
		have[day] = true
		if first == "" || day < first {
			first = day
		}
	}
	out := []Gap{}
	if first == "" {
		return out, nil
	}
	open := false
	for t := from.In(zone); t.Before(to); t = t.AddDate(0, 0, 1) {
		switch day := t.Format(time.DateOnly); {
		case have[day] || day < first:
			open = false
		case open:
			out[len(out)-1].To = day
		default:
			out, open = append(out, Gap{day, day}), true
		}
	}
	return out, nil
}

// SiteFeeds lists the feeds of a site, the oldest first.
func SiteFeeds(ctx context.Context, r ledger.Reader, s Site) ([]SampleFeedWithPoll, error) {
	return selectSampleFeeds(ctx, r, ` WHERE f.workspace = ? AND f.site = ? ORDER BY f.created, f.id`, s.Workspace, s.Name)
}
