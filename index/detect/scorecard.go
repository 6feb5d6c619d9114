package detect

import (
	"cmp"
	"math"
	"slices"

	"github.com/namedrop/namedrop/index"
)

// scorecard adds up the evidence for and against one candidate, in log odds, and keeps the
// reason for each piece.
//
// Cards exist for every candidate, hits only for those that are kept. A part therefore
// holds a code and at most one string of the text; the phrases are written by reasons.
type scorecard struct {
	sum   float64
	basis part   // what was found
	alias string // the alias it was found by, or empty
	parts []part

	context bool // one of the brand's context words is near
}

// part is one piece of evidence. Its sign says whether it speaks for or against.
type part struct {
	weight float64
	code   index.ReasonCode
	value  string // of the code's parameter
}

// maxReasons is how many reasons are given for a hit, and how many against it.
const maxReasons = 3

// base sets what the name itself is worth.
func (k *scorecard) base(weight float64, code index.ReasonCode, value string) {
	k.sum, k.basis = weight, part{weight, code, value}
}

// add counts a piece of evidence.
func (k *scorecard) add(weight float64, code index.ReasonCode) { k.addWith(weight, code, "") }

// addWith counts a piece of evidence whose code has a parameter.
func (k *scorecard) addWith(weight float64, code index.ReasonCode, value string) {
	k.sum += weight
	if weight == 0 {
		return
	}
	if k.parts == nil {
		k.parts = make([]part, 0, 8) // few have more
	}
	k.parts = append(k.parts, part{weight, code, value})
}

// more counts evidence that has no reason of its own.
func (k *scorecard) more(weight float64) {
	k.sum += weight
	k.basis.weight += weight
}

// inFavour counts evidence whose reason only makes sense for a hit.
func (k *scorecard) inFavour(weight float64, code index.ReasonCode) {
	if weight < 0 {
		k.more(weight)
		return
	}
	k.add(weight, code)
}

// against counts evidence whose reason only makes sense against a hit.
func (k *scorecard) against(weight float64, code index.ReasonCode) {
	if weight > 0 {
		k.more(weight)
		return
	}
	k.add(weight, code)
}

// addFeedback counts what people made of the brand's earlier mentions.
func (k *scorecard) addFeedback(shift float64) {
	if shift < 0 {
		k.add(shift, index.ReasonDismissals)
	} else {
		k.add(shift, index.ReasonConfirmations)
	}
}

// clone returns a copy with no room to spare: a document may keep thousands.
func (k *scorecard) clone() *scorecard {
	c := *k
	c.parts = append(make([]part, 0, len(k.parts)), k.parts...)
	return &c
}

// reasons returns what was found, then what speaks for it and what against: no more than
// maxReasons of each, the weightiest first.
func (k *scorecard) reasons() []index.Reason {
	slices.SortStableFunc(k.parts, func(a, b part) int {
		return cmp.Compare(math.Abs(b.weight), math.Abs(a.weight))
	})
	out := make([]index.Reason, 0, 2+min(len(k.parts), 2*maxReasons))
	out = append(out, index.NewReason(k.basis.code, k.basis.value))
	if k.alias != "" {
		out = append(out, index.NewReason(index.ReasonAlias, k.alias))
	}
	for _, against := range []bool{false, true} {
		n := 0
		for _, p := range k.parts {
			if p.weight < 0 != against || n == maxReasons {
				continue
			}
			r := index.NewReason(p.code, p.value)
			r.Against = against
			out = append(out, r)
			n++
		}
	}
	return out
}
