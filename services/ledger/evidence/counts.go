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

// Counts returns the counts of a metric from a time on, ordered by time. Where a feed has both
// samples with a country and samples without, only the latter are added up: they count the
// same visits.
func Counts(ctx context.Context, r ledger.Reader, feed, metric string, from time.Time) ([]Count, error) {
	var out []Count
	// Grouped in the order of the primary key: with a further column, everything would be sorted. The
	// smallest country is '' where there are samples without one.
	err := r.Each(ctx, `SELECT start, span,
			CASE WHEN MIN(country) = '' THEN SUM(CASE WHEN country = '' THEN value ELSE 0.0 END) ELSE SUM(value) END,
			CASE WHEN MIN(country) = '' THEN MAX(CASE WHEN country = '' AND state = 'partial' THEN 1 ELSE 0 END) ELSE MAX(CASE WHEN state = 'partial' THEN 1 ELSE 0 END) END
		FROM samples WHERE feed = ? AND start >= ? AND metric = ? GROUP BY start, span ORDER BY start, span`,
		[]any{feed, from, metric}, func(scan query.Scan) error {
			var c Count
			err := scan(query.Time(&c.Start), &c.Span, &c.Value, query.Flag(&c.Partial))
			out = append(out, c)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("reading the counts of feed %s: %w", feed, err)
	}
	return out, nil
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
