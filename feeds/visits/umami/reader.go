package umami

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

// plan is how much is read. The cloud allows 50 requests in 15 seconds, and a read of 14 days takes 21.
var plan = pull.Plan{Days: 400, Chunk: 14, Revised: 2, Settled: time.Hour}

const (
	piece     = 48 * time.Hour // the longest time that all versions answer in hours
	pageviews = "pageviews"
)

// Reader reads feeds from Umami. It implements [feeds.SampleReader].
type Reader struct {
	client *pull.Client
	pace   *rate.Limiter // of requests to the cloud
}

// New returns a reader. The error says what is missing.
func New(o pull.Options) (*Reader, error) {
	c, err := pull.NewClient("Umami", o)
	if err != nil {
		return nil, err
	}
	return &Reader{c, rate.NewLimiter(3, 20)}, nil
}

// read is one read of some days.
type read struct {
	*Reader
	pull.Window
	feed     feeds.SampleFeed
	settings Settings
	header   map[string]string
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
	p := read{Reader: r, Window: w, feed: feed, settings: s, counts: pull.Counts{}}
	if err := p.signIn(ctx); err != nil {
		return feeds.SampleBatch{}, err
	}
	if err := p.days(ctx); err != nil {
		return feeds.SampleBatch{}, err
	}
	if err := p.hours(ctx); err != nil {
		return feeds.SampleBatch{}, err
	}
	replace := p.Began || p.counts.Any()
	if replace {
		p.zeros()
	}
	return p.Batch(p.counts, replace, p.warnings)
}

// signIn exchanges name and password for a token, or uses the key of the cloud.
func (p *read) signIn(ctx context.Context) error {
	if p.settings.User == "" {
		p.header = map[string]string{"x-umami-api-key": p.feed.Secret.Reveal(), "Accept": "application/json"}
		return nil
	}
	body, err := json.Marshal(map[string]string{"username": p.settings.User, "password": p.feed.Secret.Reveal()})
	if err != nil {
		return fmt.Errorf("writing the sign-in: %w", err)
	}
	a, err := p.client.Do(ctx, http.MethodPost, base(p.feed, p.settings)+"/auth/login", body, map[string]string{"Content-Type": "application/json", "Accept": "application/json"})
	switch {
	case err != nil:
		return err
	case a.Status != http.StatusOK:
		return a.Refused()
	}
	var signed struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal(a.Body, &signed); err != nil || signed.Token == "" || strings.ContainsAny(signed.Token, "\r\n") {
		a.Body = nil // it may hold a token
		return a.Unreadable(err)
	}
	p.header = map[string]string{"Authorization": "Bearer " + signed.Token, "Accept": "application/json"}
	return nil
}

// get requests a report of a time.
func (p *read) get(ctx context.Context, report string, from, to time.Time, more url.Values) (pull.Answer, error) {
	q := url.Values{"startAt": {strconv.FormatInt(from.UnixMilli(), 10)}, "endAt": {strconv.FormatInt(to.UnixMilli()-1, 10)}, "timezone": {"UTC"}}
	for name, values := range more {
		q[name] = values
	}
	if p.settings.User == "" {
		if err := p.pace.Wait(ctx); err != nil {
			return pull.Answer{}, fmt.Errorf("waiting for a turn: %w", err)
		}
	}
	a, err := p.client.Do(ctx, http.MethodGet, base(p.feed, p.settings)+"/websites/"+url.PathEscape(p.settings.Site)+"/"+report+"?"+q.Encode(), nil, p.header)
	if err == nil && a.Status != http.StatusOK {
		return a, a.Refused()
	}
	return a, err
}

// days reads the visits of each day.
func (p *read) days(ctx context.Context) error {
	for _, day := range p.Days() {
		end := day.AddDate(0, 0, 1)
		a, err := p.get(ctx, "stats", day, end, nil)
		if err != nil {
			return err
		}
		var stats struct {
			Visits *number `json:"visits"`
		}
		if err := json.Unmarshal(a.Body, &stats); err != nil || stats.Visits == nil {
			return a.Unreadable(err)
		}
		if n := float64(*stats.Visits); n > 0 {
			p.counts[feeds.SampleKey{Start: day.Unix(), Span: feeds.DaySpan, Metric: feeds.VisitsMetric}] = n
		}
	}
	return nil
}

