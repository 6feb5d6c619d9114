package adapters

import (
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/csv"
	"github.com/namedrop/namedrop/feeds/visits/plausible"
)

// VisitsLine is a line of the list of what counts visits: what an adapter says of itself, and how it
// is made. Make returns a feeds.SampleReader, a feeds.SampleFile, or something that is both.
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

// BuildVisits makes the adapters.
func BuildVisits(lines []VisitsLine, env Env) ([]feeds.SampleAdapter, error) {
	out := make([]feeds.SampleAdapter, 0, len(lines))
	seen := map[feeds.SampleType]bool{}
	for _, l := range lines {
		if l.Type == "" || seen[l.Type] {
			return nil, fmt.Errorf("adapters: the type %q of visits is empty or listed twice", l.Type)
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
			return nil, fmt.Errorf("adapters: %s is no SampleReader and no SampleFile", l.Type)
		}
		out = append(out, a)
	}
	return out, nil
}
