package impact

import (
	"math"
	"sort"
)

// DiscoveryRate is the share of false ones allowed among what is reported as a lift.
const DiscoveryRate = 0.10

// Adjust turns the p-values of one family (a brand and an outcome over 90 days) into
// q-values: the smallest false-discovery rate at which each would be reported
// (Benjamini & Hochberg 1995). NaN stays NaN and counts for nothing.
func Adjust(p []float64) []float64 {
	q := make([]float64, len(p))
	var order []int
	for i, v := range p {
		q[i] = math.NaN()
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return p[order[a]] < p[order[b]] })
	least := 1.0
	for k := len(order) - 1; k >= 0; k-- {
		i := order[k]
		least = math.Min(least, p[i]*float64(len(order))/float64(k+1))
		q[i] = math.Max(least, p[i])
	}
	return q
}

// adjust fills Q over a family of answers; a group counts once.
func adjust(answers []Answer) {
	var ps []float64
	var at []int
	for i, a := range answers {
		if a.Group == nil || a.Group[0] == i {
			ps = append(ps, a.P)
			at = append(at, i)
		}
	}
	for k, q := range Adjust(ps) {
		answers[at[k]].Q = q
	}
	for i, a := range answers {
		if a.Group != nil {
			answers[i].Q = answers[a.Group[0]].Q
		}
	}
}
