package calibration

import (
	"math"
	"math/rand/v2"
)

// business is a week in which weekends are half of weekdays, from Monday.
var business = [7]float64{1.2, 1.25, 1.25, 1.2, 1.1, 0.55, 0.45}

// PoolWorlds are the null series on which what many mentions do is tested.
func PoolWorlds() []World {
	return []World{
		{Name: "Poisson 100", mean: level(100), draw: poisson},
		{Name: "business week", mean: weekly(level(100)), draw: poisson},
		{Name: "drifting level, 3 % a day", mean: drifting, draw: poisson},
		{Name: "AR(1) 0.6", mean: autoregressive, draw: poisson},
		{Name: "negative binomial 100, k = 20", mean: level(100), draw: negativeBinomial(20)},
		{Name: "5 % spike days", mean: spikes, draw: poisson},
		{Name: "business week, AR(1) 0.5, k = 50", mean: weekly(autoregressiveOf(0.5, 0.08)), draw: negativeBinomial(50)},
	}
}

// LeadWorlds are days of leads: 1 a day on average.
func LeadWorlds() []World {
	return []World{
		{Name: "Poisson 1", Low: true, mean: level(1), draw: poisson},
		{Name: "negative binomial 1, k = 1", Low: true, mean: level(1), draw: negativeBinomial(1)},
		{Name: "business week 1", Low: true, mean: weekly(level(1)), draw: poisson},
		{Name: "drifting level 1", Low: true, mean: scaled(drifting, 0.01), draw: poisson},
		{Name: "AR(1) 1", Low: true, mean: scaled(autoregressive, 0.01), draw: poisson},
	}
}

type means func(*rand.Rand, int) []float64

func weekly(of means) means {
	return func(r *rand.Rand, n int) []float64 {
		out := of(r, n)
		for i := range out {
			out[i] *= business[i%7]
		}
		return out
	}
}

func scaled(of means, by float64) means {
	return func(r *rand.Rand, n int) []float64 {
		out := of(r, n)
		for i := range out {
			out[i] *= by
		}
		return out
	}
}

// autoregressiveOf is a log mean round 100 with AR(1) noise.
func autoregressiveOf(keeps, step float64) means {
	return func(r *rand.Rand, n int) []float64 {
		out := make([]float64, n)
		a := step * r.NormFloat64() / math.Sqrt(1-keeps*keeps)
		for i := range out {
			out[i] = 100 * math.Exp(a)
			a = keeps*a + step*r.NormFloat64()
		}
		return out
	}
}

// noisyDays is a steady mean with a day noise that isn't a count's.
func noisyDays(mean, noise float64) means {
	return func(r *rand.Rand, n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = mean * math.Exp(noise*r.NormFloat64()-noise*noise/2)
		}
		return out
	}
}
