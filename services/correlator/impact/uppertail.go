package impact

import (
	"math"
	"slices"
)

// upperTail is the tail of upper scores of past rows (Hill 1975): fitted to the tenth of them that
// were the most unusual, drawn to the model's own by the weight of 40 rows, never thinner than it.
type upperTail struct {
	log, share, index float64
	sorted            []float64 // logs of the past rows' p, ascending
}

const (
	upperShare  = 0.10
	upperWeight = 40.0
)

// newUpperTail takes the past scores; cautious adds the index's own standard error.
func newUpperTail(z []float64, cautious bool) upperTail {
	logs := make([]float64, len(z))
	for i, v := range z {
		logs[i] = logUpper(v)
	}
	slices.Sort(logs)
	k := int(math.Round(upperShare * float64(len(z))))
	u := upperTail{log: logs[k], sorted: logs}
	beyond := 0.0
	for _, l := range logs[:k] {
		beyond += u.log - l
	}
	ours := upperWeight * math.Exp(u.log)
	u.share = (float64(k) + 1 + ours) / (float64(len(z)) + 1 + upperWeight)
	u.index = math.Max(1, (beyond+ours)/(float64(k)+ours))
	if cautious {
		u.index *= 1 + 1/math.Sqrt(float64(k)+upperShare*upperWeight)
	}
	return u
}

func (u upperTail) p(z float64) float64 {
	l := logUpper(z)
	if l < u.log {
		return u.share * math.Exp((l-u.log)/u.index)
	}
	as, _ := slices.BinarySearch(u.sorted, math.Nextafter(l, 1))
	return math.Min(1, math.Max(u.share, float64(1+as)/float64(len(u.sorted)+1)))
}

// logUpper returns the log of the one-sided normal p of a score.
func logUpper(z float64) float64 {
	return math.Log(math.Max(math.Erfc(z/math.Sqrt2)/2, 1e-300))
}
