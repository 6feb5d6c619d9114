package feeds

import (
	"context"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
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

// SampleState is how final a sample is.
type SampleState string

const (
	Partial     SampleState = "partial"     // its hour or day is not over
	Provisional SampleState = "provisional" // complete, but the system may still revise it
	Final       SampleState = "final"
)

// VisitsMetric is the metric that reports use. Other metrics may have any name.
const VisitsMetric = "visits"

// Sample is one number of a site: the visits, or whatever the metric is, of one hour or one
// day. Samples are added up, so visitors can't be samples: a person who comes twice a day is
// one visitor of the day but two of its hours.
//
// An hour without visits is a sample of 0. An hour without a sample is unknown.
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

// SampleKey identifies a sample within its feed.
type SampleKey struct {
	Start   int64 // seconds since 1970
	Span    Span
	Metric  string
	Channel string
	Landing Landing
	Country string
}

// Key returns what identifies the sample within its feed.
func (s Sample) Key() SampleKey {
	return SampleKey{s.Start.Unix(), s.Span, s.Metric, s.Channel, s.Landing, s.Country}
}

// SampleType names the adapter that reads a feed of samples.
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

// SampleBatch is the result of one read of a feed. It replaces all samples that are stored
// from From until To: systems revise what they counted, and rows disappear too. With From and
// To zero it replaces nothing, as when the answer was empty and an empty answer doesn't mean
// zero visits.
type SampleBatch struct {
	From, To time.Time
	Samples  []Sample
	Position Position
	More     bool      // there is more beyond Position that can be read at once
	Warnings []Warning // what was left out or is doubtful
}

// SampleReader reads samples from a system that counts visits.
type SampleReader interface {
	// Samples returns what was counted beyond the position, and again what may have been
	// revised. The position is whatever the adapter returned last, and nil at the first read.
	// Errors are a [*Fault].
	Samples(ctx context.Context, feed SampleFeed, at Position) (SampleBatch, error)
}

// SampleFile reads samples from a file that somebody exported.
type SampleFile interface {
	// Preview reads the beginning of a file. It guesses the mapping, or checks the one that is given.
	Preview(r io.Reader, by *Mapping) (Columns, error)
	// Samples reads a whole file and passes its samples to take, in order of time, each
	// one once. A table with a line that can't be read yields no samples at all: somebody
	// exported it wrongly. A log always has such lines; they are left out and counted in a warning.
	// Errors about the file are a [*FileMistake] or [FileMistakes].
	Samples(ctx context.Context, r io.Reader, m Mapping, take func([]Sample) error) (FileResult, error)
}

// FileResult is what was read of a file.
type FileResult struct {
	Rows     int       // or lines
	Warnings []Warning // what was left out or is doubtful
	// Fetches are the fetches by chats, assistants and crawlers that a log has, ordered by time. They
	// replace those of the hours of its samples.
	Fetches []Fetches
}

// Columns is the beginning of a file, with a guess of what its columns mean.
type Columns struct {
	Names    []string   `json:"names"`
	Rows     [][]string `json:"rows"` // the first 20
	Lines    []int      `json:"lines"`
	Mapping  Mapping    `json:"mapping"`  // a guess, or the one that was checked
	Problems []string   `json:"problems"` // what is missing, or can't be read by it, one sentence each

	Mistakes    FileMistakes `json:"mistakes,omitempty" doc:"The problems with their codes and lines."`
	Understood  *Mapping     `json:"understood,omitempty" doc:"The mapping with what was detected: the format of the dates, hours or days, decimal commas. Absent if it is not complete."`
	DateFormats []string     `json:"date_formats,omitempty" doc:"What dates of a mapping may be."`

	// Fixed is set where the format gives the columns their meaning, as in an access log: the names are
	// then those of what was recognized, and the mapping has only Hosts and Zone.
	Fixed bool `json:"fixed,omitempty"`
}

// Mapping maps columns of a file to their meaning.
type Mapping struct {
	Time    string            `json:"time"`
	Metrics map[string]string `json:"metrics"` // the column of each metric
	Channel string            `json:"channel,omitempty"`
	Landing string            `json:"landing,omitempty"` // home or deep, or the path or address of the page
	Country string            `json:"country,omitempty"`

	// Hosts are the host names of the site whose visits are in a log. Lines of other hosts are left out,
	// and links from these are links within the site.
	Hosts []string `json:"hosts,omitempty"`

	Zone  string `json:"zone,omitempty"`  // of times without an offset, and of days; UTC if empty
	Span  Span   `json:"span,omitempty"`  // hour where the times have a clock, else day
	Dates string `json:"dates,omitempty"` // the format of the dates, as 2026-04-03 or 03/04/2026 (day first); needed only where several fit
	// DecimalComma is set where commas in numbers are decimal commas. It is needed only where
	// the numbers allow both readings.
	DecimalComma *bool `json:"decimal_comma,omitempty"`
}

// SampleSpec describes a system that counts visits.
type SampleSpec struct {
	Type    SampleType
	Name    string
	Summary string
	Limits  string // what it can't do, a sentence that is shown to the user
	Spans   []Span // the spans of its samples
	// Pushed is set where the samples are sent to us: nothing is polled, and the adapter has neither
	// Reader nor File.
	Pushed bool
	Fields []Field
	// Endpoints are the base URLs that the configuration may replace, for systems that have only one.
	Endpoints []Endpoint
	// Check returns what is wrong with a feed before it is saved, as a sentence for a person.
	// The fields have been checked by then.
	Check func(SampleFeed) error
}

// SampleAdapter is one system that counts visits: its spec with a Reader, a File or both, or with
// neither if it is pushed.
type SampleAdapter struct {
	SampleSpec
	Reader SampleReader
	File   SampleFile
}

// SpanEnd returns the end of the hour or day that begins at start in loc.
func SpanEnd(start time.Time, span Span, loc *time.Location) time.Time {
	if span == DaySpan {
		day := start.In(loc)
		return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, loc).UTC()
	}
	return start.Add(time.Hour)
}

