package impact

import (
	"math"
	"slices"
)

// sharper reports whether the courses, with a spread of their quick one, see smaller effects than the
// plain sum does. Both are judged by what was known before the window, so the choice leaves the
// test its size.
//
// An effect E is known to shapeError of itself at best, so its score is E/√(sd² + (shapeError E)²)
// and no effect has one of 1/shapeError or more. Where many past windows come near that, as those
// with mistyped values can, only an effect far larger than the plain sum needs would show, or none.
func (p placebos) sharper(sd float64, plain counterfactual, past placebos) bool {
	if len(p.scores) < LeastPlacebos || len(past.scores) < LeastPlacebos {
		return true // no verdict either way
	}
	score := math.Max(z975, p.critical())
	left := 1 - score*shapeError*score*shapeError
	if left <= 0 {
		return false
	}
	_, high := plain.interval(0.95, math.Max(1, plain.reach(past.critical())))
	return score/math.Sqrt(left)*sd <= high-plain.expected()
}

// absurd is how many times the usual count no day has.
const absurd = 100

// mistyped reports whether the history before a row holds a value that nobody can have counted. Until it is
// corrected or annotated, the plain sum answers, whose width such a value raises: no verdict should
// rest on a history with a mistake in it.
func (w *work) mistyped(end int) bool {
	usual := math.Max(median(slices.DeleteFunc(slices.Clone(w.s.Values[:end]), math.IsNaN)), 1)
	for i, v := range w.s.Values[:end] {
		if !w.known[i] && math.Abs(v) > absurd*usual {
			return true
		}
	}
	return false
}
