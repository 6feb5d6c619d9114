package calibration

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// pairOf draws a site's own country and another one, both with a business week, which share a part
// of their level's drift and day noise.
func pairOf(r *rand.Rand, n int, otherMean, common float64) (own, other []float64) {
	own, other = make([]float64, n), make([]float64, n)
	a, b, both := 0.0, 0.0, 0.0
	for i := range n {
		both += 0.02 * r.NormFloat64()
		a, b = a+0.01*r.NormFloat64(), b+0.01*r.NormFloat64()
		shared := both + 0.1*r.NormFloat64()
		own[i] = poisson(r, 100*business[i%7]*math.Exp(a+shared))
		other[i] = poisson(r, otherMean*business[i%7]*math.Exp(b+common*shared))
	}
	return own, other
}

// countryRows measures the choice of a country as control: how often it is taken, what it does to
// the spread of the answers, and whether a mention that reached it is noticed.
func countryRows() []measure {
	var out []measure
	for _, c := range []struct{ mean, common, spill float64 }{{30, 0, 0}, {100, 0, 0}, {1000, 0, 0}, {1000, 0.6, 0}, {1000, 1, 0}, {1000, 1, 1}} {
		row := fmt.Sprintf("mean %.0f, %.0f %% in common, spill of %.0f %%", c.mean, 100*c.common, 100*c.spill)
		out = append(out, measure{row: row, what: []string{"taken", "spill flagged", "false alarms", "square error without", "square error with"}, run: func(run, seed int) ([]float64, error) {
			r := source(seed, row, 11, run)
			const n, from = 187, 180
			own, other := pairOf(r, n, c.mean, c.common)
			if c.spill > 0 {
				for i := from; i < n; i++ {
					rise := 150.0 / 7 / 100
					own[i] += poisson(r, own[i]*rise)
					other[i] += poisson(r, other[i]*rise*c.spill)
				}
			}
			s := impact.Series{Step: impact.Day, Start: monday, Values: own}
			window := impact.Span{From: from, Rows: 7}
			plain, err := impact.Estimate(s, window, impact.Known{})
			if err != nil {
				return nil, err
			}
			a, choice, err := impact.WithCountry(s, impact.Control{Name: "other", Values: other}, window, "", impact.Known{})
			flagged, alarm := math.NaN(), math.NaN()
			if choice.SpillP == choice.SpillP {
				flagged = hit(choice.Spill)
			}
			if c.spill == 0 {
				alarm = hit(a.P < 0.05)
			}
			square := func(e float64) float64 {
				if c.spill > 0 {
					return math.NaN()
				}
				return e * e
			}
			return []float64{hit(choice.Taken), flagged, alarm, square(plain.Cumulative.Effect), square(a.Cumulative.Effect)}, err
		}})
	}
	return out
}
