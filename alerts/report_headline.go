package alerts

import "math"

// ReportHeadline is what a report says in one sentence: its grade, and the range of its effect in
// visits. It is stored with the delivery, so that a revised report is compared with what the channel
// got last.
type ReportHeadline struct {
	Verdict  string   `json:"verdict"`
	Low      *float64 `json:"low"` // of the 95 % interval; null where it could not be computed
	High     *float64 `json:"high"`
	Days     int      `json:"days"`     // over which the effect is added up
	Mentions int      `json:"mentions"` // graded together; 1 for one alone
}

// Headline returns the report's headline.
func (d ReportEventData) Headline() ReportHeadline {
	h := ReportHeadline{Verdict: d.Verdict, Days: d.Window.Days, Mentions: max(1, len(d.Group))}
	if d.GroupDays != nil {
		h.Days = d.GroupDays.Days
	}
	if d.Lift != nil && d.Lift.Low != nil && d.Lift.High != nil {
		h.Low, h.High = d.Lift.Low, d.Lift.High
	}
	return h
}

// noticeable is the share of the range's width by which one of its ends has to move to be news. An
// end is uncertain by far more than that, and late counts move it by less with every pull.
const noticeable = 0.1

// News reports whether the headline says something else than an earlier one: another grade, another
// number of mentions, a range where there was none, or an end of the range that moved noticeably.
func (h ReportHeadline) News(earlier ReportHeadline) bool {
	switch {
	case h.Verdict != earlier.Verdict, h.Mentions != earlier.Mentions, h.Days != earlier.Days:
		return true
	case h.Low == nil || h.High == nil || earlier.Low == nil || earlier.High == nil:
		return (h.Low == nil) != (earlier.Low == nil)
	}
	least := max(1, noticeable*max(*h.High-*h.Low, *earlier.High-*earlier.Low))
	return math.Abs(*h.Low-*earlier.Low) > least || math.Abs(*h.High-*earlier.High) > least
}
