package archive

import (
	"math"
	"math/rand/v2"
	"sort"
)

// Talk draws words as speech does: in an hour of it some 2,000 different ones (recorded
// shows and earnings calls have 1,500 to 2,000), in 400,000 words some 20,000 (13,000 to
// 16,000).
func Talk(r *rand.Rand) func() string {
	words := Vocabulary(3)[:30_000]
	sums := make([]float64, len(words))
	sum := 0.0
	for rank := range sums {
		sum += math.Pow(float64(rank)+4, -1.25)
		sums[rank] = sum
	}
	return func() string { return words[sort.SearchFloat64s(sums, r.Float64()*sum)] }
}
