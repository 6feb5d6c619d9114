package calibration

import (
	"hash/fnv"
	"math/rand/v2"
)

// source is the randomness of one run.
func source(seed int, name string, days, run int) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	h.Write([]byte{byte(days), byte(run), byte(run >> 8), byte(run >> 16), byte(run >> 24)})
	return rand.New(rand.NewPCG(uint64(seed), h.Sum64()))
}
