package calibration

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// dates draws k days, apart by at least that many, in [from, to).
func dates(r *rand.Rand, k, from, to, apart int) []int {
	for {
		var out []int
		for range 100 * k {
			at := from + r.IntN(to-from)
			if !slices.ContainsFunc(out, func(o int) bool { return at-o < apart && o-at < apart }) {
				out = append(out, at)
			}
			if len(out) == k {
				slices.Sort(out)
				return out
			}
		}
	}
}

// history is how many days a pool of k is held against.
func history(kind string, k int) int {
	if kind == "podcast" && k > 10 {
		return 30 * k
	}
	return 400
}

// pool asks about all mentions of a kind on those days together.
func pool(values []float64, kind string, at []int, leads bool) (impact.Pooled, error) {
	s := impact.Series{Step: impact.Day, Start: monday, Values: values}
	var mentions []impact.PoolMention
	var all []int
	for i, d := range at {
		mentions = append(mentions, impact.PoolMention{Mention: impact.Mention{Span: impact.Span{From: d, Rows: impact.Window(kind)}, Kind: kind}})
		all = append(all, i)
	}
	p, err := impact.NewPooling(s, mentions, impact.PoolOptions{Leads: leads})
	if err != nil {
		return impact.Pooled{}, err
	}
	return p.Answer("", all), nil
}

func pooledNull() []measure {
	var out []measure
	for _, w := range PoolWorlds() {
		for _, kind := range []string{"post", "podcast"} {
			for _, k := range []int{3, 5, 10, 30} {
				n, rows := history(kind, k), impact.Window(kind)
				row := fmt.Sprintf("%s, %s, %d", w.Name, kind, k)
				out = append(out, measure{row: row, what: []string{"false alarms", "torn"}, run: func(run, seed int) ([]float64, error) {
					r := source(seed, row, rows, run)
					values, _ := w.days(r, n, n, 0, 0)
					a, err := pool(values, kind, dates(r, k, 60, n-3*rows-1, rows), false)
					return []float64{hit(a.P < 0.05), hit((a.P < 0.05) != (a.Each.Low > 0 || a.Each.High < 0))}, err
				}})
			}
		}
	}
	return out
}
