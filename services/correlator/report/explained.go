package report

import "github.com/namedrop/namedrop/services/ledger/evidence"

// explained returns which share of an effect direct evidence accounts for, as a fraction with its
// range, and nil unless the effect's lower end is above 0: a share of nothing is no share. The floor
// must be counted in the same window and in the same unit as the effect: clicks for the lift of
// visits, people who named the mention for the lift of leads. It may exceed the effect, which is
// uncertain; a share doesn't exceed 1.
func explained(floor int, e *evidence.Interval) *evidence.Interval {
	if floor <= 0 || e == nil {
		return nil
	}
	if e.Low == nil || e.Effect == nil || e.High == nil || *e.Low <= 0 {
		return nil
	}
	share := func(effect float64) *float64 { return number(min(1, float64(floor)/effect)) }
	// The larger the effect, the smaller the share.
	return &evidence.Interval{Low: share(*e.High), Effect: share(*e.Effect), High: share(*e.Low)}
}
