package calibration

import (
	"context"
	"math"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// Discovery is how the false-discovery rate turned out.
type Discovery struct {
	Runs                 int
	Real, Found          int     // mentions with an effect, and those of them reported
	Reported, FalseRates float64 // mean number reported, mean share of them without effect
}

// Discoveries runs series of 400 quiet days and then 100 posts, one every fourth day,
// of which 10 double their day.
func Discoveries(ctx context.Context, p Plan) (Discovery, error) {
	const posts, real, apart = 100, 10, 4
	type result struct{ found, reported int }
	results := make([]result, p.Runs)
	err := spread(ctx, p.Runs, func(i int) error {
		r := source(1+i%max(p.Seeds, 1), "discoveries", 1, i)
		n := p.History + posts*apart
		values, _ := Worlds()[0].days(r, n, 0, 0, 0)
		effect := map[int]bool{}
		for _, k := range r.Perm(posts)[:real] {
			effect[k] = true
			values[p.History+k*apart] += poisson(r, 100)
		}
		mentions := make([]impact.Mention, posts)
		for k := range mentions {
			mentions[k].Span = impact.Span{From: p.History + k*apart, Rows: 1}
		}
		answers, err := impact.EstimateAll(impact.Series{Step: impact.Day, Start: monday, Values: values}, mentions, impact.Known{})
		for k, a := range answers {
			if a.Verdict == impact.Likely {
				results[i].reported++
				if effect[k] {
					results[i].found++
				}
			}
		}
		return err
	}, func(n int) {
		if p.Progress != nil {
			p.Progress(n, p.Runs)
		}
	})
	out := Discovery{Runs: p.Runs, Real: real * p.Runs}
	for _, r := range results {
		out.Found += r.found
		out.Reported += float64(r.reported) / float64(p.Runs)
		out.FalseRates += float64(r.reported-r.found) / math.Max(1, float64(r.reported)) / float64(p.Runs)
	}
	return out, err
}
