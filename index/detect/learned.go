package detect

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// Learned is what was learned about misheard English names. index/detect/train learns it, and
// also uses it to measure detection on documents that nothing was learned from.
type Learned struct {
	Costs   *sound.Costs
	Weights Weights
}

// Weights is the weight of each feature of a sound-alike, in log odds.
type Weights [features]float64

//go:embed data/weights.txt
var committedWeights string

//go:embed data/slots.txt
var committedSlots string

// ParseWeights reads lines of a feature and its weight.
func ParseWeights(lines string) (w Weights) {
	for line := range strings.Lines(lines) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		for f := range featureNames {
			if featureNames[f] == name {
				w[f], _ = strconv.ParseFloat(value, 64)
			}
		}
	}
	return w
}

// String returns the lines that [ParseWeights] reads.
func (w Weights) String() string {
	var b strings.Builder
	for f, name := range featureNames {
		b.WriteString(name + " " + strconv.FormatFloat(w[f], 'f', 3, 64) + "\n")
	}
	return b.String()
}

var weights = sync.OnceValue(func() *Weights {
	w := ParseWeights(committedWeights)
	return &w
})

// slots is how much more likely a name is beside a word, in log odds. A sentence's ends are ".",
// other punctuation is ",".
type slots struct{ before, after map[string]float64 }

// Of words that are too rare to have been counted.
const (
	unknownBefore = -1
	unknownAfter  = -0.5
)

var nameSlots = sync.OnceValue(func() *slots {
	s := &slots{map[string]float64{}, map[string]float64{}}
	for line := range strings.Lines(committedSlots) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		v, _ := strconv.ParseFloat(fields[2], 64)
		if fields[0] == "p" {
			s.before[fields[1]] = v
		} else {
			s.after[fields[1]] = v
		}
	}
	return s
})

// Observation is a sound-alike before it is judged, with its features.
type Observation struct {
	Brand      string
	Start, End int     // code points of the text
	Saved      float64 // worth of what was heard right, less what wasn't, in nats
	Features   [features]float64
}
