package impact

import "slices"

// Seen is the effect, as a fraction of the baseline, that must be visible for the verdict "no
// sign".
const Seen = 0.30

// grade applies the rule: the first line that is true decides.
//
//	likely       enough history, counting whole, effect > 0, p < .05 and q <= .10
//	possible     the same with q > .10
//	cannot_tell  too little history, an outage, an overlap, or blind to 30 %
//	no_sign      30 % would have been seen
//
// A fall is listed in the reasons; the verdict is the one of a window without a rise.
func grade(a *Answer) {
	a.Reasons = slices.Compact(a.Reasons)
	if a.Placebos < LeastPlacebos {
		a.add(History)
	}
	if !(a.SmallestVisible < Seen*a.Expected) {
		a.add(Small)
	}
	held := !a.has(History) && !a.has(Outage) && !a.has(Overlap)
	if a.P < 0.05 && a.Cumulative.Effect < 0 {
		a.add(Fell)
	}
	switch {
	case held && a.P < 0.05 && a.Cumulative.Effect > 0 && a.Q <= DiscoveryRate:
		a.Verdict = Likely
		a.drop(Small)
	case held && a.P < 0.05 && a.Cumulative.Effect > 0:
		a.Verdict = Possible
		a.drop(Small)
	case len(a.Reasons) > 0 && (!held || a.has(Small)):
		a.Verdict = CannotTell
	default:
		a.Verdict = NoSign
	}
}

// Regraded returns the answer with another q: that of a family of answers which were not
// estimated together.
func (a Answer) Regraded(q float64) Answer {
	a.Q, a.Reasons = q, slices.Clone(a.Reasons)
	grade(&a)
	return a
}

func (a *Answer) add(r Reason) {
	if !a.has(r) {
		a.Reasons = append(a.Reasons, r)
	}
}

func (a *Answer) drop(r Reason) {
	a.Reasons = slices.DeleteFunc(a.Reasons, func(x Reason) bool { return x == r })
}

func (a *Answer) has(r Reason) bool { return slices.Contains(a.Reasons, r) }