// LandingOf returns the landing class of a path.
func LandingOf(path string) Landing {
	switch strings.ToLower(strings.TrimRight(path, "/")) {
	case "", "/index.html", "/index.htm", "/index.php", "/home":
		return HomeLanding
	}
	return DeepLanding
}

// languageRoot is the first segment of the paths in a language: nl, en-GB.
var languageRoot = regexp.MustCompile(`^[a-zA-Z]{2}([-_][a-zA-Z]{2})?$`)

// typed are pages that people type or have bookmarked, however deep they lie.
var typed = map[string]bool{
	"login": true, "log-in": true, "signin": true, "sign-in": true, "signup": true, "sign-up": true, "register": true, "account": true, "auth": true, "sso": true, "dashboard": true, "inloggen": true, "aanmelden": true,
	"pricing": true, "prices": true, "plans": true, "prijzen": true, "tarieven": true,
}

// fronts are pages that list others.
var fronts = map[string]bool{
	"blog": true, "news": true, "nieuws": true, "docs": true, "help": true, "support": true, "about": true, "over-ons": true, "contact": true, "careers": true, "jobs": true, "vacatures": true,
	"products": true, "producten": true, "product": true, "features": true, "customers": true, "klanten": true, "cases": true, "events": true, "resources": true, "shop": true, "search": true, "zoeken": true,
}

// Untyped reports whether a path is one that nobody types: two segments or 20 characters or more, and not a
// home page, a language root, a section front, a page to sign in, or prices. Paths that the team says
// aloud, such as /podcast, are given as spoken. A visit that begins there without a referrer followed a link.
func Untyped(path string, spoken ...string) bool {
	path = strings.Trim(path, "/")
	for _, s := range spoken {
		if strings.EqualFold(path, strings.Trim(s, "/")) {
			return false
		}
	}
	rest := path
	if first, after, _ := strings.Cut(path, "/"); languageRoot.MatchString(first) {
		rest = after
	}
	segments := strings.Split(strings.ToLower(rest), "/")
	last := segments[len(segments)-1]
	if name, _, ok := strings.Cut(last, ".htm"); ok {
		last = name
	}
	if last == "index" || last == "index.php" {
		segments = segments[:len(segments)-1]
		if len(segments) == 0 {
			return false
		}
		last = segments[len(segments)-1]
	}
	if last == "" || typed[segments[0]] || typed[last] || fronts[last] && len(segments) <= 2 {
		return false
	}
	return len(segments) >= 2 || utf8.RuneCountInString(path) >= 20
}

// The metrics of visits that begin on a page that nobody types, beside [VisitsMetric]. They are parts of the visits.
const (
	DeepDirectMetric = "deep_direct"             // without a referrer and without parameters of a campaign
	DeepSearchMetric = "deep_search"             // from a search engine
	DeepAIMetric     = "deep_direct_possibly_ai" // of DeepDirectMetric: within half an hour after an assistant fetched the page
)

// MetricName converts a label to the name of a metric: lower-case letters, digits and _.
func MetricName(name string) string { return wordsOf(name) }

// ChannelName converts a label to the name of a channel as samples hold it: "Organic Search"
// is organic_search. The many labels for visits without a referrer become direct.
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

// wordsOf returns a label in lower-case letters and digits, with _ for everything between
// them.
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
