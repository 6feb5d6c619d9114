package feeds

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode"
)

// Span is the length of time that a [Sample] counts.
type Span string

const (
	HourSpan Span = "hour"
	DaySpan  Span = "day" // from midnight to midnight in the feed's time zone
)

// Landing is the class of page that a visit begins on.
type Landing string

const (
	HomeLanding Landing = "home"
	DeepLanding Landing = "deep" // any page but the home page
)

// SampleState says how far a sample can be relied on.
type SampleState string

const (
	Partial     SampleState = "partial"     // its hour or day is still running
	Provisional SampleState = "provisional" // complete, but the system may still revise it
	Final       SampleState = "final"
)

// VisitsMetric is the metric that reports are about. Names of metrics are open.
const VisitsMetric = "visits"

// Sample is one number of a site: how many visits, or whatever the metric is, in an hour or
// a day. Only what can be added up is a sample, so never visitors: somebody who comes twice
// a day is one visitor of the day and two of its hours.
//
// An hour without visits is a sample of 0. Where there is no sample, nothing is known.
type Sample struct {
	Start   time.Time   `json:"start"`
	Span    Span        `json:"span"`
	Metric  string      `json:"metric"`
	Channel string      `json:"channel,omitempty"` // as [ChannelName] writes it; empty where it isn't known
	Landing Landing     `json:"landing,omitempty"`
	Country string      `json:"country,omitempty"` // two capital letters; by day only
	Value   float64     `json:"value"`
	State   SampleState `json:"state"`
}

// SampleKey is what a feed has one sample of.
type SampleKey struct {
	Start   int64 // seconds since 1970
	Span    Span
	Metric  string
	Channel string
	Landing Landing
	Country string
}

// Key returns what a feed has one sample of.
func (s Sample) Key() SampleKey {
	return SampleKey{s.Start.Unix(), s.Span, s.Metric, s.Channel, s.Landing, s.Country}
}

// SampleType says which adapter understands a feed of samples.
type SampleType string

// SampleFeed is a system, or a file, that counts the visits of a site.
type SampleFeed struct {
	ID        string          `json:"id"`
	Workspace string          `json:"workspace,omitempty"`
	Site      string          `json:"site"` // what is counted; several feeds may count the same site
	Type      SampleType      `json:"type"`
	Name      string          `json:"name"`
	URL       string          `json:"url,omitempty"`
	Zone      string          `json:"zone"` // the site's time zone, as Europe/Amsterdam
	Paused    bool            `json:"paused,omitempty"`
	Settings  json.RawMessage `json:"settings,omitempty"` // the adapter's own: an object with a member per field
	Secret    Secret          `json:"-"`                  // no answer ever shows it
}

// Location returns the feed's time zone.
func (f SampleFeed) Location() (*time.Location, error) { return time.LoadLocation(f.Zone) }

// SampleBatch is what one read of a feed brought. Whatever was held of the time from From
// until To is replaced: systems revise what they counted, and rows disappear too. With From
// and To zero nothing is, as when the answer was empty and doesn't mean zero.
type SampleBatch struct {
	From, To time.Time
	Samples  []Sample
	Position Position
	More     bool     // there is more to read beyond Position, at once
	Warnings []string // what was left out or is doubtful, a sentence each
}

// SampleReader asks a system for what it counted.
type SampleReader interface {
	// Samples returns what was counted beyond the position, and once more what may have been
	// revised. Position is the adapter's own and nil at the first read. Errors are a [*Fault].
	Samples(ctx context.Context, feed SampleFeed, at Position) (SampleBatch, error)
}

// SampleFile reads samples from a file that somebody exported.
type SampleFile interface {
	// Preview reads the beginning of a file and guesses its mapping.
	Preview(r io.Reader) (Columns, error)
	// Samples reads a file once, from its beginning, and hands its samples over by time, each
	// one once. Nothing is handed over of a file that has a line that can't be read. It
	// returns what is doubtful, a sentence each.
	Samples(ctx context.Context, r io.Reader, m Mapping, take func([]Sample) error) (warnings []string, err error)
}

// Columns is the beginning of a file and what Namedrop makes of it.
type Columns struct {
	Names    []string   `json:"names"`
	Rows     [][]string `json:"rows"` // the first 20
	Lines    []int      `json:"lines"`
	Mapping  Mapping    `json:"mapping"`  // a guess
	Problems []string   `json:"problems"` // why the guess is not complete, a sentence each
}

// Mapping says which column of a file is what.
type Mapping struct {
	Time    string            `json:"time"`
	Metrics map[string]string `json:"metrics"` // the column of each metric
	Channel string            `json:"channel,omitempty"`
	Landing string            `json:"landing,omitempty"` // home or deep, or the path or address of the page
	Country string            `json:"country,omitempty"`

	Zone  string `json:"zone,omitempty"`  // of times without an offset, and of days; UTC if empty
	Span  Span   `json:"span,omitempty"`  // hour where the times have a clock, else day
	Dates string `json:"dates,omitempty"` // the form of the dates, as 2026-04-03 or 03/04/2026 (day first); found by itself where only one fits
	// DecimalComma says what a comma in a number is; found by itself where only one fits.
	DecimalComma *bool `json:"decimal_comma,omitempty"`
}

// SampleSpec is what an adapter of samples says of itself.
type SampleSpec struct {
	Type    SampleType
	Name    string
	Summary string
	Limits  string // what it can't do, a sentence that is shown to the user
	Spans   []Span // what it yields
	Fields  []Field
	// Check says in a sentence that a person understands what is wrong with a feed before it
	// is saved. The fields have been checked by then.
	Check func(SampleFeed) error
}

// SampleAdapter is all there is to know of one system that counts visits. It has a Reader,
// a File or both.
type SampleAdapter struct {
	SampleSpec
	Reader SampleReader
	File   SampleFile
}

// SpanEnd returns when an hour or a day that begins at start ends in loc.
func SpanEnd(start time.Time, span Span, loc *time.Location) time.Time {
	if span == DaySpan {
		day := start.In(loc)
		return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, loc).UTC()
	}
	return start.Add(time.Hour)
}

// LandingOf returns the class of a page by its path.
func LandingOf(path string) Landing {
	switch strings.ToLower(strings.TrimRight(path, "/")) {
	case "", "/index.html", "/index.htm", "/index.php", "/home":
		return HomeLanding
	}
	return DeepLanding
}

// MetricName returns a name as metrics are called: small letters, digits and _.
func MetricName(name string) string { return wordsOf(name) }

// ChannelName returns a channel as samples hold it: "Organic Search" is organic_search, and
// the many names for visits from nowhere are direct.
func ChannelName(label string) string {
	switch name := wordsOf(label); name {
	case "none", "direct_none", "direct_traffic", "direct_entry":
		return "direct"
	case "not_set", "unknown", "unassigned":
		return ""
	case "ai", "ai_assistants":
		return "ai_assistant"
	default:
		return name
	}
}

// wordsOf is a label in small letters and digits, with _ for all between them.
func wordsOf(label string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(label) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if b.Len() >= maxName {
			break
		}
		if gap {
			b.WriteByte('_')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

const maxName = 60
