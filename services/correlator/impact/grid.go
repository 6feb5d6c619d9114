package impact

import "math"

// The grid over the ratio q of the level's variance (per row) to the noise variance.
// Seventeen points, evenly spaced in log(sqrt(q)).
const (
	gridPoints  = 17
	gridLowest  = 0.002 // sqrt(q): a level that is almost constant
	gridHighest = 5.0   // sqrt(q): next to a pure random walk
	cauchyScale = 0.1   // of the half-Cauchy prior on sqrt(q)
)

// ratio is one point of the grid with the log of its prior mass.
type ratio struct {
	q        float64
	logPrior float64
}

// ratios returns the grid. Each point has the half-Cauchy mass of its cell, whose borders are
// half-way in log; the end cells reach to 0 and to infinity. (Gelman
// 2006, "Prior distributions for variance parameters in hierarchical models".)
func ratios() []ratio {
	step := math.Log(gridHighest/gridLowest) / (gridPoints - 1)
	mass := func(root float64) float64 { return 2 / math.Pi * math.Atan(root/cauchyScale) }
	out := make([]ratio, gridPoints)
	below := 0.0
	for i := range out {
		root := gridLowest * math.Exp(float64(i)*step)
		above := 1.0
		if i < gridPoints-1 {
			above = mass(root * math.Exp(step/2))
		}
		out[i] = ratio{q: root * root, logPrior: math.Log(above - below)}
		below = above
	}
	return out
}