// hours reads the page views of each hour.
func (p *read) hours(ctx context.Context) error {
	end := wholeHour(p.To)
	if next := wholeHour(p.Now); next.Before(end) {
		end = next
	}
	for from := wholeHour(p.From); from.Before(end); from = from.Add(piece) {
		to := from.Add(piece)
		if to.After(end) {
			to = end
		}
		a, err := p.get(ctx, "pageviews", from, to, url.Values{"unit": {"hour"}})
		if err != nil {
			return err
		}
		var views struct {
			Pageviews *[]struct {
				X string `json:"x"`
				Y number `json:"y"`
			} `json:"pageviews"`
		}
		if err := json.Unmarshal(a.Body, &views); err != nil || views.Pageviews == nil {
			return a.Unreadable(err)
		}
		seen := map[int64]bool{}
		for _, v := range *views.Pageviews {
			at, err := instant(v.X)
			switch {
			case err != nil:
				return a.Unreadable(err)
			case at.Minute() != 0 || at.Second() != 0 || at.Before(from) || !at.Before(to):
				return a.Unreadable(fmt.Errorf("%s is no hour of the time that was requested", at))
			case seen[at.Unix()]:
				return a.Unreadable(fmt.Errorf("%s is there twice", at))
			}
			seen[at.Unix()] = true
			key := feeds.SampleKey{Start: at.Unix(), Span: feeds.HourSpan, Metric: pageviews}
			if v.Y > 0 {
				p.counts[key] = float64(v.Y)
			}
		}
		if err := p.whole(ctx, a, seen); err != nil {
			return err
		}
	}
	return nil
}

// whole checks an answer whose intervals all begin at midnight. They may be days: then the first one counts
// more than its hour.
func (p *read) whole(ctx context.Context, a pull.Answer, seen map[int64]bool) error {
	first := int64(0)
	for at := range seen {
		if at%(24*3600) != 0 {
			return nil
		}
		if first == 0 || at < first {
			first = at
		}
	}
	n := p.counts[feeds.SampleKey{Start: first, Span: feeds.HourSpan, Metric: pageviews}]
	if n == 0 {
		return nil
	}
	start := time.Unix(first, 0)
	s, err := p.get(ctx, "stats", start, start.Add(time.Hour), nil)
	if err != nil {
		return err
	}
	var stats struct {
		Views *number `json:"pageviews"`
	}
	if err := json.Unmarshal(s.Body, &stats); err != nil || stats.Views == nil {
		return s.Unreadable(err)
	}
	if float64(*stats.Views) < n {
		return a.Unreadable(fmt.Errorf("the interval of %s is longer than an hour", start.UTC()))
	}
	return nil
}

// zeros adds days and hours without visits after the first that was ever seen. Umami has no others: it
// answers for the whole time, and leaves empty intervals out.
func (p *read) zeros() {
	for metric, span := range map[string]feeds.Span{feeds.VisitsMetric: feeds.DaySpan, pageviews: feeds.HourSpan} {
		from := p.From.UTC()
		if span == feeds.HourSpan {
			from = wholeHour(from)
		}
		if first, _ := p.counts.First(metric, span); !p.Began {
			if from = first; first.IsZero() {
				continue
			}
		}
		p.counts.Zeros(p.Window, metric, span, from, p.To)
	}
}

// wholeHour returns the first full hour of UTC at or after a time. In a zone that is half an hour off, an hour that
// holds midnight belongs to the day in which it begins.
func wholeHour(t time.Time) time.Time { return t.UTC().Add(time.Hour - 1).Truncate(time.Hour) }

// instant parses the time of an interval: with Z, an offset, or in UTC as it was requested.
func instant(text string) (time.Time, error) {
	for _, form := range []string{time.RFC3339, time.DateTime} {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%.40q is no time", text)
}

// number is a number that version 2 wraps in an object, and some databases write as text.
type number float64

// UnmarshalJSON reads 17, "17" or {"value":17}.
func (n *number) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var wrapped struct {
			Value *number `json:"value"`
		}
		if err := json.Unmarshal(b, &wrapped); err != nil || wrapped.Value == nil {
			return fmt.Errorf("%.40q has no value", b)
		}
		*n = *wrapped.Value
		return nil
	}
	v, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	if err != nil || !(v >= 0 && v < 1e15) {
		return fmt.Errorf("%.20q is no number of visits", b)
	}
	*n = number(v)
	return nil
}
