package adapters

import (
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/accesslog"
	"github.com/namedrop/namedrop/feeds/visits/csv"
	"github.com/namedrop/namedrop/feeds/visits/ga4"
	"github.com/namedrop/namedrop/feeds/visits/matomo"
	"github.com/namedrop/namedrop/feeds/visits/plausible"
	"github.com/namedrop/namedrop/feeds/visits/pull"
	"github.com/namedrop/namedrop/feeds/visits/searchconsole"
	"github.com/namedrop/namedrop/feeds/visits/tag"
	"github.com/namedrop/namedrop/feeds/visits/umami"
)

// VisitsLine is an entry in the list of systems that count visits: the adapter's spec and its
// constructor. Make returns a value that implements feeds.SampleReader, feeds.SampleFile or both. It
// is nil for a system that sends its samples to us.
type VisitsLine struct {
	feeds.SampleSpec
	Make func(Env) (any, error)
}

// Visits lists every system that counts visits. A new one is a line here.
func Visits() []VisitsLine {
	return []VisitsLine{
		{csv.Spec(), func(e Env) (any, error) { return csv.New(e.Now), nil }},
		{accesslog.Spec(), func(e Env) (any, error) { return accesslog.New(e.Now, e.Fetchers), nil }},
		{tag.Spec(), nil},
		{plausible.Spec(), func(e Env) (any, error) {
			return plausible.New(plausible.Options{Transport: e.Transport, UserAgent: e.UserAgent, Now: e.Now})
		}},
		{matomo.Spec(), func(e Env) (any, error) { return matomo.New(e.pulled()) }},
		{umami.Spec(), func(e Env) (any, error) { return umami.New(e.pulled()) }},
		{ga4.Spec(), func(e Env) (any, error) {
			return ga4.New(ga4.Options{Options: e.pulled("ga4", "google_token"), API: e.Endpoint("ga4"), Tokens: e.Endpoint("google_token")})
		}},
		{searchconsole.Spec(), func(e Env) (any, error) {
			return searchconsole.New(searchconsole.Options{Options: e.pulled("searchconsole", "google_token"), API: e.Endpoint("searchconsole"), Tokens: e.Endpoint("google_token")})
		}},
	}
}

// pulled returns what a reader needs that is polled. Its requests may reach the named endpoints at a
// private address.
func (e Env) pulled(endpoints ...string) pull.Options {
	o := pull.Options{Transport: e.Transport, UserAgent: e.UserAgent, Now: e.Now}
	if len(endpoints) > 0 {
		o.Transport = e.Client(endpoints...).Transport
	}
	return o
}

// BuildVisits returns the adapters of the entries, in order.
func BuildVisits(lines []VisitsLine, env Env) ([]feeds.SampleAdapter, error) {
	out := make([]feeds.SampleAdapter, 0, len(lines))
	seen := map[feeds.SampleType]bool{}
	for _, l := range lines {
		if l.Type == "" || seen[l.Type] {
			return nil, fmt.Errorf("adapters: the visits type %q is empty or listed twice", l.Type)
		}
		seen[l.Type] = true
		a := feeds.SampleAdapter{SampleSpec: l.SampleSpec}
		if l.Make != nil {
			made, err := l.Make(env)
			if err != nil {
				return nil, fmt.Errorf("adapters: %w", err)
			}
			a.Reader, _ = made.(feeds.SampleReader)
			a.File, _ = made.(feeds.SampleFile)
		}
		if a.Reader == nil && a.File == nil && !a.Pushed {
			return nil, fmt.Errorf("adapters: %s is not a SampleReader or SampleFile", l.Type)
		}
		out = append(out, a)
	}
	return out, nil
}
