package impact

import "math"

// tail is how many rows after a mention's window its effect may still be felt when
// overlaps are looked for.
const tail = 3

// shape is how a mention's effect begins.
type shape int

const (
	atOnce  shape = iota // on the first row
	delayed              // on the second
	ramp                 // growing over seven rows
)

// kernel is the course of an effect: a shape and the share left after each further
// row. Its first seven rows sum to 1, so that a coefficient is a week's effect.
type kernel struct {
	shape shape
	decay float64
	norm  float64

	course []float64 // the first rows' effects
}

// kernels is the grid over shapes and decays.
func kernels() []kernel {
	var out []kernel
	for _, s := range []shape{atOnce, delayed, ramp} {
		for _, d := range []float64{0.2, 0.35, 0.5, 0.65, 0.8} {
			k := kernel{shape: s, decay: d, norm: 1}
			sum := 0.0
			for j := range 7 {
				sum += k.at(j)
			}
			k.norm = 1 / sum
			course := make([]float64, 16)
			for j := range course {
				course[j] = k.at(j)
			}
			k.course = course
			out = append(out, k)
		}
	}
	return out
}

// at is the effect j rows after the mention, of a week's 1.
func (k kernel) at(j int) float64 {
	switch {
	case j < 0:
		return 0
	case j < len(k.course):
		return k.course[j]
	case k.shape == atOnce:
		return k.norm * math.Pow(k.decay, float64(j))
	case k.shape == delayed && j == 0:
		return 0
	case k.shape == delayed:
		return k.norm * math.Pow(k.decay, float64(j-1))
	case j < 7:
		return k.norm * float64(j+1) / 7
	}
	return k.norm * math.Pow(k.decay, float64(j-6))
}
