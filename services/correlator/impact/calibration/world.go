// Package calibration holds the impact method to what it promises: it makes series
// in which the truth is known, asks the method about them, and counts how often the
// method was wrong, how often its intervals held the truth and how often it saw what
// was there. Everything comes from seeds; the same seeds give the same table on any
// number of cores.
package calibration

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// World makes days in which nothing happened. Mean gives one series' daily means;
// Draw counts one day.
type World struct {
	Name string
	Low  bool // a daily mean under 5, where discreteness allows fewer false alarms
	mean func(r *rand.Rand, n int) []float64
	draw func(r *rand.Rand, mean float64) float64
}

// Worlds are the null series of the reference table.
func Worlds() []World {
	return []World{
		{Name: "Poisson 100", mean: level(100), draw: poisson},
		{Name: "drifting level, 3 % a day", mean: drifting, draw: poisson},
		{Name: "AR(1) 0.6", mean: autoregressive, draw: poisson},
		{Name: "negative binomial 100, k = 20", mean: level(100), draw: negativeBinomial(20)},
		{Name: "5 % spike days", mean: spikes, draw: poisson},
		{Name: "Poisson 2", Low: true, mean: level(2), draw: poisson},
		{Name: "negative binomial 2, k = 1", Low: true, mean: level(2), draw: negativeBinomial(1)},
		{Name: "Poisson 0.5", Low: true, mean: level(0.5), draw: poisson},
	}
}

// Steady is a Poisson world of one mean.
func Steady(name string, mean float64) World {
	return World{Name: name, Low: mean < 5, mean: level(mean), draw: poisson}
}

// days draws n days; rise multiplies the mean of rows [from, from+rows) by 1 + rise.
// truth is the effect that was really added over those rows, drawn apart.
func (w World) days(r *rand.Rand, n, from, rows int, rise float64) (values []float64, truth float64) {
	mean := w.mean(r, n)
	values = make([]float64, n)
	for i, m := range mean {
		values[i] = w.draw(r, m)
	}
	for i := from; i < from+rows && rise != 0; i++ {
		extra := w.draw(r, mean[i]*rise)
		values[i] += extra
		truth += extra
	}
	return values, truth
}

func level(mean float64) func(*rand.Rand, int) []float64 {
	return func(_ *rand.Rand, n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = mean
		}
		return out
	}
}

// drifting is a level whose log walks with a standard deviation of 0.03 a day.
func drifting(r *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	log := math.Log(100)
	for i := range out {
		out[i] = math.Exp(log)
		log += 0.03 * r.NormFloat64()
	}
	return out
}

// autoregressive is a log mean with AR(1) noise of 0.6 and steps of 0.1.
func autoregressive(r *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	a := 0.1 * r.NormFloat64() / math.Sqrt(1-0.36)
	for i := range out {
		out[i] = 100 * math.Exp(a)
		a = 0.6*a + 0.1*r.NormFloat64()
	}
	return out
}

// spikes doubles to quadruples one day in twenty.
func spikes(r *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 100
		if r.Float64() < 0.05 {
			out[i] *= 2 + 2*r.Float64()
		}
	}
	return out
}

func poisson(r *rand.Rand, mean float64) float64 {
	if mean <= 0 {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: r}.Rand()
}

// negativeBinomial is a Poisson whose mean is gamma with shape k.
func negativeBinomial(k float64) func(*rand.Rand, float64) float64 {
	return func(r *rand.Rand, mean float64) float64 {
		if mean <= 0 {
			return 0
		}
		return poisson(r, distuv.Gamma{Alpha: k, Beta: k / mean, Src: r}.Rand())
	}
}
