package calibration

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// Overlap is the result for mentions that are a day apart.
type Overlap struct {
	Days    int     // the window
	Effect  float64 // first day's effect, as a fraction of the mean
	Apart   int     // days between the two
	Runs    int
	Split   int     // runs in which each got an answer of its own
	Bias    float64 // mean of estimate/truth - 1 over both, where split
	Covered int     // intervals that held the truth, of 2 x Split
}

// Overlaps runs two mentions on the same day and a day apart, with effects of which a
// share between 0.2 and 0.8, drawn for each run and unknown to the method, is left after
// each day.
func Overlaps(ctx context.Context, p Plan) ([]Overlap, error) {
	var out []Overlap
	done := 0
	for _, apart := range []int{0, 1} {
		for _, days := range []int{1, 3, 7} {
			for _, effect := range []float64{0.5, 1} {
				o := Overlap{Days: days, Effect: effect, Apart: apart, Runs: p.Runs}
				if apart == 0 {
					if days > 1 || effect > 0.5 {
						continue
					}
				}
				type result struct {
					split   bool
					bias    float64
					covered int
				}
				results := make([]result, p.Runs)
				err := spread(ctx, p.Runs, func(i int) error {
					r := source(1+i%max(p.Seeds, 1), "overlap", days*10+apart, i)
					values, truth := o.series(r, p.History, 0.2+0.6*r.Float64())
					s := impact.Series{Step: impact.Day, Start: monday, Values: values}
					answers, err := impact.EstimateAll(s, []impact.Mention{
						{Span: impact.Span{From: p.History, Rows: days}}, {Span: impact.Span{From: p.History + apart, Rows: days}},
					}, impact.Known{})
					if err != nil || answers[0].Group != nil {
						return err
					}
					results[i].split = true
					for k, a := range answers {
						results[i].bias += (a.Cumulative.Effect/truth[k] - 1) / 2
						if a.Cumulative.Low <= truth[k] && truth[k] <= a.Cumulative.High {
							results[i].covered++
						}
					}
					return nil
				}, func(n int) {
					if p.Progress != nil {
						p.Progress(done+n, 7*p.Runs)
					}
				})
				done += p.Runs
				if err != nil {
					return nil, err
				}
				for _, r := range results {
					if r.split {
						o.Split++
						o.Bias += r.bias
						o.Covered += r.covered
					}
				}
				o.Bias /= math.Max(1, float64(o.Split))
				out = append(out, o)
			}
		}
	}
	return out, nil
}

// series is Poisson 100 with the two effects, and what each added in its window on
// average.
func (o Overlap) series(r *rand.Rand, history int, decay float64) ([]float64, [2]float64) {
	n := history + o.Apart + o.Days + 7
	values := make([]float64, n)
	var truth [2]float64
	for i := range values {
		mean := 100.0
		for k := range 2 {
			j := i - history - k*o.Apart
			if j < 0 {
				continue
			}
			add := 100 * o.Effect * math.Pow(decay, float64(j))
			mean += add
			if j < o.Days {
				truth[k] += add
			}
		}
		values[i] = poisson(r, mean)
	}
	return values, truth
}
