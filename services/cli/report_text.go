package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/alerts/send/report"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// headline is the sentence of a grade. Its numbers always come with their range.
func (r reportView) headline(mention string) string {
	if r.State == "open" {
		if r.Day >= r.Window.Days {
			return fmt.Sprintf("The window of %s is over; no verdict before %s, and before all days are counted.", mention, r.Window.LookOn)
		}
		return fmt.Sprintf("%s: day %d of %d; no verdict before %s.", mention, r.Day, r.Window.Days, r.Window.LookOn)
	}
	l := r.Lift
	if l == nil || l.Effect.Low == nil || l.Effect.High == nil {
		return fmt.Sprintf("We can't tell what %s did.", mention)
	}
	low, high := *l.Effect.Low, *l.Effect.High
	by := report.Step(low, high)
	between := fmt.Sprintf("between %s and %s more visits than expected in %s (95 %% interval)", rounded(low, by), rounded(high, by), count(r.days(), "day", "days"))
	plain := fmt.Sprintf("%s to %s", rounded(low, by), rounded(high, by))
	visible := ""
	if l.SmallestVisible != nil {
		visible = rounded(*l.SmallestVisible, by)
	}
	fell := ""
	for _, reason := range r.Reasons {
		if reason == "fell" {
			fell = fmt.Sprintf(" Visits fell: between %s and %s fewer than expected.", rounded(-high, by), rounded(-low, by))
		}
	}
	if len(r.Group) > 1 {
		mention = fmt.Sprintf("%s and %s on the same days", mention, count(len(r.Group)-1, "other mention", "other mentions"))
	}
	switch r.Verdict {
	case evidence.Clear:
		return fmt.Sprintf("%s brought visits: %s.", mention, between)
	case evidence.Likely:
		return fmt.Sprintf("%s probably brought visits: %s.", mention, between)
	case evidence.Possible:
		return fmt.Sprintf("%s may have brought visits: %s; about %.2g of %d look so by chance.", mention, between, r.Family.ByChance, r.Family.Mentions)
	case evidence.NoSign:
		return fmt.Sprintf("No sign that %s changed visits: %s. %s or more would have shown 8 times in 10.%s", mention, plain, visible, fell)
	}
	return fmt.Sprintf("We can't tell what %s did: %s.%s", mention, plain, fell)
}

// days is over how many days the effect is added up: for a group, those of all its windows.
func (r reportView) days() int {
	if r.GroupDays != nil {
		return r.GroupDays.Days
	}
	return r.Window.Days
}

func (r reportView) writeNumbers(b *strings.Builder) {
	l := r.Lift
	if l == nil || l.Observed == nil || l.Expected == nil || l.Effect.Low == nil || l.Effect.High == nil || l.Effect.Effect == nil {
		return
	}
	low, high := *l.Effect.Low, *l.Effect.High
	by := report.Step(low, high)
	n := func(v float64) string { return rounded(v, by) }
	fmt.Fprintf(b, "\nCounted           %s\n", rounded(*l.Observed, 0))
	fmt.Fprintf(b, "Expected          %s  (%s to %s)\n", n(*l.Expected), n(*l.Observed-high), n(*l.Observed-low))
	fmt.Fprintf(b, "Difference        %s  (%s to %s)\n", n(*l.Effect.Effect), n(low), n(high))
	if l.Placebos > 0 {
		fmt.Fprintf(b, "Ordinary periods  %d of %d came out as high\n", l.AsHigh, l.Placebos)
	}
	if l.SmallestVisible != nil {
		fmt.Fprintf(b, "Smallest visible  %s\n", n(*l.SmallestVisible))
	}
	if l.P != nil && l.Q != nil {
		fmt.Fprintf(b, "p                 %.2g  (q %.2g)\n", *l.P, *l.Q)
	}
	for _, s := range r.Secondary {
		if s.Effect.Low != nil && s.Effect.High != nil {
			by := report.Step(*s.Effect.Low, *s.Effect.High)
			fmt.Fprintf(b, "In %d days        %s to %s, without a verdict\n", s.Days, rounded(*s.Effect.Low, by), rounded(*s.Effect.High, by))
		}
	}
}

// rounded writes a number in steps of by; 0 is as it is, to the unit.
func rounded(v, by float64) string {
	return strconv.FormatFloat(report.InSteps(v, by), 'f', 0, 64)
}
