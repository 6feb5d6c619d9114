package matomo

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/channel"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

// plan is how much is read: imports of logs make Matomo count old days again, mostly within two days.
var plan = pull.Plan{Days: 400, Chunk: 30, Revised: 3, Settled: 48 * time.Hour}

// Actions is the metric of page views, downloads and clicks on links to other sites.
const Actions = "actions"

// segments are Matomo's types of referrer and what we call them.
var segments = []struct{ theirs, ours string }{
	{"direct", channel.Direct}, {"search", channel.Search}, {"social", channel.Social}, {"website", channel.Referral}, {"campaign", channel.Campaign},
}

// Reader reads feeds from Matomo. It implements [feeds.SampleReader].
type Reader struct{ client *pull.Client }

// New returns a reader. The error says what is missing.
func New(o pull.Options) (*Reader, error) {
	c, err := pull.NewClient("Matomo", o)
	if err != nil {
		return nil, err
	}
	return &Reader{c}, nil
}

// read is one read of some days.
type read struct {
	*Reader
	feed     feeds.SampleFeed
	settings Settings
	pull.Window
	counts   pull.Counts
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
	p := read{Reader: r, feed: feed, settings: s, Window: w, counts: pull.Counts{}}
	if err := p.clocks(ctx); err != nil {
		return feeds.SampleBatch{}, err
	}
	if !p.wholeHours() {
		err = p.days(ctx)
	} else {
		err = p.hours(ctx)
	}
	if err != nil {
		return feeds.SampleBatch{}, err
	}
	return p.Batch(p.counts, p.Began || p.counts.Any(), p.warnings)
}

// wholeHours reports whether the zone's offset is a number of whole hours.
func (p *read) wholeHours() bool {
	for _, day := range p.Days() {
		if _, east := day.In(p.Zone).Zone(); east%3600 != 0 {
			return false
		}
	}
	return true
}

// hours reads the visits of each hour. Days for which Matomo has none are left out, or zero.
func (p *read) hours(ctx context.Context) error {
	total, empty, err := p.report(ctx, "")
	if err != nil {
		return err
	}
	for k, n := range total {
		p.counts[k] = n
	}
	if p.settings.channels() && total.Any() {
		if err := p.split(ctx, total); err != nil {
			return err
		}
	}
	return p.empty(ctx, empty, feeds.HourSpan)
}

// split replaces totals by what each segment counts. The rest has no channel.
func (p *read) split(ctx context.Context, total pull.Counts) error {
	sums := pull.Counts{}
	for _, s := range segments {
		part, _, err := p.report(ctx, s.theirs)
		if err != nil {
			return err
		}
		for k, n := range part {
			sums[k] += n
			k.Channel = s.ours
			if n > 0 {
				p.counts[k] += n
			}
		}
	}
	rest, all := 0.0, 0.0
	for k, n := range total {
		all += n
		delete(p.counts, k)
		if left := n - sums[k]; left > 0 || n == 0 && sums[k] == 0 {
			p.counts[k] = left
			rest += left
		}
	}
	if rest*10 > all {
		p.warnings = append(p.warnings, feeds.Warn("matomo_channels_missing",
			"Matomo has not counted the channels of all visits from {day}. The rest is stored without a channel; if that stays so, its archiving doesn't include segments.",
			"day", p.From.Format(pull.Day)))
	}
	return nil
}

// report reads the visits of each hour, of one type of referrer or of all, and lists days without any row.
func (p *read) report(ctx context.Context, referrer string) (pull.Counts, []time.Time, error) {
	fields := map[string]string{"method": "VisitTime.getVisitInformationPerServerTime", "period": "day", "date": p.From.Format(pull.Day) + "," + p.Last().Format(pull.Day), "filter_limit": "-1"}
	if referrer != "" {
		fields["segment"] = "referrerType==" + referrer
	}
	a, err := p.ask(ctx, p.feed, p.settings, fields)
	if err != nil {
		return nil, nil, err
	}
	var byDay map[string][]struct {
		Visits  number `json:"nb_visits"`
		Actions number `json:"nb_actions"`
	}
	if err := json.Unmarshal(a.Body, &byDay); err != nil {
		return nil, nil, a.Unreadable(err)
	}
	out, empty := pull.Counts{}, []time.Time(nil)
	for _, day := range p.Days() {
		rows, ok := byDay[day.Format(pull.Day)]
		switch {
		case !ok:
			return nil, nil, a.Unreadable(fmt.Errorf("%s is missing", day.Format(pull.Day)))
		case len(rows) == 0:
			empty = append(empty, day)
			continue
		case len(rows) != 24:
			return nil, nil, a.Unreadable(fmt.Errorf("%s has %d hours", day.Format(pull.Day), len(rows)))
		}
		for hour, row := range rows {
			if row.Visits < 0 || row.Actions < 0 {
				return nil, nil, a.Unreadable(fmt.Errorf("%s counts less than nothing", day.Format(pull.Day)))
			}
			wall := time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, time.UTC)
			start, twice := pull.LocalHour(wall, p.Zone)
			if twice && referrer == "" {
				p.Merge(start)
				p.warnings = append(p.warnings, pull.Merged("Matomo", start, p.Zone))
			}
			if start.After(p.Now) {
				continue
			}
			key := feeds.SampleKey{Start: start.Unix(), Span: feeds.HourSpan, Metric: feeds.VisitsMetric}
			out[key] += float64(row.Visits)
			key.Metric = Actions
			out[key] += float64(row.Actions)
		}
	}
	return out, empty, nil
}

