package train

import (
	"math"

	"github.com/namedrop/namedrop/index/detect"
)

// example is a sound-alike with what people say about it.
type example struct {
	detect.Observation
	right   bool
	ignored bool    // nobody can say
	weight  float64 // of its set
}

const (
	ridge       = 2.0 // keeps the weights small
	newtonSteps = 12
)

// fit returns the weights of a logistic regression, found by Newton's method.
func fit(list []example) (w detect.Weights) {
	n := len(w)
	for range newtonSteps {
		slope, curve := make([]float64, n), make([][]float64, n)
		for i := range curve {
			curve[i] = make([]float64, n)
			curve[i][i], slope[i] = ridge, -ridge*w[i]
		}
		curve[0][0], slope[0] = 1e-6, 0 // the bias is free
		for i := range list {
			e := &list[i]
			if e.ignored {
				continue
			}
			p := 1 / (1 + math.Exp(-score(&w, e)))
			rest, spread := -e.weight*p, e.weight*p*(1-p)
			if e.right {
				rest += e.weight
			}
			for a, v := range e.Features {
				if v == 0 {
					continue
				}
				slope[a] += rest * v
				for b := range a + 1 {
					curve[a][b] += spread * v * e.Features[b]
				}
			}
		}
		for a := range n {
			for b := a + 1; b < n; b++ {
				curve[a][b] = curve[b][a]
			}
		}
		moved := 0.0
		for i, step := range solve(curve, slope) {
			w[i] += step
			moved = max(moved, math.Abs(step))
		}
		if moved < 1e-6 {
			break
		}
	}
	return w
}

func score(w *detect.Weights, e *example) (sum float64) {
	for i, v := range e.Features {
		sum += w[i] * v
	}
	return sum
}

// solve solves a system of linear equations with a positive definite matrix, which it changes.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for j := i + 1; j < n; j++ {
			m := a[j][i] / a[i][i]
			for k := i; k < n; k++ {
				a[j][k] -= m * a[i][k]
			}
			b[j] -= m * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = b[i]
		for k := i + 1; k < n; k++ {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}
