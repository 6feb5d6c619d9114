package calibration

import (
	"context"
	"math"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// mostStarts bounds the windows asked about on an own series.
const mostStarts = 400

// Own asks about windows of a real series in which nothing is known to have happened,
// each with what was known then, and again with rises planted: how often the method is
// wrong on this series, and what it would see.
func Own(ctx context.Context, s impact.Series, history int, progress func(done, total int)) ([]Row, error) {
	var rows []Row
	rises := []float64{0, 0.3, 1}
	lengths := []int{1, 3, 7}
	total, done := 0, 0
	starts := map[int][]int{}
	for _, days := range lengths {
		starts[days] = ordinary(s, history, days)
		total += len(starts[days]) * len(rises)
	}
	for _, rise := range rises {
		for _, days := range lengths {
			at := starts[days]
			outcomes := make([]outcome, len(at))
			err := spread(ctx, len(at), func(i int) error {
				from := at[i]
				part := upTo(s, from+days)
				truth := 0.0
				for j := from; j < from+days && rise > 0; j++ {
					extra := math.Round(part.Values[j] * rise)
					part.Values[j] += extra
					truth += extra
				}
				a, err := impact.Estimate(part, impact.Span{From: from, Rows: days}, impact.Known{})
				outcomes[i] = judge(a, truth)
				return err
			}, func(n int) {
				if progress != nil {
					progress(done+n, total)
				}
			})
			if err != nil {
				return nil, err
			}
			done += len(at)
			row := Row{World: s.Metric, Days: days, Rise: rise, History: history, Runs: len(at)}
			row.add(outcomes)
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// ordinary is the starts of windows without gaps after so much history, evenly spread.
func ordinary(s impact.Series, history, days int) []int {
	var all []int
next:
	for i := history; i+days <= len(s.Values); i++ {
		for _, v := range s.Values[i : i+days] {
			if math.IsNaN(v) {
				continue next
			}
		}
		all = append(all, i)
	}
	if len(all) <= mostStarts {
		return all
	}
	out := make([]int, mostStarts)
	for k := range out {
		out[k] = all[k*len(all)/mostStarts]
	}
	return out
}

// upTo is a copy of the first rows.
func upTo(s impact.Series, end int) impact.Series {
	s.Values = append([]float64(nil), s.Values[:end]...)
	controls := s.Controls
	s.Controls = nil
	for _, c := range controls {
		s.Controls = append(s.Controls, impact.Control{Name: c.Name, Values: c.Values[:end]})
	}
	return s
}
