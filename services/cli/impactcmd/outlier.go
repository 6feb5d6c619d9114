package impactcmd

import (
	"fmt"
	"math"
	"slices"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// farOff is how many times the usual value a value must be to be reported.
const farOff = 100

// outlier reports the largest value if it is so far off that it looks mistyped.
func outlier(s impact.Series) string {
	var counted []float64
	at := 0
	for i, v := range s.Values {
		if !math.IsNaN(v) {
			counted = append(counted, math.Abs(v))
		}
		if math.Abs(v) > math.Abs(s.Values[at]) || math.IsNaN(s.Values[at]) {
			at = i
		}
	}
	if len(counted) == 0 {
		return ""
	}
	slices.Sort(counted)
	usual := math.Max(counted[len(counted)/2], 1)
	times := math.Abs(s.Values[at]) / usual
	if !(times >= farOff) {
		return ""
	}
	return fmt.Sprintf("%s on %s is %s times the usual value. If it was mistyped, correct it; if not, list what happened with --events.",
		rounded(s.Values[at], 0, false), label(s, at), rounded(times, math.Pow(10, math.Floor(math.Log10(times))), true))
}
