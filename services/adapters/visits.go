package adapters

import (
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/csv"
	"github.com/namedrop/namedrop/feeds/visits/plausible"
)

// VisitsLine is an entry in the list of systems that count visits: the adapter's spec and its
// constructor. Make returns a value that implements feeds.SampleReader, feeds.SampleFile or both.
type VisitsLine struct {
	feeds.SampleSpec
	Make func(Env) (any, error)
}

// Visits lists every system that counts visits. A new one is a line here.
func Visits() []VisitsLine {
	return []VisitsLine{
		{csv.Spec(), func(e Env) (any, error) { return csv.New(e.Now), nil }},
		{plausible.Spec(), func(e Env) (any, error) {
			return plausible.New(plausible.Options{Transport: e.Transport, UserAgent: e.UserAgent, Now: e.Now})
		}},
	}
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
		made, err := l.Make(env)
		if err != nil {
			return nil, fmt.Errorf("adapters: %w", err)
		}
		a := feeds.SampleAdapter{SampleSpec: l.SampleSpec}
		a.Reader, _ = made.(feeds.SampleReader)
		a.File, _ = made.(feeds.SampleFile)
		if a.Reader == nil && a.File == nil {
			return nil, fmt.Errorf("adapters: %s is not a SampleReader or SampleFile", l.Type)
		}
		out = append(out, a)
	}
	return out, nil
}
