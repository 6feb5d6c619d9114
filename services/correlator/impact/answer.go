package impact

import "math"

// Verdict is the verdict from timing alone; the rule is in verdict.go.
type Verdict string

// The verdicts, strongest first. Clear needs clicks or self-reports and is given where all
// evidence is combined, never here.
const (
	Likely     Verdict = "likely"
	Possible   Verdict = "possible"
	CannotTell Verdict = "cannot_tell"
	NoSign     Verdict = "no_sign"
)

// Reason is a reason against a stronger verdict.
type Reason string

// The reasons.
const (
	History Reason = "history" // fewer than LeastPlacebos past windows
	Small   Reason = "small"   // only 30 % or more of the baseline would show
	Outage  Reason = "outage"  // counting was interrupted in the window
	Overlap Reason = "overlap" // something else fell on the same days
	Fell    Reason = "fell"    // the metric fell
)

// Range is an effect with its 95 % interval, in the metric's unit or as a fraction of what was
// expected. Low <= Effect <= High except for rounding.
type Range struct{ Effect, Low, High float64 }

// Answer is the result for one window: sums over its counted rows, in the metric's unit,
// assuming that nothing unknown happened in the same rows. NaN means that a value could not
// be computed. The method is in docs/impact.md.
type Answer struct {
	Window Span

	Observed   float64 // sum over the window's counted rows
	Expected   float64 // the same without the mention: the middle of its distribution
	Average    Range   // effect per row
	Cumulative Range   // effect over the window
	Relative   Range   // effect as a fraction of Expected

	P        float64 // two-sided; under .05 exactly when Cumulative leaves out 0
	PGrid    float64 // the model's own, before calibration
	PPlacebo float64 // among the past windows: their fitted tail (Hill 1975), or the rank
	Q        float64 // P after Benjamini-Hochberg over the family; P itself for one
	Positive float64 // chance that the effect is above 0

	Score    float64 // the window's normal score under the model, as the past windows'
	Lambda   float64 // by how much the past windows widened the answer; 1 is not at all
	Placebos int     // past windows it was held against

	SmallestVisible float64 // the rise over the window found 8 times in 10

	Verdict Verdict
	Reasons []Reason
	Notes   []string // what a reader should know, in sentences
	Method  string

	Secondary []Secondary // longer windows, where they were asked for and are over

	Group []int // places of the mentions answered together; nil for one alone

	Past []Placebo // the past windows, oldest first
	Band []Band    // eight weeks before the window and the window, row by row
	Dots []float64 // 20 equally likely effects over the window

	Refused     Refusal        // why nothing could be computed; empty if something could
	Interrupted []Interruption // of counting, in the window
	half        float64        // half the interval's width without an effect, for a quick course; 0 for the plain sum
	LeftOut     []string       // controls that break in the window
	Fitted      bool           // the other mentions' usual effects were taken off first
	Joint       int            // mentions that were fitted together and told apart; 0 without any
	Courses     int            // days on which courses of the effect were fitted; 0 for the plain sum
}

// Refusal is a reason for which nothing can be computed.
type Refusal string

// The refusals.
const (
	BeforeData     Refusal = "before_data"     // the mention is before the first row
	AfterData      Refusal = "after_data"      // the mention is after the last row
	OnFirstRow     Refusal = "on_first_row"    // nothing before it
	NothingBefore  Refusal = "nothing_before"  // nothing was counted before the window
	OneRowBefore   Refusal = "one_row_before"  // one row is not enough
	OnlyZeros      Refusal = "only_zeros"      // nothing to compare with
	NeverChanges   Refusal = "never_changes"   // nothing to judge a change by
	NothingCounted Refusal = "nothing_counted" // nothing was counted in the window
	LittleHistory  Refusal = "little_history"  // not enough to forecast the window
)

// Interruption is a run of rows in which counting stopped: with zeros that can't be chance, or
// without a count at all.
type Interruption struct {
	Span Span
	Gap  bool
}

// Placebo is a past window in which nothing happened: its first row and how unusual it was, as
// a normal score (1 in 20 beyond ±1.96 if the model were right).
type Placebo struct {
	From  int
	Score float64
}

// Band is the forecast of one row without the mention: the median and the central 95, 80 and
// 50 %.
type Band struct {
	Row                                                 int
	Observed                                            float64
	Middle, Low95, High95, Low80, High80, Low50, High50 float64
}

// blank returns an answer in which nothing could be computed.
func blank(w Span) Answer {
	nan := math.NaN()
	none := Range{nan, nan, nan}
	return Answer{
		Window: w, Observed: nan, Expected: nan, Average: none, Cumulative: none, Relative: none,
		P: nan, PGrid: nan, PPlacebo: nan, Q: nan, Positive: nan, Score: nan, Lambda: nan, SmallestVisible: nan,
		Verdict: CannotTell,
	}
}
