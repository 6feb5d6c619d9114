package plausible

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const (
	backfill = 400 // days before the first read
	chunk    = 30  // days a read
	revised  = 2   // whole days before today that are read again
	settled  = 24 * time.Hour
)

// metrics are requested in this order: only what can be added up.
var metrics = []string{"visits", "pageviews"}

// Options are what a reader needs.
type Options struct {
	Transport http.RoundTripper // guarded: see [fetch.NewTransport]
	UserAgent string
	Now       func() time.Time
}

// Reader reads feeds from Plausible. It implements [feeds.SampleReader].
type Reader struct {
	client *http.Client
	agent  string
	now    func() time.Time
}

// New returns a reader. The error says what is missing.
func New(o Options) (*Reader, error) {
	if o.Transport == nil || o.UserAgent == "" || o.Now == nil {
		return nil, errors.New("plausible: Transport, UserAgent and Now are needed")
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Reader{&http.Client{Transport: o.Transport, CheckRedirect: stay}, o.UserAgent, o.Now}, nil
}

// position is how far a feed was read.
type position struct {
	Until string `json:"until"`           // the first day that was not read, or may have been revised since
	Began bool   `json:"began,omitempty"` // a visit was seen
}

const day = "2006-01-02"

// Samples reads the next days: see [feeds.SampleReader].
func (r *Reader) Samples(ctx context.Context, feed feeds.SampleFeed, at feeds.Position) (feeds.SampleBatch, error) {
	s, err := settings(feed)
	if err != nil {
		return feeds.SampleBatch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "visits_settings_unreadable", Reason: "The feed's settings can't be read", Help: "Add the feed again.", Err: err}
	}
	zone, err := feed.Location()
	if err != nil {
		return feeds.SampleBatch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "visits_zone_unknown", Params: map[string]string{"zone": feed.Zone}, Reason: fmt.Sprintf("There is no time zone %q", feed.Zone), Help: "Add the feed again, with the site's time zone, for example Europe/Amsterdam.", Err: err}
	}
	now := r.now()
	today := midnight(now, zone)
	var pos position
	from := today.AddDate(0, 0, -backfill)
	if len(at) > 0 {
		if err := json.Unmarshal(at, &pos); err != nil {
			return feeds.SampleBatch{}, fmt.Errorf("reading the position: %w", err)
		}
		if until, err := time.ParseInLocation(day, pos.Until, zone); err == nil {
			from = until
		}
		if again := today.AddDate(0, 0, -revised); again.Before(from) {
			from = again
		}
	}
	to := from.AddDate(0, 0, chunk)
	if tomorrow := today.AddDate(0, 0, 1); to.After(tomorrow) {
		to = tomorrow
	}
	p := pull{Reader: r, feed: feed, settings: s, zone: zone, from: from, to: to, now: now, began: pos.Began}
	batch, err := p.read(ctx)
	if err != nil {
		return feeds.SampleBatch{}, err
	}
	pos = position{Until: to.Format(day), Began: p.began}
	if again := today.AddDate(0, 0, -revised); again.Before(to) {
		pos.Until = again.Format(day) // however long it takes until the next read
	}
	if batch.Position, err = json.Marshal(pos); err != nil {
		return feeds.SampleBatch{}, fmt.Errorf("writing the position: %w", err)
	}
	batch.More = !to.After(today)
	return batch, nil
}

// midnight returns the beginning of the day of t in a zone.
func midnight(t time.Time, zone *time.Location) time.Time {
	l := t.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, zone)
}