// empty adds zeros for days without rows, where Matomo says that there were no visits.
func (p *read) empty(ctx context.Context, days []time.Time, span feeds.Span) error {
	if len(days) == 0 {
		return nil
	}
	numbers, err := p.totals(ctx)
	if err != nil {
		return err
	}
	first, _ := p.counts.First(feeds.VisitsMetric, span)
	unknown := 0
	for _, day := range days {
		if !p.Began && (first.IsZero() || day.Before(first)) {
			continue // nothing was ever counted before
		}
		n, ok := numbers[day.Format(pull.Day)]
		if !ok || n > 0 {
			if day.AddDate(0, 0, 1).Before(p.Now) {
				unknown++
			}
			continue
		}
		end := day.AddDate(0, 0, 1)
		for _, metric := range []string{feeds.VisitsMetric, Actions} {
			p.counts.Zeros(p.Window, metric, span, day.UTC(), end.UTC())
		}
	}
	if unknown > 0 {
		p.warnings = append(p.warnings, feeds.Warn("matomo_days_unknown",
			"Days from {day} for which Matomo has no numbers, which are unknown: {n}.", "day", p.From.Format(pull.Day), "n", strconv.Itoa(unknown)))
	}
	return nil
}

// totals returns the visits of each day that Matomo has a number for.
func (p *read) totals(ctx context.Context) (map[string]number, error) {
	a, err := p.ask(ctx, p.feed, p.settings, map[string]string{"method": "VisitsSummary.getVisits", "period": "day", "date": p.From.Format(pull.Day) + "," + p.Last().Format(pull.Day)})
	if err != nil {
		return nil, err
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(a.Body, &raw); err != nil {
		return nil, a.Unreadable(err)
	}
	out := map[string]number{}
	for day, text := range raw {
		var n number
		if json.Unmarshal(text, &n) == nil {
			out[day] = n
		}
	}
	return out, nil
}

// days reads the visits of each day.
func (p *read) days(ctx context.Context) error {
	numbers, err := p.totals(ctx)
	if err != nil {
		return err
	}
	p.warnings = append(p.warnings, feeds.Warn("matomo_hours_unfit", "Matomo's hours don't fit this time zone; visits are stored by day."))
	for _, day := range p.Days() {
		n, ok := numbers[day.Format(pull.Day)]
		if ok && (n > 0 || p.Began || p.counts.Any()) && !day.After(p.Now) {
			p.counts[feeds.SampleKey{Start: day.Unix(), Span: feeds.DaySpan, Metric: feeds.VisitsMetric}] = float64(max(0, n))
		}
	}
	return nil
}

// clocks checks that the site has the feed's time zone.
func (p *read) clocks(ctx context.Context) error {
	a, err := p.ask(ctx, p.feed, p.settings, map[string]string{"method": "SitesManager.getSiteFromId"})
	if err != nil {
		return err
	}
	var site struct {
		Zone string `json:"timezone"`
	}
	if err := json.Unmarshal(a.Body, &site); err != nil {
		var list []json.RawMessage // older versions answer with an array
		if json.Unmarshal(a.Body, &list) != nil || len(list) != 1 || json.Unmarshal(list[0], &site) != nil {
			return a.Unreadable(err)
		}
	}
	theirs, err := zoneOf(site.Zone)
	if err != nil {
		return a.Unreadable(err)
	}
	if !p.SameClock(theirs) {
		return a.OtherZone(site.Zone)
	}
	return nil
}

// zoneOf returns the zone of a name. Matomo also has zones such as UTC+5.5.
func zoneOf(name string) (*time.Location, error) {
	if hours, ok := strings.CutPrefix(name, "UTC"); ok && hours != "" {
		n, err := strconv.ParseFloat(hours, 64)
		if err != nil || n < -14 || n > 14 {
			return nil, fmt.Errorf("there is no time zone %q", name)
		}
		return time.FixedZone(name, int(n*3600)), nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("there is no time zone %q", name)
	}
	return zone, nil
}
