package impact

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestEachRowHasItsOwnNoise: of counts with a strong week, the noise that a row is given agrees with
// what was drawn, on both axes, whatever there is beyond a Poisson's.
func TestEachRowHasItsOwnNoise(t *testing.T) {
	week := [7]float64{1.3, 1.3, 1.3, 1.3, 1.2, 0.4, 0.2}
	for _, log := range []bool{true, false} {
		for _, beyond := range []float64{0, 0.01, 0.1} {
			r := rand.New(rand.NewPCG(31, 1))
			const n, mean = 7 * 400, 100.0
			s := Series{Step: Day, Values: make([]float64, n)}
			axis := func(v float64) float64 {
				if log {
					return math.Log1p(v)
				}
				return v
			}
			var byDay [7][]float64
			for i := range s.Values {
				mu := mean * week[i%7]
				if beyond > 0 {
					mu = distuv.Gamma{Alpha: 1 / beyond, Beta: 1 / beyond / mu, Src: r}.Rand()
				}
				s.Values[i] = distuv.Poisson{Lambda: mu, Src: r}.Rand()
				byDay[i%7] = append(byDay[i%7], axis(s.Values[i]))
			}
			m := newModel(s, make([]bool, n), log, true, n)
			all := 0.0
			var drawn [7]float64
			for d, v := range byDay {
				_, sd := moments(v)
				drawn[d] = sd * sd
				all += sd * sd / 7
			}
			for d, v := range drawn {
				got := m.byRow.of(n, all, mean*week[d]) * all
				if got < 0.8*v || got > 1.25*v {
					t.Errorf("log %v, %g beyond a Poisson's, day %d: variance %.4g, drawn %.4g", log, beyond, d, got, v)
				}
			}
		}
	}
	var none *rowNoise
	if none.of(3, 1, 10) != 1 {
		t.Error("a series that isn't a count has one noise for all rows")
	}
}
