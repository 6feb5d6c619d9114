package detect

import (
	"fmt"
	"math"
)

// Feedback counts the team's decisions on a brand's mentions. Nothing else is learned from
// them, so undoing a decision only means counting it down.
type Feedback struct {
	Confirmed int `json:"confirmed"`
	Dismissed int `json:"dismissed"`
}

// priorCount is how many confirmed and dismissed mentions are assumed at the start, so that a
// brand's first dismissal doesn't silence it.
const priorCount = 4

// maxShift is the most that feedback can change a score, in log odds.
const maxShift = 1.5

// Precision returns the share of decided mentions that were confirmed. ok is false when there
// are none.
func (f Feedback) Precision() (share float64, ok bool) {
	n := f.Confirmed + f.Dismissed
	if n <= 0 {
		return 0, false
	}
	return float64(f.Confirmed) / float64(n), true
}

// Shift returns what the feedback adds to the log odds of the brand's hits: half the log odds of
// the smoothed precision, at most 1.5 either way. That moves doubtful hits across the reporting
// threshold; certain ones only change in confidence.
func (f Feedback) Shift() float64 {
	c, d := float64(max(f.Confirmed, 0)), float64(max(f.Dismissed, 0))
	return math.Max(-maxShift, math.Min(maxShift, 0.5*math.Log((c+priorCount)/(d+priorCount))))
}

// Effect is what reviews of a brand's mentions do to the confidence of its hits.
type Effect string

const (
	Raises Effect = "raises"
	Lowers Effect = "lowers"
	Leaves Effect = "leaves" // as it is
)

// Effect returns what the reviews do.
func (f Feedback) Effect() Effect {
	switch s := f.Shift(); {
	case s > 0.05:
		return Raises
	case s < -0.05:
		return Lowers
	}
	return Leaves
}

// perDismissal is what one dismissed hit takes from the score of hits of the same words, and
// maxDismissals how many of them count. Unlike Shift this concerns these words alone: a team
// that dismisses "cloud" for Claude says nothing about Claude.
const (
	perDismissal  = 1.5
	maxDismissals = 2
)

// wordShift returns what the dismissals of single hits add to the log odds of a hit that is
// written in the same way.
func (p *profile) wordShift(surface string) float64 {
	if len(p.dismissed) == 0 {
		return 0
	}
	return -perDismissal * float64(min(p.dismissed[surface], maxDismissals))
}

// Explain returns a sentence about the effect of the feedback.
func (f Feedback) Explain() string {
	p, ok := f.Precision()
	if !ok {
		return "no mention has been confirmed or dismissed yet"
	}
	does := map[Effect]string{Raises: "raises its hits", Lowers: "lowers its hits", Leaves: "leaves its hits as they are"}[f.Effect()]
	return fmt.Sprintf("%d confirmed, %d dismissed (%.0f %% right): this %s", f.Confirmed, f.Dismissed, 100*p, does)
}
