package detect

import (
	"math"

	"github.com/namedrop/namedrop/index"
)

// Mentions groups a document's hits by brand, in the order they stand.
func ByBrand(hits []index.Hit) map[string][]index.Hit {
	by := make(map[string][]index.Hit)
	for _, h := range hits {
		by[h.Brand] = append(by[h.Brand], h)
	}
	return by
}

// Summarise is the confidence of a mention, that of its surest hit, and whether none
// reaches the threshold.
func Summarise(hits []index.Hit) (confidence float64, unsure bool) {
	unsure = true
	for _, h := range hits {
		confidence = math.Max(confidence, h.Confidence)
		unsure = unsure && h.Unsure
	}
	return confidence, unsure
}
