package impact

import "gonum.org/v1/gonum/mat"

// slabCovariance is the prior covariance, in units of the noise variance, of the
// coefficients in a subset: Zellner's g-prior, half of it without the correlations, as
// in bsts. Coefficients left out have none.
func slabCovariance(xtx []float64, k, subset int) []float64 {
	out := make([]float64, k*k)
	var chosen []int
	for j := range k {
		if subset>>j&1 == 1 {
			chosen = append(chosen, j)
		}
	}
	if len(chosen) == 0 {
		return out
	}
	n := len(chosen)
	precision := mat.NewDense(n, n, nil)
	for a, i := range chosen {
		for b, j := range chosen {
			v := xtx[i*k+j]
			if a != b {
				v *= 1 - referenceShrink
			}
			precision.Set(a, b, v*referenceSlab)
		}
	}
	var inverse mat.Dense
	if err := inverse.Inverse(precision); err != nil {
		return out // columns that can't be separated carry no information
	}
	for a, i := range chosen {
		for b, j := range chosen {
			out[i*k+j] = inverse.At(a, b)
		}
	}
	return out
}
