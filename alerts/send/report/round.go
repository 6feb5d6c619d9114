package report

import "math"

// Step returns the step to which the ends of a range and its middle are rounded: 1, 2 or 5 times a
// power of ten, about a twentieth of the width. Counts are whole, so it is never under 1.
func Step(low, high float64) float64 {
	width := math.Abs(high-low) / 20
	if width <= 1 || math.IsInf(width, 0) || math.IsNaN(width) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(width)))
	switch m := width / power; {
	case m < 2:
		return power
	case m < 5:
		return 2 * power
	}
	return 5 * power
}

// InSteps returns a number as a multiple of the step, and never -0. A step of 0 leaves it as it is,
// to the unit.
func InSteps(v, step float64) float64 {
	if step > 0 {
		v = math.Round(v/step) * step
	}
	return math.Round(v) + 0
}
