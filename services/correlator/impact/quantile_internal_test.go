package impact

import (
	"math"
	"math/rand/v2"
	"testing"
)

// What the quantiles of a mixture share doesn't change them: each is, to the last bit, what a search
// of its own finds.
func TestQuantilesOfOneMixture(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 200 {
		m := &mixture{df: 3 + math.Floor(200*r.Float64())}
		n, sum := 1+r.IntN(25), 0.0
		for range n {
			m.weight = append(m.weight, r.Float64())
			m.mean = append(m.mean, 10*r.NormFloat64())
			m.scale = append(m.scale, 0.1+5*r.Float64())
			sum += m.weight[len(m.weight)-1]
		}
		for i := range m.weight {
			m.weight[i] /= sum
		}
		last := math.Inf(-1)
		for _, p := range []float64{1e-9, 0.025, 0.1, 0.25, 0.5, 0.9, 0.975, 1 - 1e-9} {
			alone := &mixture{weight: m.weight, mean: m.mean, scale: m.scale, df: m.df}
			got, want := m.quantile(p), alone.quantile(p)
			if got != want || math.Abs(m.cdf(got)-p) > 1e-6*math.Min(p, 1-p)+1e-12 || got <= last {
				t.Fatalf("%d components, %g: %g, alone %g, cdf %g", n, p, got, want, m.cdf(got))
			}
			last = got
		}
	}
	m := &mixture{weight: []float64{0.5, 0.5}, mean: []float64{-1, 2}, scale: []float64{1, 3}, df: 40}
	m.newStart()
	for x := -20.0; x <= 20; x += 0.5 {
		below, density := m.both(x)
		if slope := (m.cdf(x+1e-4) - m.cdf(x-1e-4)) / 2e-4; below != m.cdf(x) || math.Abs(slope-density) > 1e-6 {
			t.Errorf("at %g: %g and %g, want %g and %g", x, below, density, m.cdf(x), slope)
		}
	}
}
