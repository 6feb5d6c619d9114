package detect

import (
	"fmt"
	"math"
)

// Feedback counts what people made of a brand's mentions. It is all that confirming and
// dismissing changes, so undoing one is counting it down again.
type Feedback struct {
	Confirmed int `json:"confirmed"`
	Dismissed int `json:"dismissed"`
}

// priorCount is how many mentions of each kind are assumed before anyone has judged:
// a brand's first dismissal must not silence it.
const priorCount = 4

// maxShift bounds what feedback can do to a score, in log odds.
const maxShift = 1.5

// Precision is the share of the judged mentions that were right; ok is false until one
// has been judged.
func (f Feedback) Precision() (share float64, ok bool) {
	n := f.Confirmed + f.Dismissed
	if n <= 0 {
		return 0, false
	}
	return float64(f.Confirmed) / float64(n), true
}

// Shift is what the feedback adds to the log odds of the brand's hits: half the log odds
// of the smoothed precision, never more than 1.5 either way. Doubtful hits pass the
// threshold by it, one way or the other; hits that are sure by themselves lose or gain
// some confidence and stay.
func (f Feedback) Shift() float64 {
	c, d := float64(max(f.Confirmed, 0)), float64(max(f.Dismissed, 0))
	return math.Max(-maxShift, math.Min(maxShift, 0.5*math.Log((c+priorCount)/(d+priorCount))))
}

// Explain says in a sentence what the feedback does.
func (f Feedback) Explain() string {
	p, ok := f.Precision()
	if !ok {
		return "no mention has been confirmed or dismissed yet"
	}
	does := "leaves its hits as they are"
	switch s := f.Shift(); {
	case s > 0.05:
		does = "raises its hits"
	case s < -0.05:
		does = "lowers its hits"
	}
	return fmt.Sprintf("%d confirmed, %d dismissed (%.0f %% right): this %s", f.Confirmed, f.Dismissed, 100*p, does)
}
