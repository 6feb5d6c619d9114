package detect

import (
	"math"

	"github.com/namedrop/namedrop/index"
)

// ByBrand groups a document's hits by brand and keeps their order.
func ByBrand(hits []index.Hit) map[string][]index.Hit {
	by := make(map[string][]index.Hit)
	for _, h := range hits {
		by[h.Brand] = append(by[h.Brand], h)
	}
	return by
}

// Summarise returns the confidence of a mention, which is that of its most confident hit, and
// whether all of its hits are unsure.
func Summarise(hits []index.Hit) (confidence float64, unsure bool) {
	unsure = true
	for _, h := range hits {
		confidence = math.Max(confidence, h.Confidence)
		unsure = unsure && h.Unsure
	}
	return confidence, unsure
}
