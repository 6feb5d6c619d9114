package impact

import "math"

// skew moves a window's mixture from log(mean of y+1) to log(sum of y+1, plus shift),
// with the shift that gives the sum the skewness of a count.
//
// A count has at least a Poisson's noise, whose logarithm leans to the left: a test on
// the plain log is blunt against rises and sharp against falls. The sum S is taken as
// Poisson round a mean that is log-normal with the rest of the variance; with E its
// expectation, V its variance and t^2 = V/E^2 - 1/E what the Poisson leaves over, its
// third central moment is E + 3 E^2 t^2 + 3 E^3 t^4. A log-normal shifted by C has
// skewness 3 sd/(E + C), so C = 3 V^2/third - E: 2 E for a pure Poisson, 0 (the plain
// log) where other noise outweighs it or the series is no count.
func (m *mixture) skew(rows float64, whole bool) {
	expected, variance := 0.0, 0.0
	for i, w := range m.weight {
		e := rows * math.Exp(m.mean[i])
		expected += w * e
		variance += w * e * e * m.scale[i] * m.scale[i]
	}
	if whole {
		rest := math.Max(variance/(expected*expected)-1/expected, 0)
		poisson := expected * rest
		third := expected * (1 + 3*poisson + 3*poisson*poisson)
		v := expected * (1 + poisson)
		m.shift = math.Max(3*v*v/third-expected, 0)
	}
	for i := range m.mean {
		e := rows * math.Exp(m.mean[i])
		m.mean[i] = math.Log(e + m.shift)
		m.scale[i] *= e / (e + m.shift)
	}
}

// axis is where a sum over so many rows lies on the mixture's axis.
func (m *mixture) axis(log bool, sum, rows float64) float64 {
	if log {
		return math.Log(math.Max(sum, 0) + rows + m.shift)
	}
	return sum
}
